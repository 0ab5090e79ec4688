package check

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var missingParent = Rule{
	Doc: Doc{
		ID: "missing-parent", About: aboutPlace, Severity: trace.Error,
		What:    "A record's parent is not in the input, although every record of its parent's kind of trace is kept. It is not asked in a sampled trace, of an incomplete input, of one that could not be read as a whole or of a trace that is still open. Where the trace lacks a parent that occurs once, too-few says it.",
		Why:     "A step before it got lost, or the id that was handed on is wrong: the funnel breaks here.",
		Example: "a notification:received whose parent id no record has",
		Fix:     "See whether the parent was emitted and exported; hand its reference on, or derive it from the same key.",
	},
	trace: func(t *Trace) {
		for _, e := range t.Edges {
			if e.Parent != nil || !e.Child.Plan.Model.Parent.Span.Trace.Complete() || t.unsettled(e) ||
				t.Lacking[e.Child.Plan.Parent] {
				continue
			}
			t.report(e.Child, "", func() findings.Detail {
				where := "in the trace"
				if e.Far {
					where = "in another trace"
				}
				return findings.Detail{
					Message: strconv.Quote(e.Child.name()) + " has a parent that is not in the input",
					Actual:  "no record " + e.Child.Target.String() + " " + where, Expected: e.Child.Plan.Parent.Text,
					Spec: e.Child.Plan.Model.Parent.Pos,
				}
			})
		}
	},
}

// unsettled reports whether the parent may still come. Of a record in another trace only its own time is known.
func (t *Trace) unsettled(e Edge) bool {
	if e.Far {
		return t.Whole > 0 || t.judge.open(e.Child.End)
	}
	return t.Open
}
