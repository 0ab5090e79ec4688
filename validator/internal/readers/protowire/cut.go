package protowire

import (
	"encoding/binary"
	"errors"
	"io"

	"github.com/specgen/specgen/validator/internal/readers/input"
)

// PieceReader reads a piece of an input in a framing. It is safe for concurrent use.
type PieceReader func(in io.Reader, sink input.Sink, tempDir string, way Framing) error

// Cut returns what a format's Cut is: how to cut an input with the head between its messages, or between the first fields of one that has no
// length, and how to read a piece. begins is as in FramingOf, and reader returns what reads the pieces of one input.
func Cut(begins func(head []byte, size int64) bool, reader func() PieceReader) func([]byte) (input.Cutter, input.Reader) {
	return func(head []byte) (input.Cutter, input.Reader) {
		way := FramingOf(head, begins)
		if way == NoFraming {
			way = Bare
		}
		read := reader()
		return &cutter{way: way}, func(in io.Reader, sink input.Sink, tempDir string) error {
			return read(piece{in}, sink, tempDir, way)
		}
	}
}

// piece is a piece of an input, of which the end is an end like any other.
type piece struct{ r io.Reader }

func (p piece) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	if err == input.ErrCut {
		err = io.EOF
	}
	return n, err
}

// cutter walks from one length to the next. Where that fails it does not cut any more.
type cutter struct {
	way    Framing
	left   int64 // of the message that a piece ends in the middle of
	header []byte
}

// Last implements input.Cutter.
func (c *cutter) Last(b []byte) int {
	at := 0
	for {
		header, length, err := c.length(b[at:])
		switch {
		case err == ErrCut: // the header goes on behind b
			c.left, c.header = 0, append(c.header[:0], b[at:]...)
			return at
		case err != nil:
			c.left, c.header = noEnd, nil
			return at
		case length > int64(len(b)-at-header):
			c.left, c.header = length-int64(len(b)-at-header), nil
			return at
		}
		at += header + int(length)
	}
}

// First implements input.Cutter.
func (c *cutter) First(b []byte) (at int, found bool) {
	if c.left == noEnd {
		return 0, false
	}
	skip := 0
	if c.header != nil {
		known := len(c.header)
		header, length, err := c.length(append(c.header, b[:min(len(b), maxHeader)]...))
		if err == ErrCut {
			c.header = append(c.header, b...)
			return 0, false
		}
		if err != nil {
			c.left = noEnd
			return 0, false
		}
		skip = header - known
		c.left, c.header = length, nil
	}
	if c.left <= int64(len(b)-skip) {
		return skip + int(c.left), true
	}
	c.left -= int64(len(b) - skip)
	return 0, false
}

var errNoLength = errors.New("cannot find the length of a message")

// length returns how long the next message is, and what stands before it. It fails with ErrCut where b is too short to tell.
func (c *cutter) length(b []byte) (header int, length int64, err error) {
	switch c.way {
	case Prefixed:
		if len(b) < 4 {
			return 0, 0, ErrCut
		}
		return 4, int64(binary.BigEndian.Uint32(b)), nil
	case Delimited:
		m := Message{B: b}
		n, err := m.Varint()
		if err == nil && n >= noEnd {
			err = errNoLength
		}
		return m.P, int64(n), err
	}
	m := Message{B: b}
	h, err := readHeader(&m)
	if err == nil && (h.Wire != LengthType || h.Length >= noEnd) {
		err = errNoLength
	}
	return m.P, h.Length, err
}
