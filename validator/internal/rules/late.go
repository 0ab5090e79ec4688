package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

// Late is the id of the rule about steps that came after their deadline.
const Late = "late"

var late = Rule{
	Doc: Doc{
		ID: Late, About: aboutPlace, Severity: trace.Warning, Needs: facts.DeclaredParent | facts.NoCycle | facts.ValidTimes,
		What:    "A record starts later after its parent's start than `within` allows and the policy's `clock_skew` explains.",
		NotWhen: "The parent is another one than the spec has, which wrong-parent reports; the record is its own ancestor, which cycle reports; or a time of either is not valid, which invalid-time reports.",
		Why:     "The step came too late to be of use, which is what the flow is there to show.",
		Example: "a notification:received an hour after its notification:sent, where within is 5m",
		Fix:     "Find out what held it up; or widen `within`.",
	},
	Checks: Checks{Parent: func(p *Pass, e facts.Parent) {
		child := e.Child.Span.Model
		within := int64(child.Within)
		if within <= 0 || e.Child.Start-e.Parent.Start-int64(e.Child.Span.Flow.Model.Policy.ClockSkew) <= within {
			return
		}
		p.Report(e.Child, func() findings.Detail {
			return findings.Detail{
				Message: strconv.Quote(nameOf(e.Child)) + " is late",
				Actual:  measured(e.Child.Start-e.Parent.Start, within) + " after " + nameOf(e.Parent), Expected: "within " + nanos(within),
				Spec: child.Pos,
			}
		})
	}},
}
