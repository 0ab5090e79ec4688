package yamlsource

import (
	"strings"
	"unicode/utf8"
)

// replaceTabs reports the first tab of each line that stands outside block texts and comments, and puts spaces in their
// place: the YAML reader swallows the character after a quoted text with a tab in it, and drops tabs in plain text.
func (s *source) replaceTabs() {
	var marks lineScanner
	for n := 1; n <= len(s.lines); n++ {
		line := s.line(n)
		ls := marks.scan(n, line)
		if at := strings.IndexByte(line, '\t'); at >= 0 && at < ls.comment {
			s.reportTab(n, at, ls)
			s.markLine(n)
			s.lines[n-1] = s.withoutTabs(n)
		}
		if b, ok := s.blockAt(n); ok {
			n = b.end - 1
		}
	}
}

// withoutTabs returns a line with spaces for its tabs. Its indentation becomes that of a neighbour, if a tab can stand for
// so many spaces, so that the line with the tab does not also break the structure.
func (s *source) withoutTabs(n int) string {
	line := s.line(n)
	text := strings.TrimLeft(line, " \t")
	lead := line[:len(line)-len(text)]
	text = strings.ReplaceAll(text, "\t", " ")
	if !strings.Contains(lead, "\t") {
		return lead + text
	}
	indent := tabbed(lead, 2)
	for _, neighbour := range []int{s.neighbour(n, -1), s.neighbour(n, 1)} { // the next one counts more
		for _, stop := range []int{2, 4, 8} {
			if neighbour > 0 && tabbed(lead, stop) == indentOf(s.line(neighbour)) {
				indent = tabbed(lead, stop)
			}
		}
	}
	s.shift[n] = len(lead) - indent
	return strings.Repeat(" ", indent) + text
}

// neighbour returns the nearest line before or behind that is neither blank nor a comment nor indented with tabs, or 0.
func (s *source) neighbour(n, step int) int {
	for n += step; n >= 1 && n <= len(s.lines); n += step {
		line := s.line(n)
		switch {
		case isBlank(line):
		case strings.HasPrefix(strings.TrimLeft(line, " "), "\t"):
			return 0
		default:
			return n
		}
	}
	return 0
}

// tabbed returns how many columns an indentation has where tabs go to multiples of stop.
func tabbed(lead string, stop int) int {
	columns := 0
	for _, c := range lead {
		if c == '\t' {
			columns += stop - columns%stop
		} else {
			columns++
		}
	}
	return columns
}

func (s *source) reportTab(n, at int, ls lineMarks) {
	line := s.line(n)
	message, help := "a tab stands here", "write a space"
	if strings.TrimLeft(line[:at], " ") == "" {
		message, help = "the line is indented with a tab", "indent with spaces"
	}
	for _, q := range ls.quotes {
		if q.from < at && at < q.to {
			message, help = "a tab stands in a quoted text", `write \t, in double quotes`
		}
	}
	s.add("yaml/tab", s.at(n, utf8.RuneCountInString(line[:at])+1, 1), message, help)
}
