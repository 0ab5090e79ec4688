package otlpproto

import (
	"encoding/binary"
	"errors"
)

// The wire types of protobuf (protobuf.dev/programming-guides/encoding).
const (
	varintType  = 0
	fixed64Type = 1
	lengthType  = 2
	fixed32Type = 5
)

// Errors of a message in memory.
var (
	errCut    = errors.New("a field goes on after the end of its message")
	errVarint = errors.New("a varint has more than 64 bits")
	errField  = errors.New("a field has the number 0, or one above 536870911")
	errType   = errors.New("a field has a wire type that protobuf does not have, or a group, which OTLP does not have")
)

// message is a message in memory whose fields are taken one after the other: its number, wire type and value are those of the
// latest. At an error, p is where the field begins.
type message struct {
	b []byte
	p int
	field
	err error
}

// field is one field of a message.
type field struct {
	number uint64
	wire   uint8
	bits   uint64 // of a varint or of a fixed number
	bytes  []byte // of what has a length; part of the message
}

// next takes the next field. It reports false at the end of the message, and at an error. A field that has another wire type than OTLP
// gives it is to be left out, as protobuf leaves out what it does not know.
func (m *message) next() bool {
	if m.p >= len(m.b) || m.err != nil {
		return false
	}
	if m.short() {
		return true
	}
	start := m.p
	if m.number, m.wire, m.err = m.key(); m.err == nil {
		m.err = m.value()
	}
	if m.err != nil {
		m.p = start
	}
	return m.err == nil
}

// short takes a field as nearly all are: its number below 16, and of at most 127 bytes or a time. It takes nothing of another one.
func (m *message) short() bool {
	b := m.b[m.p:]
	if len(b) < 2 || b[0] < 1<<3 || b[0] >= 0x80 {
		return false
	}
	switch b[0] & 7 {
	case lengthType:
		end := 2 + int(b[1])
		if b[1] >= 0x80 || end > len(b) {
			return false
		}
		m.number, m.wire, m.bytes = uint64(b[0]>>3), lengthType, b[2:end:end]
		m.p += end
		return true
	case fixed64Type:
		if len(b) < 9 {
			return false
		}
		m.number, m.wire, m.bits = uint64(b[0]>>3), fixed64Type, binary.LittleEndian.Uint64(b[1:])
		m.p += 9
		return true
	}
	return false
}

// is reports whether the field has the number and a length.
func (f *field) is(number uint64) bool { return f.number == number && f.wire == lengthType }

// varint takes a varint.
func (m *message) varint() (uint64, error) {
	if m.p < len(m.b) && m.b[m.p] < 0x80 {
		m.p++
		return uint64(m.b[m.p-1]), nil
	}
	n, size := binary.Uvarint(m.b[m.p:])
	switch {
	case size == 0:
		return 0, errCut
	case size < 0:
		return 0, errVarint
	}
	m.p += size
	return n, nil
}

// key takes a field's number and wire type.
func (m *message) key() (number uint64, wire uint8, err error) {
	key, err := m.varint()
	if err != nil {
		return 0, 0, err
	}
	number, wire = key>>3, uint8(key&7)
	if number == 0 || number > 1<<29-1 {
		return 0, 0, errField
	}
	return number, wire, nil
}

// value takes the value of the field.
func (m *message) value() (err error) {
	m.bytes = nil
	rest := m.b[m.p:]
	switch m.wire {
	case varintType:
		m.bits, err = m.varint()
		return err
	case fixed64Type:
		if len(rest) < 8 {
			return errCut
		}
		m.bits = binary.LittleEndian.Uint64(rest)
		m.p += 8
		return nil
	case fixed32Type:
		if len(rest) < 4 {
			return errCut
		}
		m.bits = uint64(binary.LittleEndian.Uint32(rest))
		m.p += 4
		return nil
	case lengthType:
		n, err := m.varint()
		if err != nil {
			return err
		}
		if n > uint64(len(m.b)-m.p) {
			return errCut
		}
		m.bytes = m.b[m.p : m.p+int(n)]
		m.p += int(n)
		return nil
	}
	return errType
}
