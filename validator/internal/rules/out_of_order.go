package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var outOfOrder = Rule{
	Doc: Doc{
		ID: "out-of-order", About: aboutPlace, Severity: trace.Warning, Needs: facts.DeclaredParent | facts.NoCycle | facts.ValidTimes,
		What:    "A record starts before its parent, by more than the policy's clock_skew.",
		NotWhen: "The parent is another one than the spec has, which wrong-parent reports; the record is its own ancestor, which cycle reports; or a time of either is not valid, which invalid-time reports.",
		Why:     "Its device's clock is wrong, or the parent is emitted too late; times between the two mean nothing.",
		Example: "a notification:received 10 minutes before its notification:sent",
		Fix:     "Emit the parent when its step happens, or raise policy.clock_skew.",
	},
	Checks: Checks{Parent: func(p *Pass, e facts.Parent) {
		child := e.Child.Span
		skew := int64(child.Flow.Model.Policy.ClockSkew)
		if e.Child.Start >= e.Parent.Start-skew {
			return
		}
		p.Report(e.Child, func() findings.Detail {
			return findings.Detail{
				Message:  strconv.Quote(nameOf(e.Child)) + " starts before its parent",
				Actual:   measured(e.Parent.Start-e.Child.Start, skew) + " before " + nameOf(e.Parent),
				Expected: "at most " + nanos(skew) + " before", Spec: child.Model.Parent.Pos,
			}
		})
	}},
}
