package codegen

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// Quote writes text as a string literal in double quotes. Double quotes, backslashes and the characters of special get a
// backslash before them. A character that does not print, as line ends, controls and bidirectional marks, is what escape
// returns for it.
func Quote(text, special string, escape func(r rune) string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\' || strings.ContainsRune(special, r):
			b.WriteByte('\\')
			b.WriteRune(r)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			b.WriteString(escape(r))
		}
	}
	b.WriteByte('"')
	return b.String()
}

// EscapeUTF16 returns an escape for Quote: \n and \t, and any other character as its UTF-16 code units, each of them as format
// writes, such as `\u%04x`.
func EscapeUTF16(format string) func(r rune) string {
	return func(r rune) string {
		switch r {
		case '\n':
			return `\n`
		case '\t':
			return `\t`
		}
		var b strings.Builder
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&b, format, unit)
		}
		return b.String()
	}
}

// Run is a number of equal items in a row.
type Run[T comparable] struct {
	Item   T
	Length int
}

// Runs returns the items as runs, each as long as it can be. The 256 byte classes of an automaton are a few runs.
func Runs[T comparable](items []T) []Run[T] {
	var runs []Run[T]
	for _, item := range items {
		if last := len(runs) - 1; last >= 0 && runs[last].Item == item {
			runs[last].Length++
		} else {
			runs = append(runs, Run[T]{item, 1})
		}
	}
	return runs
}
