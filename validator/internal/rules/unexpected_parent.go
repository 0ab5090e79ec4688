package rules

import (
	"strconv"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var unexpectedParent = Rule{
	Doc: Doc{
		ID: "unexpected-parent", About: aboutPlace, Severity: trace.Error,
		What:    "A record has a parent, although the spec has the span as a root.",
		Why:     "The flow hangs below something else, and is sampled and cut with it.",
		Example: "the first span of a flow that took the current HTTP request as its parent",
		Fix:     "Begin a trace of its own, or declare `parent: any`.",
	},
	Checks: Checks{Row: func(p *Pass, r *facts.Row) {
		if r.Span.Model.Parent.Kind != model.ParentNone || r.Target.IsZero() {
			return
		}
		p.Report(r, func() findings.Detail {
			return findings.Detail{
				Message: strconv.Quote(r.Span.Model.Name) + " has a parent", Actual: r.Target.String(), Expected: "none",
				Spec: r.Span.Model.Pos,
			}
		})
	}},
}
