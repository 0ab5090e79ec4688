package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/page"
	"github.com/specgen/specgen/internal/picture"
	"github.com/specgen/specgen/validator/trace"
)

// Shown is what a page shows besides the result.
type Shown struct {
	Flows   []*model.Flow // the current ones
	Sources diag.Sources  // the texts of the specs
	// Pictures are traces that show something wrong, by their ids. A page takes those of TracesToShow; what is not there is not drawn.
	Pictures map[trace.ID]*picture.Picture
}

// flow returns the flow of a name, nil where it is not known.
func (s *Shown) flow(name string) *model.Flow {
	if s == nil {
		return nil
	}
	for _, f := range s.Flows {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// findingsPage makes the page of a result.
type findingsPage struct {
	Findings
	defects []*defect
	short   map[string]string // names of spans without the flow's namespace
	path    func(string) string
}

// Page returns the report as a page: the verdict, what to do first, how far the flows came, what is wrong and who keeps the spec.
func (f Findings) Page(path func(file string) string) *page.Report {
	p := &findingsPage{Findings: f, defects: f.defects(false), short: map[string]string{}, path: path}
	if f.Funnel != nil {
		for i := range f.Funnel.Flows {
			maps.Copy(p.short, stageNames(&f.Funnel.Flows[i]))
		}
	}
	if f.Shown != nil {
		for _, flow := range f.Shown.Flows {
			for _, span := range flow.Spans {
				p.short[span.Name] = strings.TrimPrefix(span.Name, flow.Namespace)
			}
		}
	}
	out := &page.Report{Subject: p.subject(), Against: p.against(), Read: p.readWords(), Notes: p.notes()}
	out.Title, out.Verdict = p.verdict()
	out.Lede = p.lede()
	out.First = p.first()
	out.Flows, out.Axis = p.flows()
	out.How = len(out.Flows) > 0
	out.Groups, out.Traces = p.wrong()
	out.Keepers = p.keepers()
	return out
}

// subject names the flows with their versions.
func (p *findingsPage) subject() string {
	if p.Shown == nil || len(p.Shown.Flows) == 0 {
		return "specgen validate"
	}
	first := p.Shown.Flows[0]
	text := first.Name + " " + first.Version.String()
	if n := len(p.Shown.Flows) - 1; n > 0 {
		text += " and " + page.Numbered(int64(n), "other flow")
	}
	return text
}

// against names the specs.
func (p *findingsPage) against() string {
	if p.Shown == nil || len(p.Shown.Flows) == 0 {
		return ""
	}
	text := "held against " + p.path(p.Shown.Flows[0].Pos.File)
	if n := len(p.Shown.Flows) - 1; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}

// readWords says what was read, and of which time it is.
func (p *findingsPage) readWords() string {
	text := page.Numbered(p.Summary.Records, "record") + " in " + page.Numbered(int64(len(p.Inputs)), "file")
	if len(p.Inputs) == 1 {
		if name := p.Inputs[0].File; name == standardInput {
			text = page.Numbered(p.Summary.Records, "record") + " of standard input"
		}
	}
	if f := p.Funnel; f != nil && !f.From.IsZero() {
		text += ", " + page.Span(f.From, f.To)
	}
	return text
}

// mostNotes is how many inputs are named that could not be read as a whole.
const mostNotes = 5

// notes says what was not judged.
func (p *findingsPage) notes() (notes []string) {
	if p.Interrupted {
		notes = append(notes, "The run was interrupted: only what was read until then was judged.")
	}
	if p.Partial {
		notes = append(notes, "The input is part of a longer one, so nothing was reported as missing.")
	}
	broken := 0
	for i := range p.Inputs {
		if in := &p.Inputs[i]; in.Broken > 0 {
			if broken++; broken <= mostNotes {
				notes = append(notes, "Not read as a whole: "+problem(in))
			}
		}
	}
	if more := broken - mostNotes; more > 0 {
		notes = append(notes, page.Numbered(int64(more), "more input")+" could not be read as a whole.")
	}
	if p.Summary.LeftOut.Findings > 0 {
		notes = append(notes, "There are too many names, services or versions to tell all of them apart: some are counted together as (others).")
	}
	if p.Baseline != nil {
		notes = append(notes, "Compared with a baseline: "+p.Baseline.sentence()+".")
	}
	return notes
}

// verdict returns the title of the document and the heading.
func (p *findingsPage) verdict() (string, page.Text) {
	name := p.subject()
	errors, warnings := p.count(trace.Error), p.count(trace.Warning)
	switch {
	case p.Summary.FlowRecords == 0 && errors == 0:
		return name + ": no records", page.Text{{Text: "There is "}, {Class: "bad", Text: "no record of the flow"}, {Text: " in the data."}}
	case errors > 0:
		text := ": " + page.Numbered(int64(errors), "kind") + " of mistakes" + p.inTraces() + "."
		if p.Summary.FlowRecords == 0 {
			text = ": " + page.Numbered(int64(errors), "kind") + " of mistakes."
		}
		return name + " does not keep the spec", page.Text{{Text: "The data "}, {Class: "bad", Text: "does not keep the spec"}, {Text: text}}
	case warnings > 0:
		text := ", with " + page.Numbered(int64(warnings), "kind") + " of warnings."
		return name + " keeps the spec", page.Text{{Text: "The data "}, {Class: "ok", Text: "keeps the spec"}, {Text: text}}
	}
	return name + " keeps the spec", page.Text{{Text: "The data "}, {Class: "ok", Text: "keeps the spec"}, {Text: "."}}
}

// inTraces says how many traces have an error, where that is known.
func (p *findingsPage) inTraces() string {
	if p.Overview == nil || p.Overview.ErrorTraces == 0 {
		return ""
	}
	return ", in " + page.Number(p.Overview.ErrorTraces) + " of " + page.Numbered(p.Summary.Traces, "trace")
}

// count returns how many kinds of mistakes have a severity, without what they explain.
func (p *findingsPage) count(severity trace.Severity) int {
	n := 0
	for _, d := range p.defects {
		if d.severity == severity {
			n++
		}
	}
	return n
}

// label is the name of a span as people call it: without the flow's namespace.
func (p *findingsPage) label(span string) string {
	if short, ok := p.short[span]; ok {
		return short
	}
	return span
}

// wrong returns what is wrong, and what is only told, with the axis of all pictures of traces.
func (p *findingsPage) wrong() ([]page.Group, *page.Axis) {
	axis := p.axisOfTraces()
	wrong := page.Group{Title: "What is wrong", About: "The worst first. Each is one rule that is broken in one place, with one trace that shows it.", Command: everything}
	told := page.Group{Title: "What else was seen", About: "It counts for nothing, and may be worth knowing.", Command: everything}
	for i, d := range p.defects {
		kind := p.kind(d, i, axis)
		if d.severity < trace.Warning {
			told.Kinds = append(told.Kinds, kind)
			continue
		}
		kind.Open = len(wrong.Kinds) < mostOpen
		wrong.Kinds = append(wrong.Kinds, kind)
	}
	groups := []page.Group{wrong, told}
	return slices.DeleteFunc(groups, func(g page.Group) bool { return len(g.Kinds) == 0 }), axis
}

// mostOpen is how many kinds of mistakes are open.
const mostOpen = 2

// everything is the command that lists all kinds of mistakes.
const everything = "specgen validate --verbose"

// axisOfTraces returns the axis on which all traces of the page fit; nil where there is none.
func (p *findingsPage) axisOfTraces() *page.Axis {
	if p.Shown == nil || len(p.Shown.Pictures) == 0 {
		return nil
	}
	longest := int64(0)
	for _, drawn := range p.Shown.Pictures {
		longest = max(longest, int64(drawn.Longest))
	}
	return page.NewAxis(longest)
}
