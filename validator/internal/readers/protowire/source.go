package protowire

import (
	"encoding/binary"
	"io"

	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/trace"
)

// The limits that hold for every input.
const (
	// blockSize is how much is read at once.
	blockSize = 256 << 10
	// MaxUnit is the largest unit that is read, such as a span, and how far Ahead looks.
	MaxUnit = 16 << 20
)

// Source brings an input into memory, a block or a unit at a time.
type Source struct {
	r    io.Reader
	b    []byte // what was read and is kept; the next byte is b[p]
	p    int
	base int64 // Offset in the input of b[0]
	end  error // why nothing more can be read; io.EOF at the end
	near byte  // of what bringNear looked at
}

// Offset returns the place in the input of the next byte.
func (s *Source) Offset() int64 { return s.base + int64(s.p) }

// Held returns how many bytes of memory hold the input.
func (s *Source) Held() int { return cap(s.b) }

// rest returns what is in memory from the next byte on.
func (s *Source) rest() []byte { return s.b[s.p:] }

// fill brings n bytes into memory, or as many as there are.
func (s *Source) fill(n int) {
	if len(s.b)-s.p >= n || s.end != nil {
		return
	}
	size := max(n, blockSize)
	if held, is := s.r.(*input.Memory); is {
		s.base += int64(s.p)
		s.b, s.end = held.Part(int(s.base), size)
		s.p = 0
		return
	}
	into := s.b[:0]
	if cap(into) < size {
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

// nearStep is how many bytes bringNear looks at.
const nearStep = 8 << 10

// bringNear looks at a byte in each line of the cache, for some lines of b from a place on, and returns where it stopped. Going from length to
// length waits for memory at each, while lines one behind the other come many at a time.
func (s *Source) bringNear(b []byte, from int) (to int) {
	to = min(from+nearStep, len(b))
	var all byte
	for ; from < to; from += 64 {
		all ^= b[from]
	}
	s.near = all // or the loop would be left out
	return to
}

// skip goes on by n bytes. It reports false where the input ends before.
func (s *Source) skip(n int64) bool {
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

// Broken is the error of a place of the input that cannot be read.
type Broken struct {
	trace.Problem
	Fatal bool // nothing after it can be read
}

// Fail is the error of the place of the next byte.
func (s *Source) Fail(message string) *Broken {
	return &Broken{trace.Problem{Offset: s.Offset(), Message: message}, false}
}

// Cut is the error of an input that ends too early, or that cannot be read on.
func (s *Source) Cut() *Broken {
	s.p = len(s.b)
	message := "it ends in the middle of a message"
	if s.end != io.EOF {
		message = input.Reason(s.end)
	}
	return &Broken{trace.Problem{Offset: s.Offset(), Message: message}, true}
}

// Header is the beginning of a field.
type Header struct {
	Number uint64
	Wire   uint8
	Length int64 // of what has a length
}

// maxHeader is how many bytes a header has at most: two varints.
const maxHeader = 20

// header takes the beginning of a field of a message that ends at end, and a number as a whole.
func (s *Source) header(end int64) (Header, error) {
	s.fill(maxHeader)
	m := Message{B: s.rest()}
	left := end - s.Offset()
	if int64(len(m.B)) > left {
		m.B = m.B[:left]
	}
	h, err := readHeader(&m)
	if err == ErrCut && int64(len(m.B)) < left {
		return h, s.Cut()
	}
	if err == nil && h.Length > left-int64(m.P) {
		err = ErrCut
	}
	if err != nil {
		return h, s.Fail(err.Error())
	}
	s.p += m.P
	return h, nil
}

// readHeader takes the beginning of a field, and a number as a whole.
func readHeader(m *Message) (h Header, err error) {
	if h.Number, h.Wire, err = m.key(); err != nil {
		return h, err
	}
	if h.Wire != LengthType {
		m.Wire = h.Wire
		return h, m.value()
	}
	n, err := m.Varint()
	if err == nil && n > 1<<62 {
		err = ErrCut
	}
	h.Length = int64(n)
	return h, err
}

// Unit returns the next n bytes, which are at most MaxUnit. They stay valid until the next call.
func (s *Source) Unit(n int64) ([]byte, error) {
	s.fill(int(n))
	if int64(len(s.b)-s.p) < n {
		return nil, s.Cut()
	}
	s.p += int(n)
	return s.b[s.p-int(n) : s.p], nil
}

// InMemory takes the next field where it has the number, which is below 16, and a length, ends before end, and is in memory. It returns its bytes
// and where they are in the input; nil, and takes nothing, of any other field.
func (s *Source) InMemory(end int64, number byte) (raw []byte, offset int64) {
	b := s.rest()
	b = b[:min(int64(len(b)), end-s.Offset())]
	if len(b) < 2 || b[0] != number<<3|LengthType {
		return nil, 0
	}
	n, size := binary.Uvarint(b[1:])
	if size <= 0 || n > uint64(len(b)-1-size) || n > MaxUnit {
		return nil, 0
	}
	offset = s.Offset() + int64(1+size)
	s.p += 1 + size + int(n)
	return b[1+size : 1+size+int(n)], offset
}
