package check

import (
	"strconv"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var wrongParent = Rule{
	Doc: Doc{
		ID: "wrong-parent", About: aboutPlace, Severity: trace.Error,
		What:    "A record's parent is another span than the spec has, be it of the flow or an ordinary span of another instrumentation, or is in another trace where the spec has it in the same.",
		Why:     "Who follows the steps from parent to child ends up elsewhere.",
		Example: "a notification:received below an HTTP request",
		Fix:     "Hand on the reference of the declared parent; do not take the tracer's current span.",
	},
	record: func(s *Subject) {
		if s.R.ParentTraceID.IsZero() || !s.Span.Model.ParentInTrace() {
			return
		}
		s.report(nil, func() findings.Detail {
			return findings.Detail{
				Message:  strconv.Quote(s.Span.Model.Name) + " has a parent in another trace",
				Actual:   s.R.ParentID.String() + " in trace " + s.R.ParentTraceID.String(),
				Expected: s.Span.Parent.Text + " in the same trace", Spec: s.Span.Model.Parent.Pos,
			}
		})
	},
	trace: func(t *Trace) {
		for _, e := range t.Edges {
			if e.Parent == nil || t.isDeclared(e) || t.onCycle[e.Child] {
				continue
			}
			t.report(e.Child, "", func() findings.Detail {
				return findings.Detail{
					Message: strconv.Quote(e.Child.name()) + " has another parent than the spec has", Actual: e.Parent.name(),
					Expected: e.Child.Plan.Parent.Text, Spec: e.Child.Plan.Model.Parent.Pos,
				}
			})
		}
	},
}

// isDeclared reports whether the edge leads to the declared parent.
func (t *Trace) isDeclared(e Edge) bool {
	return e.Parent.Plan != nil && e.Parent.Plan.Name == e.Child.Plan.Parent
}

// hasParent reports whether a record must have one.
func hasParent(s *model.Span) bool { return s.Parent.Kind == model.ParentSpan }
