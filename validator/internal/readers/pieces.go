package readers

import (
	"bytes"
	"io"

	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/trace"
)

// pieceSize is about how many bytes a piece has that is read into memory before it is handed over.
const pieceSize = 1 << 20

// Piece is a part of an input. It is read by itself, as it is read behind the parts before it.
type Piece struct {
	Number  int // from 0, in the order of the input
	in      io.Reader
	read    input.Reader
	offset  int64 // of its first byte in the input
	lines   int64 // newlines before it
	tempDir string
	done    chan struct{} // closed when it was read
	block   []byte        // that it is in; nil where it comes in several
	free    chan<- []byte // takes blocks that are no longer used
}

// Read reads the piece into the sink.
func (p *Piece) Read(sink input.Sink) error { return p.read(p.in, &placed{sink, p}, p.tempDir) }

// Done says that the piece was read, and that all is done with what was read. It has to be called for each piece.
func (p *Piece) Done() {
	if p.block != nil {
		select {
		case p.free <- p.block[:0]:
		default:
		}
	}
	close(p.done)
}

// placed is a sink for what has its place in a piece.
type placed struct {
	input.Sink
	piece *Piece
}

func (s *placed) Record(r *trace.Record) error {
	r.Offset += s.piece.offset
	if r.Line > 0 {
		r.Line += s.piece.lines
	}
	return s.Sink.Record(r)
}

func (s *placed) Broken(p *trace.Problem) error {
	at := *p
	at.Offset += s.piece.offset
	if at.Line > 0 {
		at.Line += s.piece.lines
	}
	return s.Sink.Broken(&at)
}

// ReadPieces cuts an input into pieces and hands them over, to be read by others. It returns when all of them were read. An error of hand
// ends the reading, and is what ReadPieces returns.
func ReadPieces(in io.Reader, o Options, hand func(*Piece) error) (Seen, error) {
	return readPieces(in, o, pieceSize, hand)
}

func readPieces(in io.Reader, o Options, size int, hand func(*Piece) error) (Seen, error) {
	c := &cutting{hand: hand, tempDir: o.TempDir, size: size, free: make(chan []byte, 8)}
	return open(in, o, refused{c}, func(f *Format, head []byte, content io.Reader) error {
		defer c.wait()
		if c.in, c.read = content, f.Read; f.Cut == nil {
			return c.give(content)
		}
		c.cutter, c.read = f.Cut(head)
		return c.all()
	})
}

// refused is the sink for an input of which nothing can be read. That is a piece too.
type refused struct{ *cutting }

func (r refused) Record(*trace.Record) error { return nil }
func (r refused) Skipped(int64)              {}

func (r refused) Broken(p *trace.Problem) error {
	r.read = func(_ io.Reader, sink input.Sink, _ string) error { return sink.Broken(p) }
	defer r.wait()
	return r.give(nil)
}

// cutting is an input that is being cut.
type cutting struct {
	in      io.Reader
	cutter  input.Cutter
	read    input.Reader
	hand    func(*Piece) error
	tempDir string
	size    int // about, of a piece
	number  int
	offset  int64 // of the next piece
	lines   int64
	err     error // why nothing more can be read, io.EOF at the end
	given   []*Piece
	free    chan []byte // blocks to use again
}

// wait waits until all pieces were read.
func (c *cutting) wait() {
	for _, p := range c.given {
		<-p.done
	}
}

// give hands a piece over.
func (c *cutting) give(in io.Reader) error {
	p := &Piece{Number: c.number, in: in, read: c.read, offset: c.offset, lines: c.lines, tempDir: c.tempDir, done: make(chan struct{}), free: c.free}
	if whole, ok := in.(*input.Memory); ok {
		p.block = whole.B
	}
	if err := c.hand(p); err != nil {
		return err
	}
	c.number++
	waiting := c.given[:0]
	for _, before := range c.given {
		select {
		case <-before.done:
		default:
			waiting = append(waiting, before)
		}
	}
	c.given = append(waiting, p)
	return nil
}

// passed notes what was given.
func (c *cutting) passed(b []byte) {
	c.offset += int64(len(b))
	c.lines += int64(bytes.Count(b, []byte{'\n'}))
}

// all cuts the input to its end.
func (c *cutting) all() error {
	var rest []byte // of the block before: where the next piece begins
	for c.err == nil {
		block := c.fill(append(c.room(2*len(rest)), rest...)) // rest may be in the block that is used again
		if c.err != nil {
			return c.give(&input.Memory{B: block, End: c.err})
		}
		at := c.cutter.Last(block)
		if at == 0 {
			var err error
			if rest, err = c.long(block); err != nil {
				return err
			}
			continue
		}
		if err := c.give(&input.Memory{B: block[:at], End: input.ErrCut}); err != nil {
			return err
		}
		c.passed(block[:at])
		rest = block[at:]
	}
	if len(rest) > 0 { // the last piece, behind a long one
		return c.give(&input.Memory{B: rest, End: c.err})
	}
	return nil
}

// room returns an empty block for a piece, and at least the given number of bytes.
func (c *cutting) room(least int) []byte {
	select {
	case block := <-c.free:
		if cap(block) >= least {
			return block
		}
	default:
	}
	return make([]byte, 0, max(c.size, least))
}

// fill reads as much as there is room for.
func (c *cutting) fill(b []byte) []byte {
	for len(b) < cap(b) && c.err == nil {
		var n int
		n, c.err = c.in.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
	}
	return b
}

// long hands over a piece that has no end in its first block, and the following blocks as they come. It returns what is behind its end.
func (c *cutting) long(first []byte) (rest []byte, err error) {
	blocks := &blocks{next: make(chan []byte), b: first}
	defer close(blocks.next)
	if err := c.give(blocks); err != nil {
		return nil, err
	}
	done := c.given[len(c.given)-1].done
	c.passed(first)
	for {
		block := c.fill(make([]byte, 0, c.size))
		at, found := c.cutter.First(block)
		switch {
		case c.err != nil && !found:
			blocks.err = c.err
			at = len(block)
		case !found:
			at = len(block)
		default:
			blocks.err = input.ErrCut
		}
		select {
		case blocks.next <- block[:at:at]:
		case <-done: // its reader needs no more of it
		}
		c.passed(block[:at])
		if found || c.err != nil {
			return block[at:], nil
		}
	}
}

// blocks is what comes in blocks.
type blocks struct {
	b    []byte
	next chan []byte // closed behind the last
	err  error       // what comes behind the last
}

func (k *blocks) Read(b []byte) (int, error) {
	for len(k.b) == 0 {
		next, more := <-k.next
		if !more {
			return 0, k.err
		}
		k.b = next
	}
	n := copy(b, k.b)
	k.b = k.b[n:]
	return n, nil
}
