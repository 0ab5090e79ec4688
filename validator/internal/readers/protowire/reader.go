package protowire

import (
	"encoding/binary"
	"errors"
	"io"

	"github.com/specgen/specgen/validator/internal/readers/input"
)

// Reader walks the messages of an input. What cannot be read in one is reported to the sink, and costs no more than that message. Not safe
// for concurrent use.
type Reader struct {
	Source
	sink input.Sink
}

// NewReader returns a reader of in, which reports to sink.
func NewReader(in io.Reader, sink input.Sink) Reader { return Reader{Source{r: in}, sink} }

// Each calls message for each message of the input, in a framing that is known or, for NoFraming, in the one that begins tells by, as
// FramingOf says; an input in none of them is read as one message, which says best what is wrong. message takes the bytes up to end, as far as there are any. An error that is returned is of the
// sink or of message, not of the input.
func (r *Reader) Each(way Framing, begins func(head []byte, size int64) bool, message func(end int64) error) error {
	err := r.each(way, begins, message)
	var at *Broken
	if errors.As(err, &at) {
		return r.sink.Broken(&at.Problem)
	}
	return err
}

func (r *Reader) each(way Framing, begins func(head []byte, size int64) bool, message func(end int64) error) error {
	r.fill(input.HeadSize)
	if way == NoFraming {
		way = FramingOf(r.rest(), begins)
	}
	if way == NoFraming {
		way = Bare
	}
	for {
		if r.fill(1); len(r.rest()) == 0 {
			if r.end != io.EOF {
				return r.Cut()
			}
			return nil
		}
		end := int64(noEnd)
		if way != Bare {
			length, err := r.length(way)
			if err != nil {
				return err
			}
			end = r.Offset() + length
		}
		if err := r.Within(end, message); err != nil {
			return err
		}
	}
}

// length takes the length before a message.
func (r *Reader) length(way Framing) (int64, error) {
	if way == Prefixed {
		b, err := r.Unit(4)
		if err != nil {
			return 0, err
		}
		return int64(binary.BigEndian.Uint32(b)), nil
	}
	r.fill(binary.MaxVarintLen64)
	m := Message{B: r.rest()}
	n, err := m.Varint()
	switch {
	case err == ErrCut:
		return 0, r.Cut()
	case err != nil || n > noEnd:
		at := r.Fail("want the length of a message")
		at.Fatal = true
		return 0, at
	}
	r.p += m.P
	return int64(n), nil
}

// Within reads a message that ends at end. What cannot be read in it is reported, and reading goes on behind it.
func (r *Reader) Within(end int64, read func(end int64) error) error {
	err := read(end)
	var at *Broken
	if err == nil || !errors.As(err, &at) || at.Fatal || end == noEnd {
		return err
	}
	if err := r.sink.Broken(&at.Problem); err != nil {
		return err
	}
	if !r.skip(end - r.Offset()) {
		return r.Cut()
	}
	return nil
}

// Fields calls do with each field up to end, which takes it. The end of the input is an end as well where no end is known.
func (r *Reader) Fields(end int64, do func(Header) error) error {
	for r.Offset() < end {
		if end == noEnd {
			if r.fill(1); len(r.rest()) == 0 && r.end == io.EOF {
				return nil
			}
		}
		h, err := r.header(end)
		if err != nil {
			return err
		}
		if err := do(h); err != nil {
			return err
		}
	}
	return nil
}

// Skip leaves a field out. A number was taken with its header.
func (r *Reader) Skip(h Header) error {
	if h.Wire == LengthType && !r.skip(h.Length) {
		return r.Cut()
	}
	return nil
}

// Ahead looks for a field with the number in the message that ends at end, as far as that is in memory. It reports true with
// nothing where all of the message is there, and the field is not.
func (r *Reader) Ahead(end int64, number uint64) (raw []byte, known bool) {
	size := min(end-r.Offset(), MaxUnit)
	r.fill(int(size))
	m := Message{B: r.rest()}
	m.B = m.B[:min(size, int64(len(m.B)))]
	near := 0
	for m.Next() {
		if m.Is(number) {
			return m.Bytes, true
		}
		if near < min(m.P+nearStep, len(m.B)) {
			near = r.bringNear(m.B, near)
		}
	}
	return nil, m.Err == nil && r.Offset()+int64(m.P) == end
}

// Whole returns what is left of the message that ends at end, and takes none of it. It reports false where that is more than MaxUnit, or the
// input ends before.
func (r *Reader) Whole(end int64) ([]byte, bool) {
	size := end - r.Offset()
	r.fill(int(min(size, blockSize))) // most messages are small
	r.fill(int(min(size, MaxUnit+1)))
	rest := r.rest()
	if end == noEnd {
		return rest, r.end == io.EOF && len(rest) <= MaxUnit
	}
	if size > MaxUnit || size > int64(len(rest)) {
		return nil, false
	}
	return rest[:size], true
}

// TooLarge reports a unit that is larger than MaxUnit, and leaves it out.
func (r *Reader) TooLarge(length int64, what string) error {
	if err := r.sink.Broken(&r.Fail("a single " + what + " is larger than 16 MB and left out").Problem); err != nil {
		return err
	}
	if !r.skip(length) {
		return r.Cut()
	}
	return nil
}
