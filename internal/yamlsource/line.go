package yamlsource

import "strings"

// lineScanner finds the indicator characters of YAML line by line: quotes, brackets, colons, comments. It is not a parser: it is for
// text that does not parse, or is checked before it is parsed. Its caller leaves out block texts.
type lineScanner struct {
	open  []bracket // brackets that are still open, the outermost first
	stray *bracket  // the first that closes what is not open
	met   byte      // the bracket that was open then, or 0
}

// bracket is one of { [ } ] at a line and byte offset.
type bracket struct {
	mark     byte
	line, at int
}

// lineMarks is what one line has; offsets count bytes.
type lineMarks struct {
	comment int      // where the comment begins, else the length of the line
	quotes  []quoted // quoted texts
	keyEnd  int      // the colon behind the key of a block mapping, or -1
	value   int      // where the value in a block mapping or list begins, or the length of the line
	colon   int      // a further colon before a space, within a plain value, or -1
	behind  int      // text behind a quoted value, or -1
}

// quoted is a quoted text: from its first quote up to behind its last, or to the end of the line.
type quoted struct {
	from, to int
	closed   bool
}

// scan scans line n, which follows the line of the call before.
func (sh *lineScanner) scan(n int, line string) lineMarks {
	ls := lineMarks{comment: len(line), keyEnd: -1, value: len(line), colon: -1, behind: -1}
	at := 0
	if len(sh.open) == 0 {
		at = sh.scanBlock(n, line, &ls)
	}
	sh.scanFlow(n, line, at, &ls)
	return ls
}

// scanBlock takes the part of a line that is not within brackets and returns where it stopped.
func (sh *lineScanner) scanBlock(n int, line string, ls *lineMarks) int {
	at := skipDashes(line)
	for isValue := false; ; isValue = true {
		at = skipSpaces(line, at)
		if isValue || ls.value == len(line) {
			ls.value = at
		}
		if at >= len(line) {
			return at
		}
		switch line[at] {
		case '#':
			ls.comment = at
			return len(line)
		case '{', '[':
			sh.open = append(sh.open, bracket{line[at], n, at})
			return at + 1
		case '}', ']':
			if sh.stray == nil {
				sh.stray = &bracket{line[at], n, at}
			}
			return len(line)
		case '|', '>':
			ls.comment = commentFrom(line, at)
			return len(line)
		case '"', '\'':
			q := scanQuoted(line, at)
			ls.quotes = append(ls.quotes, q)
			at = skipSpaces(line, q.to)
			if !isValue && at < len(line) && line[at] == ':' {
				break // a key in quotes
			}
			ls.comment = commentFrom(line, q.to)
			if at < ls.comment {
				ls.behind = at
			}
			return len(line)
		default:
			ls.comment = commentFrom(line, at)
			colon := colonFrom(line, at, ls.comment)
			if colon < 0 {
				return len(line)
			}
			if isValue {
				ls.colon = colon
				return len(line)
			}
			at = colon
			ls.comment = len(line)
		}
		ls.keyEnd = at
		at++
	}
}

// scanFlow takes the part of a line that is within brackets.
func (sh *lineScanner) scanFlow(n int, line string, at int, ls *lineMarks) {
	fresh := true // nothing of a value has been seen since the last indicator
	for ; at < len(line); at++ {
		c := line[at]
		switch {
		case c == ' ' || c == '\t':
			continue
		case c == '#' && (at == 0 || line[at-1] == ' ' || line[at-1] == '\t'):
			ls.comment = at
			return
		case c == '{' || c == '[':
			sh.open = append(sh.open, bracket{c, n, at})
			fresh = true
			continue
		case c == '}' || c == ']':
			if len(sh.open) > 0 && sh.open[len(sh.open)-1].mark == c-2 { // in ASCII both pairs are two apart
				sh.open = sh.open[:len(sh.open)-1]
			} else if sh.stray == nil {
				sh.stray = &bracket{c, n, at}
				if len(sh.open) > 0 {
					sh.met = sh.open[len(sh.open)-1].mark
				}
			}
			fresh = false
			continue
		case c == ',' || c == ':' && (at+1 == len(line) || strings.IndexByte(" ,]}\"'{[", line[at+1]) >= 0):
			fresh = true
			continue
		case (c == '"' || c == '\'') && fresh:
			q := scanQuoted(line, at)
			ls.quotes = append(ls.quotes, q)
			at = q.to - 1
		}
		fresh = false
	}
}

// scanQuoted returns the quoted text that begins at an offset, on one line.
func scanQuoted(line string, from int) quoted {
	mark := line[from]
	for at := from + 1; at < len(line); at++ {
		switch {
		case line[at] == '\\' && mark == '"':
			at++
		case line[at] == mark && mark == '\'' && at+1 < len(line) && line[at+1] == mark:
			at++
		case line[at] == mark:
			return quoted{from, at + 1, true}
		}
	}
	return quoted{from, len(line), false}
}

// commentFrom returns where a comment begins at or behind an offset of plain text, else the length of the line.
func commentFrom(line string, at int) int {
	for ; at < len(line); at++ {
		if line[at] == '#' && (at == 0 || line[at-1] == ' ' || line[at-1] == '\t') {
			return at
		}
	}
	return len(line)
}

// colonFrom returns the first colon in line[at:end] that a space or the end of the line follows, or -1.
func colonFrom(line string, at, end int) int {
	for ; at < end; at++ {
		if line[at] == ':' && (at+1 == len(line) || line[at+1] == ' ' || line[at+1] == '\t') {
			return at
		}
	}
	return -1
}

// skipDashes returns the offset behind the indentation and the dashes of a list.
func skipDashes(line string) int {
	at := skipSpaces(line, 0)
	for at < len(line) && line[at] == '-' && (at+1 == len(line) || line[at+1] == ' ') {
		at = skipSpaces(line, at+1)
	}
	return at
}

func skipSpaces(line string, at int) int {
	for at < len(line) && (line[at] == ' ' || line[at] == '\t') {
		at++
	}
	return at
}
