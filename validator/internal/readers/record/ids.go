// Package record puts together trace.Records for the readers: ids and numbers out of text, lists of values, links, in memory
// that is used again for the next record. It knows no format.
package record

import (
	"encoding/base64"

	"github.com/specgen/specgen/validator/trace"
)

// decodeBase64 decodes text that gives exactly len(id) bytes, in base64 as proto3 JSON has it: with or without padding, in the
// alphabet for URLs too.
func decodeBase64(id, text []byte) bool {
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

// TraceID reads a trace id in hex or base64; the length tells them apart. It reports false where the text is none; an
// all-zero one and an empty text are zero.
func TraceID(text []byte) (id trace.ID, ok bool) {
	switch {
	case len(text) == 0:
		return trace.ID{}, true
	case len(text) == 2*len(id):
		return trace.ParseID(text)
	case !decodeBase64(id[:], text):
		return trace.ID{}, false
	}
	return id, true
}

// SpanID reads a span id, as TraceID does.
func SpanID(text []byte) (id trace.SpanID, ok bool) {
	switch {
	case len(text) == 0:
		return trace.SpanID{}, true
	case len(text) == 2*len(id):
		return trace.ParseSpanID(text)
	case !decodeBase64(id[:], text):
		return trace.SpanID{}, false
	}
	return id, true
}
