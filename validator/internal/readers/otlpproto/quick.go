package otlpproto

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"

	"github.com/specgen/specgen/validator/internal/readers/protowire"
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/trace"
)

// The first byte of fields of a span, and of what is in it: their number and wire type.
const (
	traceIDKey    = 1<<3 | protowire.LengthType
	spanIDKey     = 2<<3 | protowire.LengthType
	parentIDKey   = 4<<3 | protowire.LengthType
	nameKey       = 5<<3 | protowire.LengthType
	kindKey       = 6<<3 | protowire.VarintType
	startKey      = 7<<3 | protowire.Fixed64Type
	endKey        = 8<<3 | protowire.Fixed64Type
	attributeKey  = 9<<3 | protowire.LengthType
	linkKey       = 13<<3 | protowire.LengthType
	statusKey     = 15<<3 | protowire.LengthType
	linkTagKey    = 4<<3 | protowire.LengthType
	flagsKey      = 16<<3 | protowire.Fixed32Type // the low byte of two: 0x85 0x01
	tagKeyKey     = 1<<3 | protowire.LengthType
	tagValueKey   = 2<<3 | protowire.LengthType
	stringKey     = 1<<3 | protowire.LengthType
	boolKey       = 2<<3 | protowire.VarintType
	intKey        = 3<<3 | protowire.VarintType
	doubleKey     = 4<<3 | protowire.Fixed64Type
	longestInByte = 0x7F
)

// quick reads the fields of a span from p on that are as nearly all are: ids of their size, texts of less than 128 bytes, times that are
// some. It returns where another one begins, which the general way reads, or the end.
func (b *builder) quick(raw []byte, p int) int {
	for {
		rest := raw[p:]
		if len(rest) < 2 {
			return p
		}
		n := int(rest[1])
		switch rest[0] {
		case attributeKey:
			if n > longestInByte || 2+n > len(rest) || !b.quickAttribute(rest[2:2+n]) {
				return p
			}
		case startKey, endKey:
			if n = 7; len(rest) < 9 || !b.quickTime(rest[0], binary.LittleEndian.Uint64(rest[1:])) {
				return p
			}
		case nameKey:
			if n > longestInByte || 2+n > len(rest) || !b.quickName(rest[2:2+n]) {
				return p
			}
		case traceIDKey, spanIDKey, parentIDKey:
			if 2+n > len(rest) || !b.quickID(rest[0], rest[2:2+n]) {
				return p
			}
		case kindKey:
			if n == 0 || n > int(trace.KindConsumer) {
				return p
			}
			b.setKind(uint64(n))
			b.mix(uint64(n))
			n = 0
		case linkKey:
			if n > longestInByte || 2+n > len(rest) || !b.quickLink(rest[2:2+n]) {
				return p
			}
		case statusKey:
			if n != 0 {
				return p
			}
			b.resetStatus()
		case flagsKey:
			if n != 1 || len(rest) < 6 {
				return p
			}
			n = 4
		default:
			return p
		}
		p += 2 + n
	}
}

func (b *builder) quickTime(key byte, nanos uint64) bool {
	if nanos == 0 || int64(nanos) < 0 {
		return false
	}
	if key == startKey {
		b.Start, b.StartText = int64(nanos), nil
		b.Defects &^= trace.BadStart
	} else {
		b.End, b.EndText = int64(nanos), nil
		b.Defects &^= trace.BadEnd
	}
	return true
}

func (b *builder) quickID(key byte, id []byte) bool {
	switch {
	case key == traceIDKey && len(id) == len(b.TraceID):
		b.TraceID = trace.ID(id)
		return !b.TraceID.IsZero()
	case key == spanIDKey && len(id) == len(b.SpanID):
		b.SpanID = trace.SpanID(id)
		return !b.SpanID.IsZero()
	case key == parentIDKey && len(id) == len(b.ParentID):
		b.ParentID = trace.SpanID(id)
		return true
	}
	return false
}

// parentTags are the attributes of a link that stands for the parent, in both orders of their fields.
var parentTags = func() (both [2]string) {
	key := textField(tagKeyKey, record.ParentLinkKey)
	value := textField(tagValueKey, textField(stringKey, record.ParentLinkValue))
	return [2]string{key + value, value + key}
}()

func textField(key byte, text string) string { return string([]byte{key, byte(len(text))}) + text }

// quickLink reads a link with its ids and no attribute but that of a parent.
func (b *builder) quickLink(raw []byte) bool {
	var traceID, spanID []byte
	parent := false
	for len(raw) >= 2 {
		n := 2 + int(raw[1])
		if raw[1] > longestInByte || n > len(raw) {
			return false
		}
		switch field := raw[2:n]; raw[0] {
		case traceIDKey:
			traceID = field
		case spanIDKey:
			spanID = field
		case linkTagKey:
			if parent || string(field) != parentTags[0] && string(field) != parentTags[1] {
				return false
			}
			parent = true
		default:
			return false
		}
		raw = raw[n:]
	}
	if len(raw) > 0 || b.Full(len(b.Tags)) {
		return false
	}
	b.AddLinkBytes(traceID, spanID, parent)
	return true
}

// quickAttribute reads a KeyValue with a key and a plain value in any order. It reports false, and reads nothing, where there is another
// one.
func (b *builder) quickAttribute(raw []byte) bool {
	if len(raw) < 4 {
		return false
	}
	middle := 2 + int(raw[1])
	if middle+2 > len(raw) || middle+2+int(raw[middle+1]) != len(raw) {
		return false
	}
	key, value := raw[2:middle], raw[middle+2:]
	switch {
	case raw[0] == tagKeyKey && raw[middle] == tagValueKey:
	case raw[0] == tagValueKey && raw[middle] == tagKeyKey: // as the Collector has it
		key, value = value, key
	default:
		return false
	}
	known, mark := b.keys.FindMarked(key)
	if known == nil {
		return false // the general way adds it
	}
	n := len(b.Tags)
	if n == cap(b.Tags) || len(value) < 2 || b.Full(n) {
		return false
	}
	v := &b.Tags[:n+1][n].Value
	if !quickValue(v, value) {
		return false
	}
	b.Tags = b.Tags[:n+1]
	b.Tags[n].Key = known
	b.mix(mark + uint64(v.Kind))
	return true
}

// mix adds what a field says to the record's Layout.
func (b *builder) mix(mark uint64) { b.Layout = bits.RotateLeft64(b.Layout, 7) + mark }

// quickName reads a name that was read before.
func (b *builder) quickName(raw []byte) bool {
	known, mark := b.keys.FindMarked(raw)
	if known == nil {
		return false // the general way adds it
	}
	b.Name = known
	b.mix(mark)
	return true
}

// quickValue reads an AnyValue of one field into v.
func quickValue(v *trace.Value, value []byte) bool {
	switch value[0] {
	case stringKey:
		if value[1] > longestInByte || len(value) != 2+int(value[1]) || !utf8.Valid(value[2:]) {
			return false
		}
		v.Kind, v.Text, v.Bits, v.Items = trace.String, value[2:], 0, nil
		return true
	case intKey:
		n, size := binary.Uvarint(value[1:])
		if size != len(value)-1 {
			return false
		}
		*v = trace.IntValue(int64(n))
		return true
	case doubleKey:
		if len(value) != 9 {
			return false
		}
		*v = trace.Value{Kind: trace.Double, Bits: binary.LittleEndian.Uint64(value[1:])}
		return true
	case boolKey:
		if len(value) != 2 || value[1] > 1 {
			return false
		}
		*v = trace.BoolValue(value[1] == 1)
		return true
	}
	return false
}

// key returns a text that many spans have.
func (b *builder) key(raw []byte) []byte {
	if b.keys == nil {
		return b.text(raw)
	}
	if known := b.keys.Find(raw); known != nil {
		return known
	}
	text := b.text(raw)
	if !b.Defects.Has(trace.BadUTF8) {
		return b.keys.Add(text)
	}
	return text
}
