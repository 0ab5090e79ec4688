package spaneventproto

import (
	"encoding/base64"
	"math"
	"strconv"
	"time"

	"github.com/specgen/specgen/validator/internal/readers/protowire"
	"github.com/specgen/specgen/validator/trace"
)

// The numbers of the fields of a KeyValue.
const (
	keyField       = 1
	valueTypeField = 2 // v_type, up to 2021
	stringField    = 3
	boolField      = 4
	int64Field     = 5
	float64Field   = 6
	binaryField    = 7
	int32Field     = 8
	float32Field   = 9
	fieldTypeField = 10
	dateField      = 11
)

// keyValue reads a KeyValue, which has a field for each type of value. Of several the last counts, but for v_type where that is given. A value
// that is zero is absent in proto3: it is the zero of the type that is given, and of the type that the spec has where none is.
func (b *builder) keyValue(raw []byte) (tag trace.Tag, err error) {
	var last protowire.Field
	wanted := uint64(0) // the field that v_type asks for
	zero := uint64(0)   // the field for the type that is given
	m := protowire.Message{B: raw}
	for m.Next() {
		switch {
		case m.Is(keyField):
			tag.Key = b.text(m.Bytes)
		case m.Number == valueTypeField && m.Wire == protowire.VarintType:
			wanted = fieldOfValueType(m.Bits)
			zero = wanted
		case m.Number == fieldTypeField && m.Wire == protowire.VarintType:
			zero = fieldOfFieldType(m.Bits)
		case isValue(&m.Field):
			last = m.Field
		}
	}
	if m.Err != nil {
		return tag, m.Err
	}
	if wanted != 0 && last.Number != wanted {
		last = lastOf(raw, wanted)
	}
	if last.Number == 0 && zero == 0 {
		tag.Value = trace.UntypedZero()
		return tag, nil
	}
	if last.Number == 0 {
		last.Number = zero
	}
	tag.Value, err = b.value(&last)
	return tag, err
}

// isValue reports whether the field is a value.
func isValue(f *protowire.Field) bool {
	switch f.Number {
	case stringField, binaryField, dateField:
		return f.Wire == protowire.LengthType
	case boolField, int64Field, int32Field:
		return f.Wire == protowire.VarintType
	case float64Field:
		return f.Wire == protowire.Fixed64Type
	case float32Field:
		return f.Wire == protowire.Fixed32Type
	}
	return false
}

// lastOf returns the last value in the field with the number; the zero Field where there is none.
func lastOf(raw []byte, number uint64) (last protowire.Field) {
	m := protowire.Message{B: raw}
	for m.Next() {
		if m.Number == number && isValue(&m.Field) {
			last = m.Field
		}
	}
	return last
}

// value returns the value of a field, and the zero of its type where it is absent.
func (b *builder) value(f *protowire.Field) (trace.Value, error) {
	switch f.Number {
	case boolField:
		return trace.BoolValue(f.Bits != 0), nil
	case int64Field:
		return trace.IntValue(int64(f.Bits)), nil
	case int32Field:
		return trace.IntValue(int64(int32(f.Bits))), nil
	case float64Field:
		return trace.DoubleValue(math.Float64frombits(f.Bits)), nil
	case float32Field:
		return trace.DoubleValue(nearest(math.Float32frombits(uint32(f.Bits)))), nil
	case binaryField:
		return trace.Value{Kind: trace.Bytes, Text: base64.StdEncoding.AppendEncode(nil, f.Bytes)}, nil
	case dateField:
		text, err := date(f.Bytes)
		return trace.StringValue(text), err
	}
	text := b.text(f.Bytes)
	if len(text) > 0 && text[0] == '[' {
		return b.Untyped(text), nil // a KeyValue has no lists
	}
	return trace.StringValue(text), nil
}

// nearest returns the number that the digits of f stand for, which is what JSON has of it.
func nearest(f float32) float64 {
	number, err := strconv.ParseFloat(strconv.FormatFloat(float64(f), 'g', -1, 32), 64)
	if err != nil { // of a number that was formatted there is none
		return float64(f)
	}
	return number
}

// date returns a google.protobuf.Timestamp as proto3 JSON writes it.
func date(raw []byte) ([]byte, error) {
	var seconds, nanos int64
	m := protowire.Message{B: raw}
	for m.Next() {
		switch {
		case m.Number == 1 && m.Wire == protowire.VarintType:
			seconds = int64(m.Bits)
		case m.Number == 2 && m.Wire == protowire.VarintType:
			nanos = int64(int32(m.Bits))
		}
	}
	if m.Err != nil {
		return nil, m.Err
	}
	const first, last = -62135596800, 253402300799 // of the years 1 to 9999
	t := time.Unix(min(max(seconds, first), last), nanos).UTC()
	layout := "2006-01-02T15:04:05.000000000Z"
	switch {
	case nanos == 0:
		layout = "2006-01-02T15:04:05Z"
	case nanos%1_000_000 == 0:
		layout = "2006-01-02T15:04:05.000Z"
	case nanos%1000 == 0:
		layout = "2006-01-02T15:04:05.000000Z"
	}
	return t.AppendFormat(nil, layout), nil
}

// fieldOfValueType returns the field that a ValueType stands for: STRING, BOOL, INT64, FLOAT64, BINARY.
func fieldOfValueType(kind uint64) uint64 {
	if kind > 4 {
		return stringField
	}
	return stringField + kind
}

// fieldOfFieldType returns the field for the values of a SchemaFieldType.
func fieldOfFieldType(kind uint64) uint64 {
	switch kind {
	case 4: // BOOLEAN
		return boolField
	case 5, 6, 7: // DOUBLE, FLOAT, HALF_FLOAT
		return float64Field
	case 8, 9, 10, 11, 12: // INTEGER, LONG, SCALED_LONG, SHORT, BYTE
		return int64Field
	case 13:
		return binaryField
	}
	return stringField
}
