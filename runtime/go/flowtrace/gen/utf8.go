package gen

import (
	"strings"
	"unicode/utf8"
)

// Repair returns text with U+FFFD in place of each maximal ill-formed part (Unicode 16, section 3.9, "U+FFFD Substitution
// of Maximal Subparts"). Text that is UTF-8 already is returned as it is. strings.ToValidUTF8 would make one of a run.
func Repair(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + 2*utf8.UTFMax)
	for i := 0; i < len(text); {
		if _, size := utf8.DecodeRuneInString(text[i:]); size > 1 || text[i] < utf8.RuneSelf {
			b.WriteString(text[i : i+size])
			i += size
			continue
		}
		b.WriteRune(utf8.RuneError)
		i += subpart(text[i:])
	}
	return b.String()
}

// subpart returns the length of the maximal ill-formed part that text begins with: the longest start of a well-formed
// sequence (Unicode 16, table 3-7), or one byte.
func subpart(text string) int {
	low, high, more := byte(0x80), byte(0xBF), 0
	switch c := text[0]; {
	case c >= 0xC2 && c <= 0xDF:
		more = 1
	case c >= 0xE0 && c <= 0xEF:
		more = 2
	case c >= 0xF0 && c <= 0xF4:
		more = 3
	}
	switch text[0] {
	case 0xE0:
		low = 0xA0
	case 0xED:
		high = 0x9F
	case 0xF0:
		low = 0x90
	case 0xF4:
		high = 0x8F
	}
	n := 1
	for ; n <= more && n < len(text) && text[n] >= low && text[n] <= high; n++ {
		low, high = 0x80, 0xBF
	}
	return n
}

// isPlain reports whether text is ASCII without NUL, eight bytes at a time.
func isPlain(text string) bool {
	for ; len(text) >= 8; text = text[8:] {
		// Where no byte has its high bit, taking 1 from each sets it where a byte is 0, and there alone.
		if w := eightBytes(text); (w|(w-ones))&highs != 0 {
			return false
		}
	}
	for i := range len(text) {
		if c := text[i]; c == 0 || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
