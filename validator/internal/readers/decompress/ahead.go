package decompress

import "io"

// How much is unpacked ahead of its reader.
const (
	aheadBuffers = 4
	aheadSize    = 256 << 10
)

// ahead unpacks in a goroutine while its reader works on what was unpacked before. It is not safe for concurrent use.
type ahead struct {
	full chan chunk    // what was unpacked, in order; closed behind the last
	free chan []byte   // buffers to fill
	stop chan struct{} // closed by Close
	last chunk         // what is being read
	at   int           // how much of last was read
}

// chunk is a part of the contents, and the error behind it, if any.
type chunk struct {
	b   []byte
	err error
}

// readAhead returns a reader of the contents of r, which its goroutine closes. The goroutine ends at the end of r, or at Close, which
// waits for it: r is not read behind that. So a read of r that blocks lets Close block.
func readAhead(r io.ReadCloser) io.ReadCloser {
	a := &ahead{full: make(chan chunk, aheadBuffers), free: make(chan []byte, aheadBuffers), stop: make(chan struct{})}
	for range aheadBuffers {
		a.free <- make([]byte, aheadSize)
	}
	go a.unpack(r)
	return a
}

func (a *ahead) unpack(r io.ReadCloser) {
	defer close(a.full)
	defer r.Close() // of an unpacker, which fails at nothing that a read has not told
	for {
		select {
		case <-a.stop:
			return
		case buffer := <-a.free:
			one := a.fill(r, buffer)
			a.full <- one // there is room for all buffers
			if one.err != nil {
				return
			}
		}
	}
}

// fill unpacks until the buffer is full: unpackers give a few kilobytes at a time, of which four are not far ahead. It ends early at Close.
func (a *ahead) fill(r io.Reader, buffer []byte) chunk {
	n := 0
	for n < len(buffer) {
		select {
		case <-a.stop:
			return chunk{buffer[:n], io.ErrClosedPipe}
		default:
		}
		read, err := r.Read(buffer[n:])
		if n += read; err != nil {
			return chunk{buffer[:n], err}
		}
	}
	return chunk{buffer, nil}
}

// Read implements io.Reader.
func (a *ahead) Read(b []byte) (int, error) {
	for a.at == len(a.last.b) {
		if a.last.err != nil {
			return 0, a.last.err
		}
		if a.last.b != nil {
			a.free <- a.last.b[:cap(a.last.b)]
		}
		a.last, a.at = <-a.full, 0
	}
	n := copy(b, a.last.b[a.at:])
	a.at += n
	return n, nil
}

// Close ends the unpacking. Nothing is read behind it.
func (a *ahead) Close() error {
	close(a.stop)
	for range a.full { // what was unpacked and is not read
	}
	return nil
}
