package diag

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxPerFile is how many diagnostics of a file are printed as text; the other formats have all.
const maxPerFile = 100

// ANSI sequences of the text format.
const (
	reset  = "\x1b[0m"
	bold   = "\x1b[1m"
	dim    = "\x1b[2m"
	red    = "\x1b[31m"
	yellow = "\x1b[33m"
	cyan   = "\x1b[36m"
)

// formatText lays diagnostics out for people: where, how bad, what; the line with carets; what to do.
func (p *Printer) formatText(ds []Diagnostic) []byte {
	var out strings.Builder
	printed := make(map[string]int)
	counts := make(map[Severity]int)
	for i, d := range ds {
		counts[d.Severity]++
		printed[d.Range.File]++
		if printed[d.Range.File] <= maxPerFile {
			p.writeDiagnostic(&out, d)
		}
		if i+1 == len(ds) || ds[i+1].Range.File != d.Range.File {
			if more := printed[d.Range.File] - maxPerFile; more > 0 {
				fmt.Fprintf(&out, "%s: %d more; --format json has all\n\n", plain(d.Range.File), more)
			}
		}
	}
	if len(ds) > 0 {
		out.WriteString(summary(counts) + "\n")
	}
	return []byte(out.String())
}

// summary counts the severities in words, the worst first.
func summary(counts map[Severity]int) string {
	var parts []string
	for _, s := range []Severity{Error, Warning, Info} {
		switch n := counts[s]; {
		case n == 1:
			parts = append(parts, "1 "+s.String())
		case n > 1 && s == Info:
			parts = append(parts, fmt.Sprintf("%d infos", n))
		case n > 1:
			parts = append(parts, fmt.Sprintf("%d %ss", n, s))
		}
	}
	return strings.Join(parts, ", ")
}

func (p *Printer) writeDiagnostic(out *strings.Builder, d Diagnostic) {
	color := severityColor(d.Severity)
	fmt.Fprintf(out, "%s%s: %s\n",
		p.paint(bold, place(d.Range)), p.paint(color, d.Severity.String()+"["+d.Code+"]"), p.paint(bold, plain(d.Message)))
	gutter := p.writeExcerpt(out, d.Range, color)
	p.writeRemark(out, gutter, "write", d.Suggestion)
	p.writeRemark(out, gutter, "expected", d.Expected)
	p.writeRemark(out, gutter, "help", d.Help)
	for _, note := range d.Notes {
		text := note.Message
		if note.Range.File != "" {
			text = place(note.Range) + note.Message
		}
		p.writeRemark(out, gutter, "note", text)
		if note.Range.IsValid() {
			p.writeExcerpt(out, note.Range, cyan)
		}
	}
	out.WriteString("\n")
}

// place is file:line:col: with what is known of it.
func place(at Range) string {
	switch {
	case at.File == "":
		return ""
	case !at.Start.IsValid():
		return plain(at.File) + ": "
	}
	return fmt.Sprintf("%s:%d:%d: ", plain(at.File), at.Start.Line, at.Start.Column)
}

// writeExcerpt writes the line of a range with carets, and returns the spaces that stand before the gutter.
func (p *Printer) writeExcerpt(out *strings.Builder, at Range, color string) (gutter string) {
	e, ok := p.excerptOf(at, min(p.options.Width, defaultWidth))
	if !ok {
		return " "
	}
	gutter = strings.Repeat(" ", len(e.number)+1)
	bar := p.paint(dim, "|")
	fmt.Fprintf(out, "%s%s\n", gutter, bar)
	fmt.Fprintf(out, "%s %s %s\n", p.paint(dim, e.number), bar, e.text)
	fmt.Fprintf(out, "%s%s %s%s\n", gutter, bar, strings.Repeat(" ", e.before), p.paint(color, strings.Repeat("^", e.carets)))
	return gutter
}

// writeRemark writes a labelled line below an excerpt, broken at spaces where it is too long.
func (p *Printer) writeRemark(out *strings.Builder, gutter, label, text string) {
	if text == "" {
		return
	}
	head := gutter + "= " + label + ": "
	room := max(30, p.options.Width-len(head))
	for i, line := range wrap(plain(text), room) {
		if i == 0 {
			fmt.Fprintf(out, "%s%s %s%s\n", gutter, p.paint(dim, "="), p.paint(bold, label+": "), line)
			continue
		}
		fmt.Fprintf(out, "%s%s\n", strings.Repeat(" ", len(head)), line)
	}
}

// wrap breaks a text at spaces into lines of at most width characters, where its words allow.
func wrap(text string, width int) []string {
	var lines []string
	for utf8.RuneCountInString(text) > width {
		head := string([]rune(text)[:width+1])
		at := strings.LastIndexByte(head, ' ')
		if at <= 0 {
			if at = strings.IndexByte(text, ' '); at <= 0 {
				break
			}
		}
		lines = append(lines, text[:at])
		text = strings.TrimLeft(text[at:], " ")
	}
	return append(lines, text)
}

func severityColor(s Severity) string {
	switch s {
	case Error:
		return bold + red
	case Warning:
		return bold + yellow
	}
	return bold + cyan
}

func (p *Printer) paint(sequence, text string) string {
	if !p.options.Color || text == "" {
		return text
	}
	return sequence + text + reset
}
