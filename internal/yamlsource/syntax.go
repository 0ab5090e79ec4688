package yamlsource

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/diag"
)

// reportSyntax reports why lines first up to but without end do not parse. It looks for known mistakes in the lines; goccy's error is
// only used for its place, where none is found.
func (r *reader) reportSyntax(first, end int, failed *syntaxError) {
	count := r.count
	var marks lineScanner
	above := 0 // the last line whose plain value may go on in lines that are indented deeper
	for n := first; n < end && r.count == count; n++ {
		if line := r.line(n); !isBlank(line) {
			inBrackets := len(marks.open) > 0
			ls := marks.scan(n, line)
			if ls.keyEnd < 0 && !isItem(line) && above > 0 && indentOf(line) > indentOf(r.line(above)) {
				continue
			}
			r.checkLine(n, line, inBrackets, ls)
			above = 0
			if ls.value < ls.comment {
				above = n
			}
		}
		if b, ok := r.blockAt(n); ok && b.end > n {
			n = b.end - 1
		}
	}
	if r.count > count || r.anyReported(first, end) {
		return
	}
	switch {
	case r.reportListTypes(first, end):
	case marks.stray != nil && marks.met != 0:
		r.reportBracket(*marks.stray, fmt.Sprintf("does not close the %c before it", marks.met), "close each with its own, or write the text in quotes")
	case marks.stray != nil:
		r.reportBracket(*marks.stray, "closes nothing", "take it out, or write the text in quotes")
	case len(marks.open) > 0:
		closing := map[byte]string{'{': "}", '[': "]"}[marks.open[len(marks.open)-1].mark]
		r.reportBracket(marks.open[len(marks.open)-1], "is not closed", fmt.Sprintf("write %s where it ends, or write the text in quotes", closing))
	case r.reportDeeper(first, end):
	default:
		r.reportUnknown(first, end, failed)
	}
}

// anyReported reports whether the guard reported something on one of the lines, which then is why they do not parse.
func (r *reader) anyReported(first, end int) bool {
	for n := first; n < end; n++ {
		if r.isReported(n) {
			return true
		}
	}
	return false
}

// checkLine reports the mistakes that one line shows by itself.
func (r *reader) checkLine(n int, line string, inBrackets bool, ls lineMarks) {
	for _, q := range ls.quotes {
		if !q.closed {
			r.add("yaml/unclosed", r.span(n, q.from, len(line)), fmt.Sprintf("the quote %c is not closed on its line", line[q.from]), "close it; write long text as a block: `|` or `>-` and indented lines")
			return
		}
		if line[q.from] == '"' {
			r.unescape(line[q.from+1:q.to-1], n, utf8.RuneCountInString(line[:q.from])+2)
		}
	}
	if inBrackets {
		return
	}
	value := line[min(ls.value, len(line)):ls.comment]
	switch {
	case ls.keyEnd >= 0 && gluedKey.MatchString(line[indentOf(line):ls.keyEnd]):
		r.reportGlued(n, gluedKey.FindString(line[indentOf(line):ls.keyEnd]))
	case ls.behind >= 0:
		r.reportBehind(n, line, ls)
	case value != "" && strings.IndexByte("@`%", value[0]) >= 0:
		r.reportText(n, line, ls, "yaml/reserved", ls.value, fmt.Sprintf("YAML allows no plain text that begins with %c", value[0]), "write it in quotes")
	case value != "" && strings.IndexByte("*&!", value[0]) >= 0:
		r.reportText(n, line, ls, "yaml/reserved", ls.value, fmt.Sprintf("a plain text that begins with %c has another meaning in YAML", value[0]), "write it in quotes")
	case ls.colon >= 0:
		r.reportText(n, line, ls, "yaml/colon", ls.value, "the text has a colon before a space, which YAML reads as a key", "write it in quotes")
	case ls.keyEnd < 0 && !isItem(line) && strings.IndexByte("{[}]\"'", strings.TrimSpace(line)[0]) < 0:
		r.reportNoColon(n)
	}
}

// reportGlued reports a key whose colon has a bracket or quote right behind it.
func (s *source) reportGlued(n int, glued string) {
	key := glued[:len(glued)-1]
	s.report(diag.Diagnostic{
		Code: "yaml/space", Severity: diag.Error, Range: s.at(n, indentOf(s.line(n))+1, utf8.RuneCountInString(key)),
		Message:    fmt.Sprintf("there is no space behind the colon of %s", diag.Short(key)),
		Suggestion: key + " ",
	})
}

// reportBehind reports text behind a closing quote: a quote within the text, or one that was to be part of it.
func (r *reader) reportBehind(n int, line string, ls lineMarks) {
	value := strings.TrimRight(line[ls.value:ls.comment], " ")
	meant := value
	if last := len(value) - 1; value[last] == value[0] {
		meant = value[1:last]
	}
	r.report(diag.Diagnostic{
		Code: "yaml/quotes", Severity: diag.Error, Range: r.span(n, ls.value, ls.comment),
		Message:    fmt.Sprintf("the quote is closed before %s", diag.Short(strings.TrimRight(line[ls.behind:ls.comment], " "))),
		Suggestion: Quote(meant),
		Help:       "close it at the end of the text; within single quotes write '' for one",
	})
}

// reportText reports something about the value on a line, which in quotes would be right.
func (r *reader) reportText(n int, line string, ls lineMarks, code string, at int, message, help string) {
	d := diag.Diagnostic{Code: code, Severity: diag.Error, Range: r.span(n, at, ls.comment), Message: message, Help: help}
	if at == ls.value {
		d.Suggestion = Quote(strings.TrimRight(line[ls.value:ls.comment], " "))
	}
	r.report(d)
}

// reportNoColon reports a line that is not an entry of a mapping. A line that continues a text of several lines is not reported.
func (r *reader) reportNoColon(n int) {
	line := r.line(n)
	text := strings.TrimSpace(line[:commentFrom(line, indentOf(line))])
	if i := strings.IndexByte(text, ':'); i > 0 && !strings.Contains(text[:i], " ") && i+1 < len(text) {
		r.report(diag.Diagnostic{
			Code: "yaml/space", Severity: diag.Error, Range: r.span(n, indentOf(line), indentOf(line)+len(text)),
			Message:    fmt.Sprintf("there is no space behind the colon of %s", diag.Short(text)),
			Suggestion: text[:i] + ": " + text[i+1:],
			Help:       "write a space behind the colon; a name with a colon in it stands in quotes, and a colon behind them",
		})
		return
	}
	d := diag.Diagnostic{
		Code: "yaml/no-colon", Severity: diag.Error, Range: r.content(n),
		Message: fmt.Sprintf("%s is no entry: there is no colon behind a key", diag.Short(text)),
		Help:    "write `key: value`; text over several lines is a block: `|` or `>-` and indented lines",
	}
	if isWord(text) {
		d.Suggestion = text + ":"
	} else if key, value, ok := strings.Cut(text, " "); ok && isWord(key) {
		d.Suggestion = key + ": " + strings.TrimSpace(value)
	}
	r.report(d)
}

func isWord(text string) bool {
	return strings.IndexFunc(text, func(c rune) bool { return c != '_' && (c < 'a' || c > 'z') }) < 0
}

// reportDeeper finds a line that is indented deeper than the entry before it, which has a value already.
func (r *reader) reportDeeper(first, end int) bool {
	above := 0
	for n := first; n < end; n++ {
		line := r.line(n)
		if isBlank(line) {
			continue
		}
		ls := new(lineScanner).scan(n, line)
		if above > 0 && isItem(line) && indentOf(line) == indentOf(r.line(above)) {
			r.add("yaml/indentation", r.content(n), fmt.Sprintf("an entry of a list stands beside line %d, an entry of a mapping", above), "put the list under a key of its own, and indent it deeper")
			return true
		}
		if above > 0 && indentOf(line) > indentOf(r.line(above)) && (ls.keyEnd >= 0 || isItem(line)) {
			r.add("yaml/indentation", r.at(n, 1, indentOf(line)), fmt.Sprintf("the line is indented deeper than line %d, which has a value already", above), "indent it as deep as the entry it stands beside")
			return true
		}
		above = 0
		if ls.keyEnd >= 0 && ls.value < ls.comment {
			above = n
		}
		if b, ok := r.blockAt(n); ok && b.end > n {
			above, n = 0, b.end-1
		}
	}
	return false
}

func (r *reader) reportBracket(b bracket, what, help string) {
	r.add("yaml/bracket", r.span(b.line, b.at, b.at+1), fmt.Sprintf("the bracket %c %s", b.mark, what), help)
}

// reportUnknown reports a mistake of an unknown kind, at the place where goccy stopped.
func (r *reader) reportUnknown(first, end int, failed *syntaxError) {
	at := r.content(r.headOf(first, end))
	if p := failed.at; p.Line >= first && p.Line < end && !isBlank(r.line(p.Line)) {
		at = r.content(p.Line)
		if p.Column > at.Start.Column && p.Column < at.End.Column {
			at.Start.Column = p.Column
		}
	}
	message, help := "cannot read this as YAML", "check the indentation, quotes and brackets here and in the lines before; text with marks in it stands in quotes"
	if strings.Contains(failed.words, "sequence") {
		message, help = "a list cannot stand here", "put it under a key of its own, indented alike"
	}
	r.add("yaml/syntax", at, message, help)
}

// span is the range from one byte offset of a line to another.
func (r *reader) span(n, from, to int) diag.Range {
	line := r.line(n)
	to = min(to, len(line))
	width := utf8.RuneCountInString(strings.TrimRight(line[from:to], " "))
	return r.at(n, utf8.RuneCountInString(line[:from])+1, max(1, width))
}
