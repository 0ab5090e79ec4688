package output

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/diag"
)

const (
	defaultWidth = 100
	// leastRoom is how many characters a wrapped line gets at least, however narrow the output is.
	leastRoom = 20
)

// Text is where a result is laid out for people. What is written must be escaped before.
type Text struct {
	Options
	out bytes.Buffer
}

// Printf writes formatted text.
func (t *Text) Printf(format string, args ...any) { fmt.Fprintf(&t.out, format, args...) }

// Part returns an empty Text with the same options, for what is laid out apart; Append puts it in its place.
func (t *Text) Part() *Text { return &Text{Options: t.Options} }

// Append writes what stands in a part.
func (t *Text) Append(part *Text) { t.out.Write(part.out.Bytes()) }

// Lines returns how many lines were written.
func (t *Text) Lines() int { return bytes.Count(t.out.Bytes(), []byte("\n")) }

// EndsBlank reports whether the last line is an empty one.
func (t *Text) EndsBlank() bool { return bytes.HasSuffix(t.out.Bytes(), []byte("\n\n")) }

// Len returns how many bytes were written.
func (t *Text) Len() int { return t.out.Len() }

// Hang writes text behind head, wrapped, in lines that end in a line break. The head takes headWidth columns; every further
// line is indented by indent columns.
func (t *Text) Hang(head string, headWidth, indent int, text string) {
	t.lines(head, indent, Wrap(text, t.Width-headWidth, t.Width-indent))
}

// lines writes the first line behind head, and the others indented.
func (t *Text) lines(head string, indent int, lines []string) {
	for _, line := range lines {
		t.Printf("%s%s\n", head, line)
		head = strings.Repeat(" ", indent)
	}
}

// Wrap breaks text at spaces into lines of at most first and then rest characters, and never less than 20. A word that is
// longer than a line stays whole, so that paths and ids can be copied.
func Wrap(text string, first, rest int) []string {
	var lines []string
	for room := first; ; room = rest {
		at := breakAt(text, max(room, leastRoom))
		if at < 0 {
			return append(lines, text)
		}
		lines = append(lines, strings.TrimRight(text[:at], " "))
		text = strings.TrimLeft(text[at:], " ")
	}
}

// breakAt returns the index of the last space with at most room characters before it, else of the first space of all: -1
// where the text has none, or needs none.
func breakAt(text string, room int) int {
	last, before := -1, 0
	for i, r := range text {
		if r == ' ' && i > 0 && (before <= room || last < 0) {
			last = i
		}
		if before++; before > room && last > 0 {
			return last
		}
	}
	if before <= room {
		return -1
	}
	return last
}

// The codes of ANSI's "select graphic rendition", for Paint.
const (
	bold = "1"
	dim  = "2"
)

// Paint gives text the ANSI codes, each as a sequence of its own, where colours are asked for.
func (t *Text) Paint(text string, codes ...string) string {
	if !t.Color || text == "" {
		return text
	}
	var painted strings.Builder
	for _, code := range codes {
		painted.WriteString("\x1b[" + code + "m")
	}
	return painted.String() + text + "\x1b[0m"
}

// ColorOf returns the ANSI code of a severity's colour.
func ColorOf(s diag.Severity) string {
	switch s {
	case diag.Error:
		return "31" // red
	case diag.Warning:
		return "33" // yellow
	}
	return "36" // cyan
}

// Count returns "1 file", "2 files".
func Count[N int | int64](n N, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.FormatInt(int64(n), 10) + " " + noun + "s"
}

// CountSeverities counts in words, the worst first: "1 error, 2 warnings". It is "" where there is nothing to count.
func CountSeverities(severities []diag.Severity) string {
	counts := make(map[diag.Severity]int)
	for _, s := range severities {
		counts[s]++
	}
	var parts []string
	for _, s := range []diag.Severity{diag.Error, diag.Warning, diag.Info} {
		if counts[s] > 0 {
			parts = append(parts, Count(counts[s], s.String()))
		}
	}
	return strings.Join(parts, ", ")
}
