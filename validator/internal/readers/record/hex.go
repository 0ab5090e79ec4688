package record

import (
	"encoding/binary"

	"github.com/specgen/specgen/validator/trace"
)

// HexID reads a trace id of 32 hex digits. It reports false, and leaves anything in id, where the text has others or only zeros.
func HexID(id *trace.ID, text []byte) bool {
	_ = text[31]
	a, bad := hexWord(binary.LittleEndian.Uint64(text), 0)
	b, bad := hexWord(binary.LittleEndian.Uint64(text[8:]), bad)
	c, bad := hexWord(binary.LittleEndian.Uint64(text[16:]), bad)
	d, bad := hexWord(binary.LittleEndian.Uint64(text[24:]), bad)
	binary.LittleEndian.PutUint64(id[:8], a|b<<32)
	binary.LittleEndian.PutUint64(id[8:], c|d<<32)
	if bad != 0 { // of upper case, if they are digits
		var ok bool
		*id, ok = trace.ParseID(text)
		return ok
	}
	return a|b|c|d != 0 // IsZero would wait for what was just written
}

// HexSpanID reads a span id of 16 hex digits. It reports false, and leaves anything in id, where the text has others.
func HexSpanID(id *trace.SpanID, text []byte) bool {
	_ = text[15]
	a, bad := hexWord(binary.LittleEndian.Uint64(text), 0)
	b, bad := hexWord(binary.LittleEndian.Uint64(text[8:]), bad)
	binary.LittleEndian.PutUint64(id[:], a|b<<32)
	if bad != 0 {
		var ok bool
		*id, ok = trace.ParseSpanID(text)
		return ok
	}
	return true
}

// hexWord reads eight hex digits at once. It returns what they are in four bytes, and bad, with bits added where one is no digit or
// has upper case: then the digit that the value has is not the one that stands there.
func hexWord(w, bad uint64) (value, alsoBad uint64) {
	const ones = 0x0101010101010101
	n := w&(0x0F*ones) + 9*(w>>6&ones) // a letter has 0x40
	digit := n + 0x30*ones + ('a'-'0'-10)*((n+6*ones)>>4&ones)
	bad |= w ^ digit | n&(0xF0*ones)
	n = (n<<4 | n>>8) & 0x00FF00FF00FF00FF
	n = (n | n>>8) & 0x0000FFFF0000FFFF
	return (n | n>>16) & 0xFFFFFFFF, bad
}
