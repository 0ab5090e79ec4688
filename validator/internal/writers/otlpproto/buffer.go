package otlpproto

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"github.com/specgen/specgen/validator/internal/readers/utf8text"
	"github.com/specgen/specgen/validator/trace"
)

// buffer is protobuf under construction.
type buffer struct {
	b      []byte
	badID  []byte // the text of the record's first bad id, until it is written
	broken bool   // the next text with U+FFFD is one that was repaired
}

// The wire types.
const (
	varintType  = 0
	fixed64Type = 1
	lengthType  = 2
)

func (b *buffer) key(field, wire int) { b.b = binary.AppendUvarint(b.b, uint64(field<<3|wire)) }

func (b *buffer) varint(field int, n uint64) {
	b.key(field, varintType)
	b.b = binary.AppendUvarint(b.b, n)
}

func (b *buffer) fixed64(field int, n uint64) {
	b.key(field, fixed64Type)
	b.b = binary.LittleEndian.AppendUint64(b.b, n)
}

func (b *buffer) bytes(field int, value []byte) {
	b.key(field, lengthType)
	b.b = append(binary.AppendUvarint(b.b, uint64(len(value))), value...)
}

// begin begins a message; what it returns is for end.
func (b *buffer) begin(field int) int {
	b.key(field, lengthType)
	b.b = append(b.b, 0) // room for the length of most
	return len(b.b)
}

// end ends the message that begins at start.
func (b *buffer) end(start int) {
	n := len(b.b) - start
	if n < 0x80 {
		b.b[start-1] = byte(n)
		return
	}
	var length [binary.MaxVarintLen64]byte
	size := binary.PutUvarint(length[:], uint64(n))
	b.b = append(b.b, length[1:size]...)
	copy(b.b[start+size-1:], b.b[start:start+n])
	copy(b.b[start-1:], length[:size])
}

// replacement is U+FFFD, which readers put in place of what is not UTF-8.
var replacement = []byte("\uFFFD")

// text appends a text. The first U+FFFD of one that was repaired is written as a byte that is never UTF-8, so that readers find that the
// text was not.
func (b *buffer) text(field int, text []byte) {
	if !utf8.Valid(text) {
		text = utf8text.AppendRepaired(nil, text)
	}
	at := -1
	if b.broken {
		at = bytes.Index(text, replacement)
	}
	if at < 0 {
		b.bytes(field, text)
		return
	}
	b.broken = false
	b.key(field, lengthType)
	b.b = binary.AppendUvarint(b.b, uint64(len(text)-len(replacement)+1))
	b.b = append(append(b.b, text[:at]...), 0xFF)
	b.b = append(b.b, text[at+len(replacement):]...)
}

// prepare prepares for the parts of a record.
func (b *buffer) prepare(r *trace.Record) {
	b.badID = r.BadID
	b.broken = r.Defects.Has(trace.BadUTF8) && r.BadTag == nil
}

// beginTag prepares for one of the record's tags: a text that was repaired is then looked for in this tag if it is the one.
func (b *buffer) beginTag(r *trace.Record, tag *trace.Tag) {
	if r.Defects.Has(trace.BadUTF8) && r.BadTag != nil {
		b.broken = bytes.Equal(r.BadTag, tag.Key)
	}
}

func (b *buffer) endTag(r *trace.Record) {
	if r.BadTag != nil {
		b.broken = false
	}
}
