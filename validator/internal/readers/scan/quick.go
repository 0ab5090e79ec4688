package scan

import (
	"encoding/binary"
	"math/bits"
)

// The functions below are fast paths: they read what nearly all programs write. What they do not take may be valid all the same.

// NanosLength is how many digits a time of today in nanoseconds has.
const NanosLength = 19

// Nanos reads the time at b[p:], which has NanosLength digits and a quote behind it.
func Nanos(b []byte, p int) (n int64, ok bool) {
	if p < 0 || len(b)-p <= NanosLength {
		return 0, false
	}
	b = b[p : p+NanosLength+1]
	const digits = '0' * lows
	high, low := binary.LittleEndian.Uint64(b)^digits, binary.LittleEndian.Uint64(b[8:])^digits
	rest := binary.LittleEndian.Uint32(b[16:]) ^ ('"'<<24 | digits&0xFFFFFF)
	odd := (high | low | (high + 0x76*lows) | (low + 0x76*lows)) & highs
	if odd != 0 || (rest|(rest+0x7F767676))&(highs&0xFFFFFFFF) != 0 || byte(high) == 9 { // one that begins with 9 may not fit
		return 0, false
	}
	last := rest&0xFF*100 + rest>>8&0xFF*10 + rest>>16
	return int64((eightDigits(high)*100_000_000+eightDigits(low))*1000 + uint64(last)), true
}

// eightDigits returns the number with eight digits, of which each byte is one: pairs, then all at once.
func eightDigits(w uint64) uint64 {
	w = w*10 + w>>8
	const pairs = 0x000000FF000000FF
	return (w&pairs*(100+1_000_000<<32) + w>>16&pairs*(1+10_000<<32)) >> 32
}

// Integer reads the integer at b[p:], of up to 18 digits. Something has to follow it that is no part of a number, which the
// caller sees to. It returns where it ends, or -1. In quotes it may begin with zeros.
func Integer(b []byte, p int, quoted bool) (n int64, end int) {
	if p >= 0 && p <= len(b)-8 { // up to seven digits at once
		w := binary.LittleEndian.Uint64(b[p:]) ^ '0'*lows
		size := bits.TrailingZeros64((w|(w+0x76*lows))&highs) / 8
		if 0 < size && size < 8 && (quoted || size == 1 || byte(w) != 0) {
			return int64(eightDigits(w << (64 - 8*size))), p + size
		}
	}
	negative := p < len(b) && b[p] == '-'
	if negative {
		p++
	}
	u, end := digits(b, p, 0)
	size := end - p
	if size == 0 || size > 18 || !quoted && b[p] == '0' && size > 1 {
		return 0, -1
	}
	if n = int64(u); negative {
		n = -n
	}
	return n, end
}

// powersOfTen are exact as float64.
var powersOfTen = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// Double reads the number at b[p:], where it has at most 15 digits and no exponent: then both the digits and the power of
// ten are exact, and the quotient is what strconv.ParseFloat gives. Something has to follow it that is no part of a number, which the
// caller sees to. It returns where it ends, or -1.
func Double(b []byte, p int) (f float64, end int) {
	negative := p < len(b) && b[p] == '-'
	if negative {
		p++
	}
	n, i := digits(b, p, 0)
	whole := i - p
	if whole == 0 || b[p] == '0' && whole > 1 {
		return 0, -1
	}
	fraction := 0
	if i < len(b) && b[i] == '.' {
		point := i + 1
		n, i = digits(b, point, n)
		if fraction = i - point; fraction == 0 {
			return 0, -1
		}
	}
	if whole+fraction > 15 {
		return 0, -1
	}
	f = float64(n) / powersOfTen[fraction]
	if negative {
		f = -f
	}
	return f, i
}

// digits appends the digits from i on to those of n, and returns where they end. What does not fit is wrong: the caller counts them.
func digits(b []byte, i int, n uint64) (uint64, int) {
	for i < len(b) && isDigit(b[i]) {
		n = n*10 + uint64(b[i]-'0')
		i++
	}
	return n, i
}

// Literal takes the bytes of text, if they are next.
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
	end, ascii := TextEnd(c.B, c.P)
	if !ascii || end >= len(c.B) || c.B[end] != '"' {
		return nil, false
	}
	text := c.B[c.P:end]
	c.P = end + 1
	return text, true
}

// Begins reports whether b begins with text.
func Begins(b []byte, text string) bool { return len(b) >= len(text) && string(b[:len(text)]) == text }
