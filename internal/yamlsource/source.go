package yamlsource

import (
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/diag"
)

// source is a file that has passed the guard: UTF-8 without a byte order mark, controls and tabs outside block texts, its
// lines ended by LF.
type source struct {
	reports
	path   string
	lines  []string    // without their ends; line n is lines[n-1]
	shift  map[int]int // by line: how many columns it stands further left than in the file
	blocks []block     // block texts, in order
}

// line returns line n, or "" where there is none.
func (s *source) line(n int) string {
	if n < 1 || n > len(s.lines) {
		return ""
	}
	return s.lines[n-1]
}

// text returns the lines from first up to but without end, joined.
func (s *source) text(first, end int) string {
	return strings.Join(s.lines[first-1:end-1], "\n") + "\n"
}

// from returns what stands at a position up to the end of the line.
func (s *source) from(p diag.Position) string {
	rest := s.line(p.Line)
	for i := 1; i < p.Column && rest != ""; i++ {
		_, size := utf8.DecodeRuneInString(rest)
		rest = rest[size:]
	}
	return rest
}

// at returns the range of n characters that begin at a line and column, held within the line.
func (s *source) at(line, column, n int) diag.Range {
	width := utf8.RuneCountInString(s.line(line))
	column = max(1, min(column, width+1))
	end := max(column, min(column+n, width+1))
	if shift := s.shift[line]; shift != 0 {
		column, end = max(1, column+shift), max(1, end+shift)
	}
	return diag.Range{File: s.path, Start: diag.Position{Line: line, Column: column}, End: diag.Position{Line: line, Column: end}}
}

// nextLine returns the next line that is neither blank nor a comment.
func (s *source) nextLine(n int) int {
	for n++; n <= len(s.lines) && isBlank(s.line(n)); n++ {
		continue
	}
	return n
}

// content returns the range of what stands on a line, without its indentation and the spaces behind it.
func (s *source) content(line int) diag.Range {
	text := s.line(line)
	return s.at(line, indentOf(text)+1, utf8.RuneCountInString(strings.TrimSpace(text)))
}

// indentOf returns how many spaces a line begins with.
func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// isBlank reports whether a line has neither data nor a mark: it is empty or a comment.
func isBlank(line string) bool {
	text := strings.TrimSpace(line)
	return text == "" || text[0] == '#'
}
