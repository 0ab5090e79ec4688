package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var cycle = Rule{
	Doc: Doc{
		ID: "cycle", About: aboutPlace, Severity: trace.Error,
		What:    "A record is its own ancestor: following the parents leads back to it.",
		Why:     "The trace has no order, and viewers drop it or hang.",
		Example: "a notification:sent whose parent is itself",
		Fix:     "Hand on the parent's reference, not the record's own.",
	},
	Checks: Checks{Cycle: func(p *Pass, c facts.Cycle) {
		p.Report(c.First, func() findings.Detail {
			return findings.Detail{
				Message: strconv.Quote(nameOf(c.First)) + " is its own ancestor", Actual: "parent " + c.First.Target.String(),
				Expected: "a parent that came before", Spec: c.First.Span.Model.Parent.Pos,
			}
		})
	}},
}
