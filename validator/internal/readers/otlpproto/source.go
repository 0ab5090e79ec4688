package otlpproto

import (
	"io"

	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/trace"
)

// The limits that hold for every input.
const (
	// blockSize is how much is read at once.
	blockSize = 256 << 10
	// maxUnit is the largest span, resource or scope that is read, and how far a resource is looked for ahead of its spans.
	maxUnit = 16 << 20
)

// source brings an input into memory, a block or a unit at a time.
type source struct {
	r    io.Reader
	b    []byte // what was read and is kept; the next byte is b[p]
	p    int
	base int64 // offset in the input of b[0]
	end  error // why nothing more can be read; io.EOF at the end
}

// offset returns the place in the input of the next byte.
func (s *source) offset() int64 { return s.base + int64(s.p) }

// rest returns what is in memory from the next byte on.
func (s *source) rest() []byte { return s.b[s.p:] }

// fill brings n bytes into memory, or as many as there are.
func (s *source) fill(n int) {
	if len(s.b)-s.p >= n || s.end != nil {
		return
	}
	into := s.b[:0]
	if size := max(n, blockSize); cap(into) < size {
		into = make([]byte, 0, size)
	}
	kept := copy(into[:cap(into)], s.b[s.p:])
	s.base += int64(s.p)
	s.b, s.p = into[:kept], 0
	for len(s.b) < cap(s.b) && s.end == nil {
		read, err := s.r.Read(s.b[len(s.b):cap(s.b)])
		s.b = s.b[:len(s.b)+read]
		s.end = err
	}
}

// skip goes on by n bytes. It reports false where the input ends before.
func (s *source) skip(n int64) bool {
	for {
		here := min(n, int64(len(s.b)-s.p))
		s.p += int(here)
		if n -= here; n == 0 {
			return true
		}
		if s.fill(1); len(s.b) == s.p {
			return false
		}
	}
}

// broken is a place of the input that cannot be read.
type broken struct {
	trace.Problem
	fatal bool // nothing after it can be read
}

func (s *source) fail(message string) *broken {
	return &broken{trace.Problem{Offset: s.offset(), Message: message}, false}
}

// cut is the error of an input that ends too early, or that cannot be read on.
func (s *source) cut() *broken {
	s.p = len(s.b)
	message := "it ends in the middle of a message"
	if s.end != io.EOF {
		message = input.Reason(s.end)
	}
	return &broken{trace.Problem{Offset: s.offset(), Message: message}, true}
}

// header is the beginning of a field.
type header struct {
	number uint64
	wire   uint8
	length int64 // of what has a length
}

// maxHeader is how many bytes a header has at most: two varints.
const maxHeader = 20

// header takes the beginning of a field of a message that ends at end, and a number as a whole.
func (s *source) header(end int64) (header, error) {
	s.fill(maxHeader)
	m := message{b: s.rest()}
	left := end - s.offset()
	if int64(len(m.b)) > left {
		m.b = m.b[:left]
	}
	h, err := readHeader(&m)
	if err == errCut && int64(len(m.b)) < left {
		return h, s.cut()
	}
	if err == nil && h.length > left-int64(m.p) {
		err = errCut
	}
	if err != nil {
		return h, s.fail(err.Error())
	}
	s.p += m.p
	return h, nil
}

func readHeader(m *message) (h header, err error) {
	if h.number, h.wire, err = m.key(); err != nil {
		return h, err
	}
	if h.wire != lengthType {
		m.wire = h.wire
		return h, m.value()
	}
	n, err := m.varint()
	if err == nil && n > 1<<62 {
		err = errCut
	}
	h.length = int64(n)
	return h, err
}

// unit returns the next n bytes, which are at most maxUnit. They stay valid until the next call.
func (s *source) unit(n int64) ([]byte, error) {
	s.fill(int(n))
	if int64(len(s.b)-s.p) < n {
		return nil, s.cut()
	}
	s.p += int(n)
	return s.b[s.p-int(n) : s.p], nil
}
