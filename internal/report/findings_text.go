package report

import (
	"fmt"
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
	fixed  map[string]bool // rules whose fix was printed: it is the same for each of their findings
}

// Text writes the findings with the worst first, then how far the traces came, then the totals. Infos are a line each,
// unless all is asked for.
func (f Findings) Text(t *output.Text) {
	p := &findingsText{Text: t, result: f.Result, fixed: map[string]bool{}}
	for i := range f.Findings {
		p.finding(&f.Findings[i])
	}
	if n := len(f.Findings); n > 0 && f.Findings[n-1].Severity == trace.Info && !t.Verbose {
		p.Printf("\n")
	}
	if t.Verbose {
		p.inputs()
		p.counts()
	}
	if !t.Quiet {
		p.inputsWithoutRecords()
		for i := range f.Summary.Funnels {
			p.funnel(&f.Summary.Funnels[i])
		}
	}
	p.totals()
}

func (p *findingsText) finding(f *trace.Finding) {
	p.headline(f)
	if f.Severity == trace.Info && !p.Verbose {
		return
	}
	p.field("", about(f))
	if f.Places > 0 {
		p.unreadableInputs()
	} else {
		p.records(f)
	}
	if rule, ok := validator.RuleByID(f.Rule); ok && !p.fixed[f.Rule] {
		p.fixed[f.Rule] = true
		p.field("to do", rule.Fix)
	}
	p.Printf("\n")
}

// headline writes severity, rule and message, and of an info how often.
func (p *findingsText) headline(f *trace.Finding) {
	label := f.Severity.String() + " " + f.Rule
	text := f.Message
	if f.Severity == trace.Info && !p.Verbose {
		if about := about(f); about != "" {
			text += " (" + about + ")"
		}
	}
	head := p.paint(f.Severity, label) + ":"
	headWidth := len(label) + len(": ")
	if p.Width-headWidth < narrowest {
		p.Printf("%s\n", head)
		p.field("", text)
		return
	}
	p.Hang(head+" ", headWidth, len(indent), output.Escaped(text))
}

// records writes what is known of a finding about records.
func (p *findingsText) records(f *trace.Finding) {
	if len(f.Examples) > 0 {
		p.field("seen", f.Examples[0].Actual)
		p.field("expected", f.Examples[0].Expected)
	}
	p.field("perhaps", f.Suggestion)
	p.field("spec", specPlace(f.Spec))
	for i, e := range f.Examples {
		if i == 0 || p.Verbose {
			where, which := examplePlace(e)
			p.field("for one", where)
			p.field(" ", which)
		}
	}
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
	head := indent
	if label != "" {
		head += fmt.Sprintf("%-*s  ", labelWidth, label)
	}
	p.Hang(head, len(head), len(head), output.Escaped(text))
}

func specPlace(at trace.Place) string {
	if at.Line == 0 {
		return at.File
	}
	return fmt.Sprintf("%s:%d:%d", at.File, at.Line, at.Column)
}

// totals writes the last line.
func (p *findingsText) totals() {
	severities := make([]diag.Severity, 0, len(p.result.Findings))
	for i := range p.result.Findings {
		severities = append(severities, severityOf(p.result.Findings[i].Severity))
	}
	verdict := output.CountSeverities(severities)
	if verdict == "" {
		verdict = "no findings"
	}
	s := &p.result.Summary
	text := fmt.Sprintf("%s: %s in %s, %d of them of the flow, in %s", verdict, output.Count(s.Records, "record"),
		output.Count(len(p.result.Inputs), "file"), s.FlowRecords, output.Count(s.Traces, "trace"))
	if unread := p.notWhole(); unread > 0 {
		text += "; " + output.Count(unread, "file") + " could not be read as a whole, so what is missing is no finding"
	}
	lines := output.Wrap(text, p.Width, p.Width-len(indent))
	if rest, ok := strings.CutPrefix(lines[0], verdict); ok && len(severities) > 0 {
		lines[0] = p.paint(p.result.Worst(), verdict) + rest
	}
	p.Printf("%s\n", strings.Join(lines, "\n"+indent))
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
