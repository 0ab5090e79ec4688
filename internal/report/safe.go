package report

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean escapes what must not reach a terminal: control characters, escapes, direction marks and bytes that are not UTF-8.
// Such text comes from traces, and so from anybody. The escapes are those of Go, as in what the messages quote.
func clean(text string) string {
	var b strings.Builder
	from := 0
	for i, r := range text {
		n := utf8.RuneLen(r)
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD") {
			n = 1
		} else if unicode.IsPrint(r) {
			continue
		}
		b.WriteString(text[from:i])
		quoted := strconv.Quote(text[i : i+n])
		b.WriteString(quoted[1 : len(quoted)-1])
		from = i + n
	}
	if from == 0 {
		return text
	}
	b.WriteString(text[from:])
	return b.String()
}

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
