// Package build puts together trace.Records for the readers: ids and values out of text, in memory that is used again for
// the next record.
package build

import (
	"encoding/base64"

	"github.com/specgen/specgen/validator/trace"
)

// nibble holds the value of a hex digit, 0xFF for other bytes.
var nibble = func() (table [256]byte) {
	for i := range table {
		table[i] = 0xFF
	}
	for i := range byte(10) {
		table['0'+i] = i
	}
	for i := range byte(6) {
		table['a'+i], table['A'+i] = 10+i, 10+i
	}
	return table
}()

// bytesOf decodes text, which has to give exactly len(id) bytes: hex of any case, or base64 as proto3 JSON has it, with
// or without padding. The length tells them apart.
func bytesOf(id, text []byte) bool {
	if len(text) == 2*len(id) {
		var bad byte
		for i := range id {
			high, low := nibble[text[2*i]], nibble[text[2*i+1]]
			bad |= high | low
			id[i] = high<<4 | low
		}
		return bad&0xF0 == 0
	}
	for len(text) > 0 && text[len(text)-1] == '=' {
		text = text[:len(text)-1]
	}
	if base64.RawStdEncoding.EncodedLen(len(id)) != len(text) {
		return false
	}
	var decoded [18]byte
	n, err := base64.RawStdEncoding.Decode(decoded[:], text)
	if err != nil || n != len(id) {
		n, err = base64.RawURLEncoding.Decode(decoded[:], text)
	}
	copy(id, decoded[:])
	return err == nil && n == len(id)
}

// TraceID reads a trace id. It reports false where the text is none; an all-zero one and an empty text are zero.
func TraceID(text []byte) (id trace.ID, ok bool) {
	if len(text) == 0 {
		return trace.ID{}, true
	}
	if ok = bytesOf(id[:], text); !ok {
		return trace.ID{}, false
	}
	return id, true
}

// SpanID reads a span id, as TraceID does.
func SpanID(text []byte) (id trace.SpanID, ok bool) {
	if len(text) == 0 {
		return trace.SpanID{}, true
	}
	if ok = bytesOf(id[:], text); !ok {
		return trace.SpanID{}, false
	}
	return id, true
}

// Hex16 reads 32 hex digits of any case.
func Hex16(text []byte) (id [16]byte, ok bool) {
	return id, len(text) == 32 && bytesOf(id[:], text)
}
