package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// findingsText writes one result as text.
type findingsText struct {
	*output.Text
	result *validator.Result
	beside *Comparison     // nil without a baseline
	sample bool            // one of those that are compared together: what is said of all stands elsewhere
	fixed  map[string]bool // rules whose fix was printed: it is the same for each of their findings
}

// twoScreens is how many lines a report takes at most, unless all is asked for.
const twoScreens = 100

// Text writes what was read, how far the traces came and the causes that hit most traces; then what is wrong, the worst
// first, in as much detail as fits two screens; then infos, and the totals. A verbose text has all of it in full.
func (f Findings) Text(t *output.Text) { f.text(t, !t.Quiet) }

// text is Text with or without the head.
func (f Findings) text(t *output.Text, withHead bool) {
	p := &findingsText{Text: t, result: f.Result, beside: f.Baseline, sample: f.sample, fixed: map[string]bool{}}
	defects := f.defects(t.Verbose)
	if withHead {
		p.head(defects)
	}
	if t.Verbose {
		for _, d := range defects {
			p.withConsequences(d)
		}
		p.inputs()
		p.counts()
		for i := range f.Summary.Funnels {
			p.funnel(&f.Summary.Funnels[i])
		}
		p.totals()
		return
	}
	isInfo := func(d *defect) bool { return d.severity < trace.Warning }
	end := p.part()
	end.end(slices.DeleteFunc(slices.Clone(defects), func(d *defect) bool { return !isInfo(d) }))
	p.fit(slices.DeleteFunc(defects, isInfo), twoScreens-p.Lines()-end.Lines())
	p.Append(end.Text)
}

// part returns the same for what is laid out apart.
func (p *findingsText) part() *findingsText {
	part := *p
	part.Text = p.Part()
	return &part
}

// end writes infos, and what comes behind them.
func (p *findingsText) end(infos []*defect) {
	p.infos(infos)
	if !p.Quiet {
		p.inputsWithoutRecords()
	}
	p.totals()
}

// totals writes the last line.
func (p *findingsText) totals() {
	p.leftOut()
	severities := make([]diag.Severity, 0, len(p.result.Findings))
	worst := trace.Off
	for i := range p.result.Findings {
		if f := &p.result.Findings[i]; p.beside.state(f.Fingerprint) != output.Known {
			severities, worst = append(severities, severityOf(f.Severity)), max(worst, f.Severity)
		}
	}
	verdict := output.CountSeverities(severities)
	if verdict == "" {
		verdict = "no findings"
		if p.beside != nil {
			verdict = "no findings that are new or have grown"
		}
	}
	s := &p.result.Summary
	text := fmt.Sprintf("%s: %s in %s, %d of them of the flow, in %s", verdict, output.Count(s.Records, "record"),
		output.Count(len(p.result.Inputs), "file"), s.FlowRecords, output.Count(s.Traces, "trace"))
	if unread := p.notWhole(); unread > 0 {
		text += "; " + output.Count(unread, "file") + " could not be read as a whole: what is missing may be there, and is a warning at most"
	}
	lines := output.Wrap(text, p.Width, p.Width-len(indent))
	if rest, ok := strings.CutPrefix(lines[0], verdict); ok && len(severities) > 0 {
		lines[0] = p.paint(worst, verdict) + rest
	}
	p.Printf("%s\n", strings.Join(lines, "\n"+indent))
	if p.result.Interrupted {
		p.Hang("", 0, len(indent), "interrupted: only what was read until then was judged; rules about missing spans are off")
	}
	if p.beside != nil && !p.sample {
		p.Hang("", 0, len(indent), "baseline: "+output.Escaped(p.beside.sentence()))
		p.gone()
	}
}

// gone lists what the baseline has and the result has not, where everything is asked for.
func (p *findingsText) gone() {
	if !p.Verbose {
		return
	}
	for _, f := range p.beside.gone {
		p.field("", "gone: "+f.Rule+": "+f.Message)
	}
}

func (p *findingsText) notWhole() (n int) {
	for i := range p.result.Inputs {
		if !p.result.Inputs[i].Complete {
			n++
		}
	}
	return n
}

// paint colours a text by severity.
func (p *findingsText) paint(s trace.Severity, text string) string {
	return p.Paint(text, "1;"+output.ColorOf(severityOf(s)))
}

const (
	// indent is how deep what belongs to a finding stands.
	indent = "    "
	// labelWidth is that of the longest label, "expected".
	labelWidth = 8
	// narrowest is the room that words need beside a headline's label; with less they stand below it.
	narrowest = 20
)

// field writes a line behind a label, or without one, wrapped below itself. It writes nothing where there is no text.
func (p *findingsText) field(label, text string) {
	if text == "" {
		return
	}
	head := fieldHead(label)
	p.Hang(head, len(head), len(head), output.Escaped(text))
}

// shortField is field with a text that is cut where the line ends.
func (p *findingsText) shortField(label, text string) {
	head := fieldHead(label)
	p.Printf("%s%s\n", head, cut(output.Escaped(text), p.Width-len(head)))
}

func fieldHead(label string) string {
	if label == "" {
		return indent
	}
	return fmt.Sprintf("%s%-*s  ", indent, labelWidth, label)
}

// cut returns the beginning of a text that is longer than the given number of characters, which is at least narrowest.
func cut(text string, width int) string {
	width = max(width, narrowest)
	if letters := []rune(text); len(letters) > width {
		return strings.TrimRight(string(letters[:width-1]), " ") + "…"
	}
	return text
}
