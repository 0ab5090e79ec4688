package scan

import "encoding/binary"

// The methods below are fast paths: programs write JSON without white space, and each exporter writes its members in one order. A
// method takes what it is named for if that is next, byte by byte, and changes nothing otherwise.

// Literal takes the bytes of text.
func (c *Cursor) Literal(text string) bool {
	end := c.P + len(text)
	if end > len(c.B) || string(c.B[c.P:end]) != text {
		return false
	}
	c.P = end
	return true
}

// Rest takes the rest of a text whose opening quote was taken, with its closing quote, if it is ASCII without escapes.
func (c *Cursor) Rest() ([]byte, bool) {
	end, ascii := c.textEnd(c.P)
	if !ascii || end >= len(c.B) || c.B[end] != '"' {
		return nil, false
	}
	text := c.B[c.P:end]
	c.P = end + 1
	return text, true
}

// Fixed takes n bytes and a closing quote. The bytes may be anything but quotes and escapes, which the caller sees to.
func (c *Cursor) Fixed(n int) ([]byte, bool) {
	end := c.P + n
	if end >= len(c.B) || c.B[end] != '"' {
		return nil, false
	}
	text := c.B[c.P:end]
	c.P = end + 1
	return text, true
}

// Digits takes a run of digits that something follows.
func (c *Cursor) Digits() ([]byte, bool) {
	i := c.P
	for i < len(c.B) && c.B[i]-'0' <= 9 {
		i++
	}
	if i == c.P || i == len(c.B) {
		return nil, false
	}
	digits := c.B[c.P:i]
	c.P = i
	return digits, true
}

// Nanos takes 19 digits and a quote, which is how a time of today in nanoseconds is written.
func (c *Cursor) Nanos() (int64, bool) {
	const length = 19
	end := c.P + length
	if end >= len(c.B) || c.B[end] != '"' {
		return 0, false
	}
	text := c.B[c.P:end]
	high, ok1 := eightDigits(binary.LittleEndian.Uint64(text))
	low, ok2 := eightDigits(binary.LittleEndian.Uint64(text[8:]))
	if !ok1 || !ok2 || text[0] == '9' { // one that begins with 9 may not fit
		return 0, false
	}
	n := high*100_000_000 + low
	for _, b := range text[16:] {
		if b -= '0'; b > 9 {
			return 0, false
		}
		n = n*10 + uint64(b)
	}
	c.P = end + 1
	return int64(n), true
}

// eightDigits reads eight ASCII digits at once: pairs, then fours, then all.
func eightDigits(w uint64) (uint64, bool) {
	if w&0xF0F0F0F0F0F0F0F0 != 0x3030303030303030 || (w+0x0606060606060606)&0xF0F0F0F0F0F0F0F0 != 0x3030303030303030 {
		return 0, false
	}
	w &= 0x0F0F0F0F0F0F0F0F
	w = w*10 + w>>8
	w = (w&0x00FF00FF00FF00FF)*100 + w>>16&0x00FF00FF00FF00FF
	w = (w&0x0000FFFF0000FFFF)*10_000 + w>>32&0x0000FFFF0000FFFF
	return w & 0xFFFFFFFF, true
}
