package trace

import (
	"encoding/binary"
	"encoding/hex"
)

// ID is a trace id. The zero ID means that there is none.
type ID [16]byte

// SpanID is a span id. The zero SpanID means that there is none.
type SpanID [8]byte

// ParseID reads a trace id: 32 hex digits of any case. It reports false, and returns a zero id, where the text is none.
func ParseID(text []byte) (id ID, ok bool) {
	if !decodeHex(id[:], text) {
		return ID{}, false
	}
	return id, true
}

// ParseSpanID reads a span id: 16 hex digits of any case. It reports false, and returns a zero id, where the text is none.
func ParseSpanID(text []byte) (id SpanID, ok bool) {
	if !decodeHex(id[:], text) {
		return SpanID{}, false
	}
	return id, true
}

// IsZero reports whether the id is not set; such an id is invalid on a record (W3C Trace Context section 3.2.2.3).
func (id ID) IsZero() bool { return id == ID{} }

// String returns 32 lower-case hex digits.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// IsZero reports whether the id is not set.
func (id SpanID) IsZero() bool { return id == SpanID{} }

// String returns 16 lower-case hex digits.
func (id SpanID) String() string { return hex.EncodeToString(id[:]) }

// decodeHex reads hex digits of any case into id, whose length is a multiple of 4 and half the text's: eight digits at once.
// It is much faster than encoding/hex, which matters as every record has three ids.
func decodeHex(id, text []byte) bool {
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
