package protowire

import "encoding/binary"

// Framing is how messages stand one behind the other. None of the ways has a magic number, so that the beginning of the first message
// tells.
type Framing uint8

// The framings.
const (
	NoFraming Framing = iota
	// Bare is one message or several in a row, which are one to protobuf.
	Bare
	// Prefixed is each message behind its length in four bytes, big-endian (opentelemetry-collector-contrib, exporter/fileexporter).
	Prefixed
	// Delimited is each message behind its length as a varint (protobuf's writeDelimitedTo).
	Delimited
)

// noEnd is the end of a message that goes on to the end of the input.
const noEnd = 1 << 62

// FramingOf returns the framing of an input with the head. The format's begins reports whether a message of the given size begins so, as
// far as it is there.
func FramingOf(head []byte, begins func(head []byte, size int64) bool) Framing {
	if begins(head, noEnd) {
		return Bare
	}
	if len(head) > 4 && begins(head[4:], int64(binary.BigEndian.Uint32(head))) {
		return Prefixed
	}
	m := Message{B: head}
	if n, err := m.Varint(); err == nil && n < noEnd && begins(head[m.P:], int64(n)) {
		return Delimited
	}
	return NoFraming
}

// Begins reports whether a message of the given size begins with messages in field 1, as far as it is there. The first of them that is not
// empty has to begin with a field that is known, where it is there at all.
func Begins(head []byte, size int64, known func(inner Header) bool) bool {
	m := Message{B: head}
	h, err := readHeader(&m)
	if err != nil || h.Number != 1 || h.Wire != LengthType || h.Length > size-int64(m.P) {
		return false
	}
	if m.P == len(m.B) || h.Length == 0 && size == int64(m.P) {
		return true
	}
	if h.Length == 0 {
		return m.B[m.P] == head[0] // another one follows
	}
	left := h.Length
	m = Message{B: m.B[m.P:]}
	inner, err := readHeader(&m)
	return err == nil && known(inner) && inner.Length <= left-int64(m.P)
}

// First returns the first message in field 1 that is not empty, as far as it is there, of a message of the given size that begins so. It
// reports false where there is none, or it is larger than what it stands in.
func First(head []byte, size int64) (first []byte, ok bool) {
	m := Message{B: head}
	for {
		h, err := readHeader(&m)
		if err != nil || h.Number != 1 || h.Wire != LengthType || h.Length > size-int64(m.P) {
			return nil, false
		}
		if rest := m.B[m.P:]; h.Length > 0 {
			return rest[:min(h.Length, int64(len(rest)))], true
		}
	}
}
