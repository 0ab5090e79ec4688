package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var wrongParent = Rule{
	Doc: Doc{
		ID: "wrong-parent", About: aboutPlace, Severity: trace.Error, Needs: facts.NoCycle,
		What:    "A record's parent is another span than the spec has, or than each of several that it has, be it of the flow or an ordinary span of another instrumentation; or it is in another trace where the spec has it in the same, since both are of one kind of trace.",
		NotWhen: "The record is its own ancestor: cycle reports it. A tag gives another trace than the parent's: link-id-mismatch reports that.",
		Why:     "Who follows the steps from parent to child ends up elsewhere.",
		Example: "a notification:received below an HTTP request",
		Fix:     "Hand on the reference of the declared parent; do not take the tracer's current span.",
	},
	Checks: Checks{
		Row: func(p *Pass, r *facts.Row) {
			if r.Flags&facts.ParentElsewhere == 0 || len(r.Span.Parents) == 0 || r.Span.HasParentIn(true) {
				return
			}
			p.Report(r, func() findings.Detail {
				return findings.Detail{
					Message:  strconv.Quote(r.Span.Model.Name) + " has a parent in another trace",
					Actual:   r.Target.String() + " in trace " + r.ParentTraceID.String(),
					Expected: possibleParents(r.Span) + " in the same trace" + orNone(r.Span), Spec: r.Span.Model.Parent.Pos,
				}
			})
		},
		Parent: func(p *Pass, e facts.Parent) {
			if e.Holds.Has(facts.DeclaredParent) || e.Child.Flags&facts.ParentContradictsTag != 0 {
				return
			}
			p.ReportNaming(e.Child, e.Parent, func() findings.Detail {
				d := findings.Detail{
					Message: strconv.Quote(nameOf(e.Child)) + " has another parent than the spec has", Actual: nameOf(e.Parent),
					Expected: possibleParents(e.Child.Span) + orNone(e.Child.Span), Spec: e.Child.Span.Model.Parent.Pos,
				}
				if e.Parent.Span != nil && e.Child.Span.MayHaveParent(e.Parent.Span.Name) {
					d.Message = strconv.Quote(nameOf(e.Child)) + " has a parent in another trace"
					d.Actual += " in trace " + e.Parent.TraceID.String()
					d.Expected = nameOf(e.Parent) + " in the same trace" + orNone(e.Child.Span)
				}
				return d
			})
		},
	},
}
