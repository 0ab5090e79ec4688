package otlpproto

import (
	"encoding/binary"
	"errors"
	"io"

	"github.com/specgen/specgen/validator/internal/readers/input"
)

// Cut returns how to cut an input with the head between its requests, or between the ResourceSpans of one that has no length, and how to read
// a piece.
func Cut(head []byte) (input.Cutter, input.Reader) {
	way := framingOf(head)
	if way == noFraming {
		way = bare
	}
	return &cutter{way: way}, func(in io.Reader, sink input.Sink, tempDir string) error {
		return newReader(piece{in}, sink, tempDir).read(way)
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
	way    framing
	left   int64 // of the message that a piece ends in the middle of
	header []byte
}

// uncut is the length of a message that is not cut.
const uncut = 1 << 62

// Last implements input.Cutter.
func (c *cutter) Last(b []byte) int {
	at := 0
	for {
		header, length, err := c.length(b[at:])
		switch {
		case err == errCut: // the header goes on behind b
			c.left, c.header = 0, append(c.header[:0], b[at:]...)
			return at
		case err != nil:
			c.left, c.header = uncut, nil
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
	if c.left == uncut {
		return 0, false
	}
	skip := 0
	if c.header != nil {
		known := len(c.header)
		header, length, err := c.length(append(c.header, b[:min(len(b), maxHeader)]...))
		if err == errCut {
			c.header = append(c.header, b...)
			return 0, false
		}
		if err != nil {
			c.left = uncut
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

// length returns how long the next message is, and what stands before it. It fails with errCut where b is too short to tell.
func (c *cutter) length(b []byte) (header int, length int64, err error) {
	switch c.way {
	case prefixed:
		if len(b) < 4 {
			return 0, 0, errCut
		}
		return 4, int64(binary.BigEndian.Uint32(b)), nil
	case delimited:
		m := message{b: b}
		n, err := m.varint()
		if err == nil && n >= uncut {
			err = errNoLength
		}
		return m.p, int64(n), err
	}
	m := message{b: b}
	h, err := readHeader(&m)
	if err == nil && (h.wire != lengthType || h.length >= uncut) {
		err = errNoLength
	}
	return m.p, h.length, err
}
