package yamlsource

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// block is a block text: the line of its header and the line after its last.
type block struct{ header, end int }

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
			end-- // blank lines at its end are not part of it
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

// blockAt returns the block text whose header stands on a line.
func (s *source) blockAt(line int) (block, bool) {
	low, high := 0, len(s.blocks)
	for low < high {
		middle := (low + high) / 2
		if s.blocks[middle].header < line {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < len(s.blocks) && s.blocks[low].header == line {
		return s.blocks[low], true
	}
	return block{}, false
}
