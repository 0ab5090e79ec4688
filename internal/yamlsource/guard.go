package yamlsource

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/diag"
)

// guard looks at the bytes of a file, each once, before anything else does. It returns the source, or nil where nothing
// in the file can be read; what is wrong is in diags. A tab or a control character does not stop the work: it is replaced
// by a character that takes its column, and its line is marked as reported.
func guard(path string, data []byte, diags *diag.List) *source {
	s := &source{reports: newReports(diags), path: path, shift: map[int]int{}}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !s.isText(data) {
		return nil
	}
	s.lines = strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
	if last := len(s.lines) - 1; s.lines[last] == "" {
		s.lines = s.lines[:last]
	}
	if !s.isWithinLimits() {
		return nil
	}
	s.replaceControls()
	s.findBlocks()
	s.replaceTabs()
	return s
}

// isText reports whether the bytes are a text at all, and says why not.
func (s *source) isText(data []byte) bool {
	switch {
	case len(data) > MaxBytes:
		s.diags.Add(TooLarge(s.path))
		return false
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		s.add("file/encoding", diag.Range{File: s.path}, "cannot read the file: it is UTF-16", "save it as UTF-8")
		return false
	case bytes.IndexByte(data, 0) >= 0:
		s.add("file/encoding", diag.Range{File: s.path}, "cannot read the file: it is not text, it has NUL bytes", "name a YAML file in UTF-8")
		return false
	case len(bytes.TrimSpace(data)) == 0:
		s.add("file/empty", diag.Range{File: s.path}, "the file is empty", "`specgen init` writes files to start from")
		return false
	}
	if at := firstInvalid(data); at >= 0 {
		s.add("file/encoding", pointAt(s.path, data, at), fmt.Sprintf("cannot read the file: the byte 0x%02X here is not UTF-8", data[at]), "save it as UTF-8")
		return false
	}
	if at := loneReturn(data); at >= 0 {
		s.add("file/line-break", pointAt(s.path, data, at), "cannot read the file: a line ends in a carriage return alone", "save it with LF or CRLF line ends")
		return false
	}
	return true
}

// firstInvalid returns the offset of the first byte that is not UTF-8, or -1.
func firstInvalid(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for at := 0; at < len(data); {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return -1
}

// loneReturn returns the offset of the first carriage return that no line feed follows, or -1.
func loneReturn(data []byte) int {
	for at := 0; ; at++ {
		next := bytes.IndexByte(data[at:], '\r')
		if next < 0 {
			return -1
		}
		at += next
		if at+1 == len(data) || data[at+1] != '\n' {
			return at
		}
	}
}

// pointAt returns the range of the byte at an offset.
func pointAt(path string, data []byte, at int) diag.Range {
	before := data[:at]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return diag.Range{File: path, Start: diag.Position{Line: line, Column: column}, End: diag.Position{Line: line, Column: column + 1}}
}

// isWithinLimits reports whether the lines are few, short and dense enough to be read in bounded time.
func (s *source) isWithinLimits() bool {
	if len(s.lines) > maxLines {
		s.add("yaml/limit", s.at(maxLines+1, 1, 1), fmt.Sprintf("the file has more than %d lines", maxLines), "split what flows share into files of their own and import them")
		return false
	}
	ok, blank := true, 0
	for i, line := range s.lines {
		if strings.TrimSpace(line) == "" {
			blank++
		} else {
			blank = 0
		}
		switch {
		case len(line) > maxLine:
			s.add("yaml/limit", s.at(i+1, maxLine+1, 1), fmt.Sprintf("the line is longer than %d bytes", maxLine), "write long text as a block, over several lines")
		case blank == maxBlank+1:
			s.add("yaml/limit", s.at(i+1, 1, 1), fmt.Sprintf("there are more than %d blank lines in a row", maxBlank), "take them out")
		case strings.Contains(line, strings.Repeat("<", maxLess+1)):
			s.add("yaml/limit", s.at(i+1, 1, 1), fmt.Sprintf("the line has more than %d < in a row", maxLess), "take them out")
		default:
			continue
		}
		ok = false
		if s.count >= maxRepeated {
			break
		}
	}
	return ok
}

// replaceControls reports characters that cannot be seen or that turn the direction of the text, and puts U+FFFD in their
// place.
func (s *source) replaceControls() {
	reported := 0
	for i, line := range s.lines {
		if strings.IndexFunc(line, isForbidden) < 0 {
			continue
		}
		s.markLine(i + 1)
		column, fresh := 1, true
		s.lines[i] = strings.Map(func(r rune) rune {
			defer func() { column++ }()
			if !isForbidden(r) {
				return r
			}
			if fresh && reported < maxRepeated {
				s.add("yaml/control-character", diag.Range{File: s.path, Start: diag.Position{Line: i + 1, Column: column}, End: diag.Position{Line: i + 1, Column: column + 1}},
					fmt.Sprintf("the character U+%04X here cannot be seen", r), fmt.Sprintf(`take it out; where it is meant, write "%s" in double quotes`, escapeOf(r)))
				reported++
			}
			fresh = false
			return utf8.RuneError
		}, line)
	}
}

// isForbidden reports whether a character may not stand in a spec at all; tabs have a rule of their own.
func isForbidden(r rune) bool { return r != '\t' && diag.IsHidden(r) }

func escapeOf(r rune) string {
	if r < 0x100 {
		return fmt.Sprintf(`\x%02x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// blockHeader finds the header of a block text at the end of a line: | or > with its indicators, behind dashes or a key
// or both.
var blockHeader = regexp.MustCompile(`^ *(?:- +)*(?:(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#{}\[\],|>](?:[^:]|:[^ ])*?) *: +)?` +
	`([|>][-+]?([1-9])?[-+]?) *(?: #.*)?$`)

// findBlocks finds the block texts line by line, as tabs may stand there and what looks like a key there is text. It is
// exact where no quoted text spans lines, which the tokens are checked for.
func (s *source) findBlocks() {
	for n := 1; n <= len(s.lines); n++ {
		line := s.line(n)
		if !strings.ContainsAny(line, "|>") {
			continue
		}
		found := blockHeader.FindStringSubmatchIndex(line)
		if found == nil {
			continue
		}
		parent := parentIndent(line[:found[2]])
		content := 0
		if found[4] >= 0 {
			content = max(parent, 0) + int(line[found[4]]-'0') // written down, as the first line begins with spaces
		}
		end := n + 1
		for ; end <= len(s.lines); end++ {
			text := s.line(end)
			if strings.Trim(text, " ") == "" {
				continue
			}
			if content == 0 {
				content = max(indentOf(text), parent+1)
			}
			if indentOf(text) < content {
				break
			}
		}
		for end > n+1 && strings.Trim(s.line(end-1), " ") == "" {
			end-- // the blank lines behind it belong to nobody
		}
		if end == n+1 {
			at := s.at(n, utf8.RuneCountInString(line[:found[2]])+1, found[3]-found[2])
			s.add("yaml/empty-block", at, "the block text has no lines", `indent its lines deeper than the key, or write ""`)
			s.markLine(n)
		}
		s.blocks = append(s.blocks, block{header: n, end: end})
		n = end - 1
	}
}

// parentIndent returns the indentation of the entry that a block header ends: the column of its key, or of the last dash
// where there is no key.
func parentIndent(before string) int {
	indent := indentOf(before)
	if strings.TrimSpace(before) == "" {
		return indent - 1
	}
	for strings.HasPrefix(before[indent:], "- ") {
		next := indent + 1 + indentOf(before[indent+1:])
		if strings.TrimSpace(before[next:]) == "" {
			return indent
		}
		indent = next
	}
	return indent
}

// replaceTabs reports the first tab of each line that stands outside block texts and comments, and puts spaces in their
// place: the YAML reader swallows the character after a quoted text with a tab in it, and drops tabs in plain text.
func (s *source) replaceTabs() {
	var marks shape
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
// so many spaces, so that one line with a tab is no further mistake in the structure.
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

func (s *source) reportTab(n, at int, ls lineShape) {
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
