// Package utf8text repairs texts that are not UTF-8, alike in all formats and as the runtimes do it (docs/ids.md).
package utf8text

import "unicode/utf8"

// AppendRepaired appends text to b, with each maximal ill-formed part replaced by U+FFFD (Unicode 16, section 3.9).
func AppendRepaired(b, text []byte) []byte {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n <= 1 {
			n = illFormed(text[i:])
		}
		b = utf8.AppendRune(b, r)
		i += n
	}
	return b
}

// illFormed returns the length of the maximal subpart of an ill-formed sequence at the start of text: the longest
// beginning of a well-formed sequence (Unicode 16, table 3-7), at least one byte.
func illFormed(text []byte) int {
	low, high, length := byte(0x80), byte(0xBF), 0
	switch b := text[0]; {
	case b >= 0xC2 && b <= 0xDF:
		length = 2
	case b >= 0xE0 && b <= 0xEF:
		length = 3
		if b == 0xE0 {
			low = 0xA0
		} else if b == 0xED {
			high = 0x9F
		}
	case b >= 0xF0 && b <= 0xF4:
		length = 4
		if b == 0xF0 {
			low = 0x90
		} else if b == 0xF4 {
			high = 0x8F
		}
	}
	n := 1
	for n < length && n < len(text) && text[n] >= low && text[n] <= high {
		n, low, high = n+1, 0x80, 0xBF
	}
	return n
}
