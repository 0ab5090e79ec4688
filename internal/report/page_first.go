package report

import (
	"cmp"
	"slices"

	"github.com/specgen/specgen/internal/page"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// mostFirst is how many things a page says to do first.
const mostFirst = 3

// weightOf is how much a trace counts by the severity of what is wrong with it. A trace that is lost counts as one with an error.
func weightOf(s trace.Severity) int64 {
	switch s {
	case trace.Error:
		return 10
	case trace.Warning:
		return 1
	}
	return 0
}

// ranked is a task with its weight.
type ranked struct {
	page.Task
	weight int64
}

// first returns what to do first: mistakes and losses, by severity and by how many traces they are in.
func (p *findingsPage) first() []page.Task {
	var list []ranked
	for i, d := range p.defects {
		weight := weightOf(d.severity) * max(d.traces, d.places, 1)
		if weight == 0 {
			continue
		}
		f := d.first()
		rule, _ := validator.RuleByID(f.Rule)
		task := page.Task{Who: p.who(d), What: page.Cut(f.Message, mostWords), Do: rule.Fix, Link: pageAmount(d.records, d.traces, d.places), To: kindID(i)}
		list = append(list, ranked{task, weight})
	}
	list = append(list, p.losses()...)
	slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(b.weight, a.weight) })
	var out []page.Task
	for _, one := range list[:min(len(list), mostFirst)] {
		out = append(out, one.Task)
	}
	return out
}

// who says whose records show a defect.
func (p *findingsPage) who(d *defect) string {
	sources := p.sources(d)
	if len(sources) == 0 {
		return cmp.Or(p.label(d.first().Span), "the input")
	}
	text := sources[0].Name
	if n := len(d.findings) - 1; n > 0 {
		text += " and " + page.Numbered(int64(n), "other")
	}
	return text
}
