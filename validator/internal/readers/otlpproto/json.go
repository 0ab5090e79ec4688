package otlpproto

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"strconv"

	"github.com/specgen/specgen/validator/internal/readers/protowire"
	"github.com/specgen/specgen/validator/internal/readers/utf8text"
)

// A map has no place in a record but its text, which is that of OTLP JSON, so that a finding shows the same value for both.

// appendMap appends a KeyValueList as JSON.
func appendMap(b, raw []byte, depth int) ([]byte, error) {
	return appendList(b, raw, func(b, item []byte) ([]byte, error) { return appendKeyValue(b, item, depth) })
}

// appendList appends the messages of field 1 as the member values.
func appendList(b, raw []byte, add func(b, item []byte) ([]byte, error)) (_ []byte, err error) {
	b = append(b, `{"values":[`...)
	first := true
	m := protowire.Message{B: raw}
	for m.Next() {
		if !m.Is(1) {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		if b, err = add(b, m.Bytes); err != nil {
			return b, err
		}
	}
	return append(b, `]}`...), m.Err
}

func appendKeyValue(b, raw []byte, depth int) ([]byte, error) {
	var key, value []byte
	m := protowire.Message{B: raw}
	for m.Next() {
		switch {
		case m.Is(1):
			key = m.Bytes
		case m.Is(2):
			value = m.Bytes
		}
	}
	if m.Err != nil {
		return b, m.Err
	}
	b = append(appendText(append(b, `{"key":`...), key), `,"value":`...)
	b, err := appendValue(b, value, depth+1)
	return append(b, '}'), err
}

// appendValue appends an AnyValue: the last of its fields that is known.
func appendValue(b, raw []byte, depth int) ([]byte, error) {
	if depth > maxDepth {
		return b, errDeep
	}
	var last protowire.Field
	m := protowire.Message{B: raw}
	for m.Next() {
		if m.Number >= 1 && m.Number <= 7 {
			last = m.Field
		}
	}
	if m.Err != nil {
		return b, m.Err
	}
	var err error
	b = append(b, '{')
	switch {
	case last.Is(1):
		b = appendText(append(b, `"stringValue":`...), last.Bytes)
	case last.Number == 2 && last.Wire == protowire.VarintType:
		b = strconv.AppendBool(append(b, `"boolValue":`...), last.Bits != 0)
	case last.Number == 3 && last.Wire == protowire.VarintType:
		b = append(strconv.AppendInt(append(b, `"intValue":"`...), int64(last.Bits), 10), '"')
	case last.Number == 4 && last.Wire == protowire.Fixed64Type:
		b = appendDouble(append(b, `"doubleValue":`...), math.Float64frombits(last.Bits))
	case last.Is(5):
		b, err = appendList(append(b, `"arrayValue":`...), last.Bytes, func(b, item []byte) ([]byte, error) { return appendValue(b, item, depth+1) })
	case last.Is(6):
		b, err = appendMap(append(b, `"kvlistValue":`...), last.Bytes, depth)
	case last.Is(7):
		b = append(base64.StdEncoding.AppendEncode(append(b, `"bytesValue":"`...), last.Bytes), '"')
	}
	return append(b, '}'), err
}

// appendDouble appends a number, or the text that proto3 JSON has for one that is not finite.
func appendDouble(b []byte, f float64) []byte {
	switch {
	case math.IsNaN(f):
		return append(b, `"NaN"`...)
	case math.IsInf(f, 0):
		return append(b, map[bool]string{true: `"Infinity"`, false: `"-Infinity"`}[f > 0]...)
	}
	number, err := json.Marshal(f)
	if err != nil { // of a finite number there is none
		return append(b, '0')
	}
	return append(b, number...)
}

// appendText appends a text in quotes, repaired where it is not UTF-8.
func appendText(b, text []byte) []byte {
	quoted, err := json.Marshal(string(utf8text.AppendRepaired(nil, text)))
	if err != nil { // of a string there is none
		return append(b, `""`...)
	}
	return append(b, quoted...)
}
