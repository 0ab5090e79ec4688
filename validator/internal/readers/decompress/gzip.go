package decompress

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
)

// members reads gzip members one after the other (RFC 1952, section 2.2). It checks itself what follows a member, because bytes that
// are not a member do not mean that the data before them is incomplete.
type members struct {
	in *bufio.Reader
	z  *gzip.Reader
}

func newMembers(in *bufio.Reader) (*members, error) {
	z, err := gzip.NewReader(in)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, errors.New("the gzip data ends in its header")
	case err != nil:
		return nil, fmt.Errorf("the gzip header is broken: %w", err)
	}
	z.Multistream(false)
	return &members{in, z}, nil
}

func (m *members) Read(b []byte) (int, error) {
	for {
		n, err := m.z.Read(b)
		if n > 0 || err != io.EOF {
			if err == io.EOF {
				err = nil // the next call looks at what follows
			}
			return n, err
		}
		next, err := m.in.Peek(len(gzipMagic))
		if len(next) == 0 {
			return 0, err
		}
		if string(next) != string(gzipMagic) {
			return 0, errors.New("something that is no gzip follows")
		}
		if err := m.z.Reset(m.in); err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return 0, err
		}
		m.z.Multistream(false)
	}
}
