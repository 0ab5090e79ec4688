package scan

import "encoding/binary"

// The functions below are fast paths: they read what nearly all programs write. What they do not take may be valid all the same.

// NanosLength is how many digits a time of today in nanoseconds has.
const NanosLength = 19

// Nanos reads the time that b begins with, which has NanosLength digits and a quote behind it.
func Nanos(b []byte) (int64, bool) {
	if len(b) <= NanosLength || b[NanosLength] != '"' {
		return 0, false
	}
	high, ok1 := eightDigits(binary.LittleEndian.Uint64(b))
	low, ok2 := eightDigits(binary.LittleEndian.Uint64(b[8:]))
	if !ok1 || !ok2 || b[0] == '9' { // one that begins with 9 may not fit
		return 0, false
	}
	n := high*100_000_000 + low
	for _, d := range b[16:NanosLength] {
		if d -= '0'; d > 9 {
			return 0, false
		}
		n = n*10 + uint64(d)
	}
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

// Integer reads the integer that b begins with, of up to 18 digits. Something has to follow it that is no part of a number, which the
// caller sees to. It returns how long it is, or 0. In quotes it may begin with zeros.
func Integer(b []byte, quoted bool) (n int64, length int) {
	i := 0
	if len(b) > 0 && b[0] == '-' {
		i = 1
	}
	from := i
	for i < len(b) && isDigit(b[i]) {
		n = n*10 + int64(b[i]-'0')
		i++
	}
	if i == from || i-from > 18 || !quoted && b[from] == '0' && i-from > 1 {
		return 0, 0
	}
	if from == 1 {
		n = -n
	}
	return n, i
}

// powersOfTen are exact as float64.
var powersOfTen = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// Double reads the number that b begins with, where it has at most 15 digits and no exponent: then both the digits and the power of
// ten are exact, and the quotient is what strconv.ParseFloat gives. Something has to follow it that is no part of a number, which the
// caller sees to. It returns how long it is, or 0.
func Double(b []byte) (f float64, length int) {
	from := 0
	if len(b) > 0 && b[0] == '-' {
		from = 1
	}
	n, i := digits(b, from, 0)
	whole := i - from
	if whole == 0 || b[from] == '0' && whole > 1 {
		return 0, 0
	}
	fraction := 0
	if i < len(b) && b[i] == '.' {
		point := i + 1
		n, i = digits(b, point, n)
		if fraction = i - point; fraction == 0 {
			return 0, 0
		}
	}
	if whole+fraction > 15 {
		return 0, 0
	}
	f = float64(n) / powersOfTen[fraction]
	if from == 1 {
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
