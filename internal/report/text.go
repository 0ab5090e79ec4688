package report

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// Style is how text is printed.
type Style struct {
	Width   int  // columns; 0 means 100
	Color   bool // ANSI colours
	Quiet   bool // only findings and the totals
	Verbose bool // every input, every count, and infos with their examples
}

// Text writes the result for people: the findings with the worst first, then how far the traces came, then the totals. Text
// from traces is escaped, so that it cannot steer a terminal.
func Text(w io.Writer, r *validator.Result, style Style) error {
	if style.Width <= 0 {
		style.Width = 100
	}
	p := &printer{style: style, said: map[string]bool{}, result: r}
	for i := range r.Findings {
		p.finding(&r.Findings[i])
	}
	if n := len(r.Findings); n > 0 && r.Findings[n-1].Severity == trace.Info && !style.Verbose {
		p.out.WriteByte('\n')
	}
	if style.Verbose {
		p.inputs(r.Inputs)
		p.counts(&r.Summary)
	}
	if !style.Quiet {
		p.nothing(r.Inputs)
		for _, f := range r.Summary.Funnels {
			p.funnel(f)
		}
	}
	p.totals(r)
	_, err := w.Write(p.out.Bytes())
	return err
}

type printer struct {
	style Style
	out   bytes.Buffer
	said  map[string]bool // rules whose fix was printed

	result *validator.Result
}

// indent is how deep what belongs to a finding stands.
const indent = "    "

func (p *printer) finding(f *trace.Finding) {
	p.headline(f)
	if f.Severity == trace.Info && !p.style.Verbose {
		return
	}
	if about := about(f); about != "" {
		p.field("", about)
	}
	if f.Places > 0 {
		p.broken(p.result.Inputs)
	} else {
		p.shown(f)
	}
	if rule, ok := validator.RuleByID(f.Rule); ok && !p.said[f.Rule] {
		p.said[f.Rule] = true
		p.field("to do", rule.Fix)
	}
	p.out.WriteByte('\n')
}

// shown prints what is known of a finding about records.
func (p *printer) shown(f *trace.Finding) {
	if len(f.Examples) > 0 {
		e := f.Examples[0]
		p.field("seen", e.Actual)
		p.field("expected", e.Expected)
	}
	if f.Suggestion != "" {
		p.field("perhaps", f.Suggestion)
	}
	if f.Spec.File != "" {
		p.field("spec", specPlace(f.Spec))
	}
	for i, e := range f.Examples {
		if i == 0 || p.style.Verbose {
			where, which := examplePlace(e)
			p.field("for one", where)
			p.field(" ", which)
		}
	}
}

// headline prints severity, rule and message, and of an info how often.
func (p *printer) headline(f *trace.Finding) {
	label := f.Severity.String() + " " + f.Rule
	text := f.Message
	if f.Severity == trace.Info && !p.style.Verbose {
		if about := about(f); about != "" {
			text += " (" + about + ")"
		}
	}
	first := p.style.Width - len(label) - 2
	if first < 20 { // no room for words beside the label
		fmt.Fprintf(&p.out, "%s:\n", p.paint(f.Severity, label))
		p.field("", text)
		return
	}
	lines := wrap(clean(text), first, p.style.Width-len(indent))
	fmt.Fprintf(&p.out, "%s: %s\n", p.paint(f.Severity, label), lines[0])
	for _, line := range lines[1:] {
		p.out.WriteString(indent + line + "\n")
	}
}

// about says how many records and traces, and whose.
func about(f *trace.Finding) string {
	var parts []string
	switch {
	case f.Records > 0 && f.Traces > 0:
		parts = append(parts, count(f.Records, "record")+" in "+count(f.Traces, "trace"))
	case f.Traces > 0:
		parts = append(parts, count(f.Traces, "trace"))
	case f.Places > 0:
		parts = append(parts, count(f.Places, "place"))
	case f.Records > 0:
		parts = append(parts, count(f.Records, "record"))
	}
	if f.Service != "" && len(parts) > 0 {
		parts = append(parts, "from "+strings.TrimSpace(f.Service+" "+f.Version))
	}
	return strings.Join(parts, " ")
}

// labelWidth is that of the longest label, "expected".
const labelWidth = 8

// field prints a labelled line, wrapped below itself.
func (p *printer) field(label, text string) {
	if text == "" {
		return
	}
	pad := indent
	if label != "" {
		pad += fmt.Sprintf("%-*s  ", labelWidth, label)
	}
	room := p.style.Width - len(pad)
	for i, line := range wrap(clean(text), room, room) {
		if i > 0 {
			pad = strings.Repeat(" ", len(pad))
		}
		p.out.WriteString(pad + line + "\n")
	}
}

func specPlace(at trace.Place) string {
	if at.Line == 0 {
		return at.File
	}
	return fmt.Sprintf("%s:%d:%d", at.File, at.Line, at.Column)
}

func place(input string, line, offset int64) string {
	if line > 0 {
		input += ":" + strconv.FormatInt(line, 10)
	}
	return input + ", byte " + strconv.FormatInt(offset, 10)
}

// examplePlace says where an example stands, and which record it is.
func examplePlace(e trace.Example) (where, which string) {
	where = place(e.Input, e.Line, e.Offset)
	var ids []string
	if e.TraceID != "" {
		ids = append(ids, "trace "+e.TraceID)
	}
	if e.SpanID != "" {
		ids = append(ids, "span "+e.SpanID)
	}
	return where, strings.Join(ids, " ")
}

func (p *printer) inputs(inputs []validator.Input) {
	for _, in := range inputs {
		format := string(in.Format)
		if in.Compression != "none" {
			format += " in " + in.Compression
		}
		text := fmt.Sprintf("%s: %s, %s, %s", in.File, format, count(in.Bytes, "byte"), count(in.Records, "record"))
		if in.Skipped > 0 {
			text += ", " + count(in.Skipped, "request") + " without traces left alone"
		}
		if !in.Complete {
			text += ", not read as a whole"
		}
		p.field("", text)
	}
	p.out.WriteByte('\n')
}

func (p *printer) counts(s *validator.Summary) {
	for _, span := range s.Spans {
		p.field("", fmt.Sprintf("%s: %s", span.Span, count(span.Records, "record")))
	}
	if s.Unknown > 0 {
		p.field("", "under names that the flow does not have: "+count(s.Unknown, "record"))
	}
	p.out.WriteByte('\n')
	for _, service := range s.Services {
		p.field("", fmt.Sprintf("%s: %s", service.Service, count(service.Records, "record")))
	}
	p.out.WriteByte('\n')
}

// funnel prints how many traces came to each stage, as bars. Stages of which only a part is kept say so: their bars do not
// compare.
func (p *printer) funnel(f validator.Funnel) {
	var most int64
	names, digits := 0, 1
	for _, s := range f.Stages {
		most = max(most, s.Traces)
		names = max(names, len([]rune(clean(s.Span))))
		digits = max(digits, len(strconv.FormatInt(s.Traces, 10)))
	}
	if most == 0 {
		return
	}
	// A bar is at least three long, with two spaces before each column and " (99.99% kept)" behind.
	names = max(min(names, p.style.Width/2, p.style.Width-digits-23), 8)
	room := max(p.style.Width-names-digits-len(indent)-16, 3)
	p.out.WriteString(strings.Join(wrap("Traces of "+clean(f.Flow)+" that reached each stage:", p.style.Width, p.style.Width), "\n") + "\n")
	for _, s := range f.Stages {
		name := []rune(clean(s.Span))
		if len(name) > names {
			name = append(name[:names-1], '…')
		}
		bar := strings.Repeat("█", int((s.Traces*int64(room)+most-1)/most))
		line := fmt.Sprintf("  %s%s  %*d  %s", string(name), strings.Repeat(" ", names-len(name)), digits, s.Traces, bar)
		if s.Sampling < 1 {
			line += fmt.Sprintf(" (%s kept)", strconv.FormatFloat(s.Sampling*100, 'g', 4, 64)+"%")
		}
		p.out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	p.out.WriteByte('\n')
}

// totals prints the last line.
func (p *printer) totals(r *validator.Result) {
	var errors, warnings, infos int64
	for _, f := range r.Findings {
		switch f.Severity {
		case trace.Error:
			errors++
		case trace.Warning:
			warnings++
		default:
			infos++
		}
	}
	verdict := "no findings"
	if errors+warnings+infos > 0 {
		var parts []string
		for _, part := range []struct {
			n    int64
			word string
		}{{errors, "error"}, {warnings, "warning"}, {infos, "info"}} {
			if part.n > 0 {
				parts = append(parts, count(part.n, part.word))
			}
		}
		verdict = strings.Join(parts, ", ")
	}
	s := &r.Summary
	text := fmt.Sprintf("%s: %s in %s, %d of them of the flow, in %s", verdict, count(s.Records, "record"),
		count(int64(len(r.Inputs)), "file"), s.FlowRecords, count(s.Traces, "trace"))
	if broken := notWhole(r.Inputs); broken > 0 {
		text += "; " + count(broken, "file") + " could not be read as a whole, so what is missing is no finding"
	}
	worst := r.Worst()
	lines := wrap(text, p.style.Width, p.style.Width-len(indent))
	if rest, ok := strings.CutPrefix(lines[0], verdict); ok && worst != trace.Off {
		lines[0] = p.paint(worst, verdict) + rest
	}
	p.out.WriteString(strings.Join(lines, "\n"+indent) + "\n")
}

func notWhole(inputs []validator.Input) (n int64) {
	for _, in := range inputs {
		if !in.Complete {
			n++
		}
	}
	return n
}

// paint colours a text by severity.
func (p *printer) paint(s trace.Severity, text string) string {
	if !p.style.Color {
		return text
	}
	code := "36" // cyan
	switch s {
	case trace.Error:
		code = "31" // red
	case trace.Warning:
		code = "33" // yellow
	}
	return "\x1b[1;" + code + "m" + text + "\x1b[0m"
}

func count(n int64, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.FormatInt(n, 10) + " " + word + "s"
}
