package diag

import (
	"strings"
	"unicode/utf8"
)

// Short returns a text of the source in quotes as a message shows it, cut where it is long.
func Short(text string) string {
	const longest = 60
	if utf8.RuneCountInString(text) > longest {
		text = string([]rune(text)[:longest]) + "…"
	}
	return `"` + text + `"`
}

// OneOf returns words, at least one, as what a diagnostic expects.
func OneOf(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return "one of " + strings.Join(words, ", ")
}
