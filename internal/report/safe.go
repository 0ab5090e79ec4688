package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean escapes what must not reach a terminal: control characters, escapes, direction marks and bytes that are not UTF-8.
// Such text comes from traces, and so from anybody.
func clean(text string) string {
	safe := true
	for _, r := range text {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			safe = false
			break
		}
	}
	if safe {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD"):
			b.WriteString(`\x`)
			b.WriteByte(hexDigits[text[i]>>4])
			b.WriteByte(hexDigits[text[i]&15])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			b.WriteString(`\u{`)
			for shift := 20; shift >= 0; shift -= 4 {
				if r>>shift != 0 || shift < 16 {
					b.WriteByte(hexDigits[r>>shift&15])
				}
			}
			b.WriteByte('}')
		}
	}
	return b.String()
}

const hexDigits = "0123456789abcdef"

// wrap breaks text at spaces into lines of at most first and then rest characters. A word that is longer than a line stays
// whole, so that paths and ids can be copied.
func wrap(text string, first, rest int) []string {
	lines := []string{""}
	used, room := 0, max(first, 20)
	for i, word := range strings.Split(text, " ") {
		n := utf8.RuneCountInString(word)
		last := len(lines) - 1
		switch {
		case i == 0:
			lines[0], used = word, n
		case used+1+n > room:
			lines, used, room = append(lines, word), n, max(rest, 20)
		default:
			lines[last] += " " + word
			used += 1 + n
		}
	}
	return lines
}
