package diag

import "unicode/utf8"

// Short returns a text of the source in quotes as a message shows it, cut where it is long.
func Short(text string) string {
	const longest = 60
	if utf8.RuneCountInString(text) > longest {
		text = string([]rune(text)[:longest]) + "…"
	}
	return `"` + text + `"`
}
