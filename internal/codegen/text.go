package codegen

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/specgen/specgen/internal/model"
)

// Clean makes text from a spec safe to stand in a comment of any language, whatever the comment's own end is (the backend
// breaks that up): controls, line and paragraph separators and bidirectional marks become U+FFFD. Line feeds and tabs are
// kept.
func Clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), r == '\u2028', r == '\u2029', unicode.Is(unicode.Bidi_Control, r), r == '\ufeff':
			return '\ufffd'
		}
		return r
	}, strings.ReplaceAll(text, "\r\n", "\n"))
}

// Wrap breaks text into lines of at most width characters, at spaces; longer words stay whole. Paragraphs (blank lines)
// are kept as one empty line each, and single line breaks are kept where the next line is indented or begins a list.
func Wrap(text string, width int) []string {
	var out []string
	var line string
	flush := func() {
		if line != "" {
			out = append(out, line)
			line = ""
		}
	}
	for _, raw := range strings.Split(strings.TrimSpace(text), "\n") {
		trimmed := strings.TrimSpace(raw)
		if trimmed == "" {
			flush()
			if len(out) > 0 && out[len(out)-1] != "" {
				out = append(out, "")
			}
			continue
		}
		if strings.HasPrefix(trimmed, "- ") || strings.HasPrefix(trimmed, "* ") {
			flush()
		}
		for _, word := range strings.Fields(trimmed) {
			if line != "" && len([]rune(line))+1+len([]rune(word)) > width {
				flush()
			}
			if line != "" {
				line += " "
			}
			line += word
		}
	}
	flush()
	return out
}

// Sentence returns text ending in a full stop, so that pieces can follow each other in a doc comment.
func Sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?:") {
		return text
	}
	return text + "."
}

// Deprecation says since when an entry is deprecated, what to use instead and why, as sentences behind "deprecated".
func Deprecation(d *model.Deprecated) string {
	text := "since " + d.Since.String() + "."
	if d.Use != "" {
		text += " Use " + d.Use + "."
	}
	return strings.TrimSpace(text + " " + Sentence(d.Why))
}

// Between says how many there may be of something, or "" where there is no bound: most is 0 for any number. atMost has a
// place for the number.
func Between(least, most int, atMost string) string {
	switch {
	case least > 0 && least == most:
		return strconv.Itoa(least)
	case least > 0 && most > 0:
		return fmt.Sprintf("%d to %d", least, most)
	case least > 0:
		return fmt.Sprintf("%d or more", least)
	case most > 0:
		return fmt.Sprintf(atMost, most)
	}
	return ""
}

// NonEmpty returns the texts that are not empty.
func NonEmpty(texts ...string) []string {
	return Filter(texts, func(text string) bool { return text != "" })
}
