package yamlsource

import (
	"bytes"
	"fmt"
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

// isText reports whether the bytes are text in UTF-8 with line ends that can be read; what is wrong it reports as an error.
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
