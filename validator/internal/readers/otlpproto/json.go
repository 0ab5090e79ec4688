package otlpproto

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"strconv"

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
	m := message{b: raw}
	for m.next() {
		if !m.is(1) {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		if b, err = add(b, m.bytes); err != nil {
			return b, err
		}
	}
	return append(b, `]}`...), m.err
}

func appendKeyValue(b, raw []byte, depth int) ([]byte, error) {
	var key, value []byte
	m := message{b: raw}
	for m.next() {
		switch {
		case m.is(1):
			key = m.bytes
		case m.is(2):
			value = m.bytes
		}
	}
	if m.err != nil {
		return b, m.err
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
	var last field
	m := message{b: raw}
	for m.next() {
		if m.number >= 1 && m.number <= 7 {
			last = m.field
		}
	}
	if m.err != nil {
		return b, m.err
	}
	var err error
	b = append(b, '{')
	switch {
	case last.is(1):
		b = appendText(append(b, `"stringValue":`...), last.bytes)
	case last.number == 2 && last.wire == varintType:
		b = strconv.AppendBool(append(b, `"boolValue":`...), last.bits != 0)
	case last.number == 3 && last.wire == varintType:
		b = append(strconv.AppendInt(append(b, `"intValue":"`...), int64(last.bits), 10), '"')
	case last.number == 4 && last.wire == fixed64Type:
		b = appendDouble(append(b, `"doubleValue":`...), math.Float64frombits(last.bits))
	case last.is(5):
		b, err = appendList(append(b, `"arrayValue":`...), last.bytes, func(b, item []byte) ([]byte, error) { return appendValue(b, item, depth+1) })
	case last.is(6):
		b, err = appendMap(append(b, `"kvlistValue":`...), last.bytes, depth)
	case last.is(7):
		b = append(base64.StdEncoding.AppendEncode(append(b, `"bytesValue":"`...), last.bytes), '"')
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
