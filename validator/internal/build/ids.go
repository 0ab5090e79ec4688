// Package build puts together trace.Records for the readers: ids and values out of text, in memory that is used again for
// the next record.
package build

import (
	"encoding/base64"
	"encoding/binary"

	"github.com/specgen/specgen/validator/trace"
)

// bytesOf decodes text, which has to give exactly len(id) bytes: hex of any case, or base64 as proto3 JSON has it, with
// or without padding. The length tells them apart.
func bytesOf(id, text []byte) bool {
	if len(text) == 2*len(id) {
		return Hex(id, text)
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

// Hex reads hex digits of any case into id, whose length is a multiple of 4 and half the text's: eight digits at once.
func Hex(id, text []byte) bool {
	const ones = 0x0101010101010101
	ok := len(text) == 2*len(id)
	for ok && len(text) >= 8 {
		w := binary.LittleEndian.Uint64(text)
		letter := w >> 6 & ones // of A-F and a-f; a digit has none
		n := w&(0x0F*ones) + 9*letter
		// A digit is 0x3X with X below 10, a letter 0x4X or 0x6X with X from 1 to 6.
		ok = (w|0x20*ones)&(0xF0*ones) == 0x30*ones+0x30*letter && (w|w>>1)&(0x20*ones) == 0x20*ones &&
			(n+6*ones)>>4&ones == letter && n&(0xF0*ones) == 0
		n = (n<<4 | n>>8) & 0x00FF00FF00FF00FF
		n = (n | n>>8) & 0x0000FFFF0000FFFF
		binary.LittleEndian.PutUint32(id, uint32(n|n>>16))
		id, text = id[4:], text[8:]
	}
	return ok
}

// Hex16 reads 32 hex digits of any case.
func Hex16(text []byte) (id [16]byte, ok bool) {
	return id, len(text) == 32 && bytesOf(id[:], text)
}
