package check

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var outOfOrder = Rule{
	Doc: Doc{
		ID: "out-of-order", About: aboutPlace, Severity: trace.Warning,
		What:    "A record starts before its parent, by more than the policy's clock_skew.",
		Why:     "Its device's clock is wrong, or the parent is emitted too late; times between the two mean nothing.",
		Example: "a notification:received 10 minutes before its notification:sent",
		Fix:     "Emit the parent when its step happens, or raise policy.clock_skew.",
	},
	trace: func(t *Trace) {
		for _, e := range t.Edges {
			skew := int64(e.Child.Plan.Flow.Model.Policy.ClockSkew)
			if !t.comparable(e) || e.Child.Start >= e.Parent.Start-skew {
				continue
			}
			t.report(e.Child, "", func() findings.Detail {
				return findings.Detail{
					Message:  strconv.Quote(e.Child.name()) + " starts before its parent",
					Actual:   nanos(e.Parent.Start-e.Child.Start) + " before " + e.Parent.name(),
					Expected: "at most " + nanos(skew) + " before", Spec: e.Child.Plan.Model.Parent.Pos,
				}
			})
		}
	},
}

// comparable reports whether the times of the two ends of an edge say something about each other.
func (t *Trace) comparable(e Edge) bool {
	return e.Parent != nil && t.isDeclared(e) && !t.onCycle[e.Child] && e.Child.Flags&e.Parent.Flags&FlagTimes != 0
}
