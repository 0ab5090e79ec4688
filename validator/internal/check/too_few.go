package check

import (
	"strconv"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/plan"
	"github.com/specgen/specgen/validator/internal/tally"
	"github.com/specgen/specgen/validator/trace"
)

var tooFew = Rule{
	Doc: Doc{
		ID: "too-few", About: aboutTrace, Severity: trace.Error,
		What:    "A trace lacks a span that occurs once, or a record lacks the child that occurs once for each parent. It is asked of traces of which every record is kept and at least one is there; never of an incomplete input or a trace that is still open, and not where missing-parent says it already.",
		Why:     "A step that always happens was not recorded: its service fails, or its records get lost.",
		Example: "a notification with a notification:sent that is a root, and no notification:notify",
		Fix:     "See whether the service emits the span and exports it.",
	},
	trace: func(t *Trace) {
		if t.Open || len(t.Rows) == 0 {
			return
		}
		t.lackInTrace()
		t.lackBelowParents()
	},
}

// lackInTrace looks for spans that occur once. Where records of several versions meet, all of them have to ask for it.
func (t *Trace) lackInTrace() {
	for i, r := range t.Rows {
		if t.versionSeen(i) {
			continue
		}
		for _, s := range r.Plan.Flow.Spans {
			if s.Model.Occurs.Multiplicity != model.Once || s.Model.Deprecated != nil || t.steps[s.Step.Index] || t.Missing[s.Step] {
				continue
			}
			if at := t.witness(s); at != nil {
				t.Missing[s.Step] = true
				t.reportTooFew(s, at, t.judge.tally.ReportTrace)
			}
		}
	}
}

// versionSeen reports whether an earlier row is of the same version of the same flow.
func (t *Trace) versionSeen(i int) bool {
	for _, r := range t.Rows[:i] {
		if r.Plan.Flow == t.Rows[i].Plan.Flow {
			return true
		}
		if i > 64 {
			break // a long trace: asking a version twice does no harm
		}
	}
	return false
}

// witness returns the first record of the span's kind of trace, or nil where there is none or where a record's version
// does not ask for the span.
func (t *Trace) witness(s *plan.Span) (first *Row) {
	if !s.Model.Trace.Complete() {
		return nil
	}
	for _, r := range t.Rows {
		if r.Plan.Flow.Family != s.Flow.Family || r.Plan.Model.Trace.Name != s.Model.Trace.Name {
			continue
		}
		own := r.Plan.Flow.Span([]byte(s.Model.Name))
		if own == nil || own.Model.Occurs.Multiplicity != model.Once {
			return nil
		}
		if first == nil {
			first = r
		}
	}
	return first
}

// lackBelowParents looks for children that occur once for each parent.
func (t *Trace) lackBelowParents() {
	for _, r := range t.Rows {
		for _, child := range r.Plan.PerParent {
			if child.Model.Trace.Complete() && child.Model.Deprecated == nil && !t.hasChild(r, child) {
				t.reportTooFew(child, r, t.judge.tally.Report)
			}
		}
	}
}

func (t *Trace) hasChild(parent *Row, child *plan.Span) bool {
	if parent.Flags&FlagNoSpan != 0 {
		return true
	}
	if t.children == nil {
		t.children = map[childOf]bool{}
	}
	if len(t.children) == 0 {
		for _, e := range t.Edges {
			if e.Parent != nil {
				t.children[childOf{e.Parent, e.Child.Plan.Step}] = true
			}
		}
		t.children[childOf{}] = true // so that it is filled once
	}
	return t.children[childOf{parent, child.Step}]
}

// childOf is a parent and the step of a child of it.
type childOf struct {
	parent *Row
	step   *plan.Step
}

// reportTooFew reports that a span is not there; at is the record that shows it.
func (t *Trace) reportTooFew(s *plan.Span, at *Row, to func(tally.Key, tally.Place, func() tally.Detail) error) {
	missing := *at
	missing.Plan = s
	if !s.Model.Occurs.PerParent {
		missing.Span, missing.Source = trace.SpanID{}, 0 // who should have emitted it is not known
	}
	t.note(&missing, "", to, func() tally.Detail {
		d := tally.Detail{
			Message: "a trace has no " + strconv.Quote(s.Model.Name), Actual: "none", Expected: occurs(&s.Model.Occurs),
			Spec: s.Model.Occurs.Pos,
		}
		if s.Model.Occurs.PerParent {
			d.Message = strconv.Quote(at.name()) + " has no " + strconv.Quote(s.Model.Name) + " below it"
		}
		return d
	})
}
