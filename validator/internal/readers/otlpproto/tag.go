package otlpproto

import (
	"encoding/binary"
	"unicode/utf8"

	"github.com/specgen/specgen/validator/internal/readers/protowire"
	"github.com/specgen/specgen/validator/trace"
)

// The first byte of fields of a span, and of what is in an attribute: their number and wire type.
const (
	nameKey      = nameField<<3 | protowire.LengthType
	attributeKey = attributeField<<3 | protowire.LengthType
	tagKeyKey    = 1<<3 | protowire.LengthType
	tagValueKey  = 2<<3 | protowire.LengthType
	stringKey    = 1<<3 | protowire.LengthType
	boolKey      = 2<<3 | protowire.VarintType
	intKey       = 3<<3 | protowire.VarintType
	doubleKey    = 4<<3 | protowire.Fixed64Type
)

// kinds are the kinds of values by their first byte; other ones are read in the general way.
var kinds = [256]trace.ValueKind{stringKey: trace.String, boolKey: trace.Bool, intKey: trace.Int, doubleKey: trace.Double}

// tag is an attribute with its key and the type of its value, which stands before the key or behind it. All lengths are of one byte, so what
// stands before the value, and is not the key, depends on the length of the attribute alone.
type tag struct {
	// The value's first four bytes, in an attribute of length 0; which of them count; what each byte of length adds.
	head, mask, grows uint32

	kind     trace.ValueKind // Empty in a step that is no attribute
	keyFirst bool
	least    uint8 // how long the attribute is at least
	field    uint8 // how long the field of the key is
	valueAt  uint8 // where the value begins, from the beginning of the attribute

	first  masked // the first eight bytes of the field of the key
	last   masked // its last ones, from its beginning on
	middle string // what is between them
	key    []byte // stays as it is
}

// newTag returns the tag with a field for the key.
func newTag(key, field []byte, keyFirst bool, value byte) tag {
	n := len(field)
	t := tag{key: key, field: uint8(n), kind: kinds[value], keyFirst: keyFirst, valueAt: 2, least: uint8(n + 4), mask: 0xFFFFFF, grows: 1 << 8}
	if keyFirst {
		t.valueAt += uint8(n)
	}
	around := uint32(n) + 2
	t.head = tagValueKey - around<<8 + uint32(value)<<16
	if value == stringKey { // which has a length too
		t.head -= (around + 2) << 24
		t.mask, t.grows = 0xFFFFFFFF, 1<<8|1<<24
	}
	t.head &= t.mask
	t.first = newMasked(field, 0)
	t.last = newMasked(field, max(0, n-8))
	if n > 16 {
		t.middle = string(field[8 : n-8])
	}
	return t
}

// mostPredicted is how many tags a span may have that are read as predicted.
const mostPredicted = 1 << 12

// readTag reads an attribute, if it is one of those that followed the step before. It returns its size, else 0.
func (b *builder) readTag(w *window, left int) (size int) {
	length := uint(w[1])
	n := len(b.Tags)
	if length >= 0x80 || int(length)+2 > left || n >= b.room {
		return 0
	}
	all := b.at.tags
	for i, s := range all {
		t := &s.tag
		from := uint(t.valueAt)
		if (binary.LittleEndian.Uint32(w[from:from+4])-uint32(length)*t.grows)&t.mask != t.head || length < uint(t.least) {
			continue
		}
		from, to, key := from+3, length+2, uint(2)
		if !t.keyFirst {
			to -= uint(t.field)
			key = to
		}
		odd := (w.word(key) ^ t.first.bits) & t.first.mask
		odd |= (w.word(key+uint(t.last.at)) ^ t.last.bits) & t.last.mask
		if odd != 0 || t.middle != "" && string(w[key+8:key+8+uint(len(t.middle))]) != t.middle {
			continue
		}
		var text []byte
		var bits uint64
		if t.kind == trace.String {
			if text = w.text(from+1, to); text == nil {
				return 0
			}
		} else {
			var ok bool
			if bits, ok = number(t.kind, w[from:to]); !ok {
				return 0
			}
		}
		b.Tags = b.Tags[:n+1]
		one := &b.Tags[n]
		one.Value.Kind, one.Value.Bits = t.kind, bits
		one.Key, one.Value.Text, one.Value.Items = t.key, text, nil
		b.done(all, i)
		return int(length) + 2
	}
	return 0
}

// text returns a text; nil where it is not UTF-8.
func (w *window) text(from, to uint) []byte {
	text := w[from:to:to]
	letters := uint64(0)
	for ; from+8 <= to; from += 8 {
		letters |= w.word(from)
	}
	letters |= w.word(from) << (64 - 8*(to-from))
	if letters&0x8080808080808080 != 0 && !utf8.Valid(text) { // most text is ASCII
		return nil
	}
	return text
}

// number reads a value that is no text behind its first byte.
func number(kind trace.ValueKind, raw []byte) (bits uint64, ok bool) {
	switch kind {
	case trace.Int:
		n, size := binary.Uvarint(raw)
		return n, size == len(raw)
	case trace.Double:
		if len(raw) != 8 {
			return 0, false
		}
		return binary.LittleEndian.Uint64(raw), true
	}
	return uint64(raw[0]), len(raw) == 1 && raw[0] <= 1
}
