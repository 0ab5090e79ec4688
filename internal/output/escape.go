package output

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/diag"
)

// What is printed comes from specs, traces and paths, and so from anybody. It must not steer a terminal, forge a line of
// the output, or turn the direction of the text around it. There are two ways: a dot keeps the columns of a source, under
// which carets stand; an escape keeps what a record has sent, which is what people search their data for.

// dotted makes text safe for a terminal and for one line: what cannot be seen or turns the direction of the text becomes a
// dot, a line break or tab a space.
func dotted(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case diag.IsHidden(r):
			return '·'
		}
		return r
	}, text)
}

// Escaped makes text safe for a terminal and for one line: control characters, line breaks, marks of direction and bytes
// that are not UTF-8 become escapes as in Go, which are those of the quoted values in findings.
func Escaped(text string) string {
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
