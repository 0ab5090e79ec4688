// Package protowire takes protobuf apart in bounded memory: messages that are in memory, field by field, and an input of any size, whose
// outer messages are walked and never kept. It knows no format.
package protowire

import (
	"encoding/binary"
	"errors"
)

// The wire types of protobuf (protobuf.dev/programming-guides/encoding).
const (
	VarintType  = 0
	Fixed64Type = 1
	LengthType  = 2
	Fixed32Type = 5
)

// Errors of a message in memory. ErrCut is also that of a message of which not all is in memory.
var (
	ErrCut    = errors.New("a field goes on after the end of its message")
	errVarint = errors.New("a varint has more than 64 bits")
	errField  = errors.New("a field has the number 0, or one above 536870911")
	errType   = errors.New("a field has a wire type that protobuf does not have, or a group, which no trace format has")
)

// Message is a message in memory whose fields are taken one after the other: its number, wire type and value are those of the
// latest. At an error, P is where the field begins.
type Message struct {
	B []byte
	P int
	Field
	Err error
}

// Field is one field of a message.
type Field struct {
	Number uint64
	Wire   uint8
	Bits   uint64 // of a varint or of a fixed number
	Bytes  []byte // of what has a length; part of the message
}

// Next takes the next field. It reports false at the end of the message, and at an error. A field that has another wire type than its
// format gives it is to be left out, as protobuf leaves out what it does not know.
func (m *Message) Next() bool {
	if m.P >= len(m.B) || m.Err != nil {
		return false
	}
	if m.short() {
		return true
	}
	start := m.P
	if m.Number, m.Wire, m.Err = m.key(); m.Err == nil {
		m.Err = m.value()
	}
	if m.Err != nil {
		m.P = start
	}
	return m.Err == nil
}

// short takes a field as nearly all are: its number below 16, and of at most 127 bytes or a time. It takes nothing of another one.
func (m *Message) short() bool {
	b := m.B[m.P:]
	if len(b) < 2 || b[0] < 1<<3 || b[0] >= 0x80 {
		return false
	}
	switch b[0] & 7 {
	case LengthType:
		end := 2 + int(b[1])
		if b[1] >= 0x80 || end > len(b) {
			return false
		}
		m.Number, m.Wire, m.Bytes = uint64(b[0]>>3), LengthType, b[2:end:end]
		m.P += end
		return true
	case Fixed64Type:
		if len(b) < 9 {
			return false
		}
		m.Number, m.Wire, m.Bits = uint64(b[0]>>3), Fixed64Type, binary.LittleEndian.Uint64(b[1:])
		m.P += 9
		return true
	}
	return false
}

// Is reports whether the field has the number and a length.
func (f *Field) Is(number uint64) bool { return f.Number == number && f.Wire == LengthType }

// Varint takes a varint.
func (m *Message) Varint() (uint64, error) {
	if m.P < len(m.B) && m.B[m.P] < 0x80 {
		m.P++
		return uint64(m.B[m.P-1]), nil
	}
	n, size := binary.Uvarint(m.B[m.P:])
	switch {
	case size == 0:
		return 0, ErrCut
	case size < 0:
		return 0, errVarint
	}
	m.P += size
	return n, nil
}

// key takes a field's number and wire type.
func (m *Message) key() (number uint64, wire uint8, err error) {
	key, err := m.Varint()
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
func (m *Message) value() (err error) {
	m.Bytes = nil
	rest := m.B[m.P:]
	switch m.Wire {
	case VarintType:
		m.Bits, err = m.Varint()
		return err
	case Fixed64Type:
		if len(rest) < 8 {
			return ErrCut
		}
		m.Bits = binary.LittleEndian.Uint64(rest)
		m.P += 8
		return nil
	case Fixed32Type:
		if len(rest) < 4 {
			return ErrCut
		}
		m.Bits = uint64(binary.LittleEndian.Uint32(rest))
		m.P += 4
		return nil
	case LengthType:
		n, err := m.Varint()
		if err != nil {
			return err
		}
		if n > uint64(len(m.B)-m.P) {
			return ErrCut
		}
		m.Bytes = m.B[m.P : m.P+int(n)]
		m.P += int(n)
		return nil
	}
	return errType
}
