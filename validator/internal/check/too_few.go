package check

import (
	"slices"
	"strconv"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var tooFew = Rule{
	Doc: Doc{
		ID: "too-few", About: aboutTrace, Severity: trace.Error,
		What:    "A trace lacks a span that occurs once, or a record lacks the child that occurs once for each parent. It is asked of traces of which every record is kept, and which a record or the link of one shows to be there; never of an incomplete input, one that could not be read as a whole, or a trace that is still open. What it says, missing-parent and dangling-link do not say again.",
		Why:     "A step that always happens was not recorded: its service fails, or its records get lost.",
		Example: "a notification:trigger that links to a notification of which there is no record",
		Fix:     "See whether the service emits the span and exports it.",
	},
	trace: func(t *Trace) {
		for _, l := range t.Lacks {
			t.reportTooFew(l.Span, l.At, t.judge.tally.ReportTrace)
		}
		if !t.Open {
			t.lackBelowParents()
		}
		t.lackFar()
	},
}

// Lack is a span that a trace should have and has not.
type Lack struct {
	Span *compiled.Span
	At   *Row // the record that shows it
}

// kind is the records of a trace that are of one version of a flow and one kind of trace.
type kind struct {
	flow  *compiled.Flow
	of    *model.Trace
	first *Row
}

// findKinds collects what kinds of record the trace has, in the order of their first ones. There are few, whatever the
// number of records.
func (t *Trace) findKinds() {
	t.kinds = t.kinds[:0]
	for _, r := range t.Rows {
		t.judge.looked++
		if !slices.ContainsFunc(t.kinds, func(k kind) bool { return k.flow == r.Plan.Flow && k.of == r.Plan.Model.Trace }) {
			t.kinds = append(t.kinds, kind{r.Plan.Flow, r.Plan.Model.Trace, r})
		}
	}
}

// findLacks looks for spans that occur once and are not in the trace. Where records of several versions meet, all of them
// have to ask for it.
func (t *Trace) findLacks() {
	t.findKinds()
	if !t.Open {
		for i, k := range t.kinds {
			if slices.ContainsFunc(t.kinds[:i], func(before kind) bool { return before.flow == k.flow }) {
				continue
			}
			for _, s := range k.flow.Spans {
				t.findLack(s, nil)
			}
		}
	}
	for _, l := range t.Links {
		if l.To == nil && len(l.From.Plan.LinksTo) == 1 && !t.judge.open(max(l.From.End, t.last)) {
			t.findLack(l.From.Plan.Flow.Span([]byte(l.From.Plan.LinksTo[0].Text)), l.From)
		}
	}
}

// findLack notes that the trace lacks the span, if it does. from is the record that links to the span, if that is how it
// is known.
func (t *Trace) findLack(s *compiled.Span, from *Row) {
	if s.Model.Occurs.Multiplicity != model.Once || s.Model.Deprecated != nil || !s.Model.Trace.Complete() ||
		t.steps[s.Name.Index] || t.Lacking[s.Name] {
		return
	}
	at, asked := t.witness(s)
	if at == nil {
		at = from
	}
	if asked && at != nil {
		t.Lacking[s.Name] = true
		t.Lacks = append(t.Lacks, Lack{s, at})
	}
}

// witness returns the first record of the span's kind of trace, or nil where there is none. It reports false where a
// record's version does not ask for the span.
func (t *Trace) witness(s *compiled.Span) (first *Row, asked bool) {
	for _, k := range t.kinds {
		t.judge.looked++
		if k.flow.AllVersions != s.Flow.AllVersions || k.of.Name != s.Model.Trace.Name {
			continue
		}
		own := k.flow.Span([]byte(s.Model.Name))
		if own == nil || own.Model.Occurs.Multiplicity != model.Once {
			return nil, false
		}
		if first == nil {
			first = k.first
		}
	}
	return first, true
}

// lackBelowParents looks for children that occur once for each parent.
func (t *Trace) lackBelowParents() {
	for _, r := range t.Rows {
		for _, child := range r.Plan.PerParent {
			if !isOwed(child) || t.hasChild(r, child) {
				continue
			}
			if child.Model.ParentInOtherTrace() {
				t.lacks = append(t.lacks, r) // a child may name it by its span id alone: passOn
				continue
			}
			t.reportTooFew(child, r, t.judge.tally.Report)
		}
	}
}

// isOwed reports whether the absence of a child that occurs once for each parent is a finding.
func isOwed(child *compiled.Span) bool {
	return child.Model.Trace.Complete() && child.Model.Deprecated == nil
}

func (t *Trace) hasChild(parent *Row, child *compiled.Span) bool {
	if parent.Flags&FlagNoSpan != 0 {
		return true
	}
	if t.children == nil {
		t.children = map[childOf]bool{}
	}
	if len(t.children) == 0 {
		for _, e := range t.Edges {
			if e.Parent != nil {
				t.children[childOf{e.Parent, e.Child.Plan.Name}] = true
			}
		}
		t.children[childOf{}] = true // so that it is filled once
	}
	return t.children[childOf{parent, child.Name}]
}

// childOf is a parent and the step of a child of it.
type childOf struct {
	parent *Row
	step   *compiled.SpanName
}

// reportTooFew reports that a span is not there; at is the record that shows it.
func (t *Trace) reportTooFew(s *compiled.Span, at *Row, to func(findings.Key, findings.Place, func() findings.Detail) error) {
	if t.Whole > 0 || t.ID.IsZero() && t.judge.cut {
		return // what is lacking may be among what is left out
	}
	missing := *at
	missing.Plan = s
	if !t.ID.IsZero() {
		missing.Home = t.ID
	}
	if !s.Model.Occurs.PerParent {
		missing.Span, missing.Source = trace.SpanID{}, 0 // who should have emitted it is not known
	}
	t.note(&missing, "", to, func() findings.Detail {
		d := findings.Detail{
			Message: "a trace has no " + strconv.Quote(s.Model.Name), Actual: "none", Expected: occurs(&s.Model.Occurs),
			Spec: s.Model.Occurs.Pos,
		}
		if s.Model.Occurs.PerParent {
			d.Message = strconv.Quote(at.name()) + " has no " + strconv.Quote(s.Model.Name) + " below it"
		}
		return d
	})
}
