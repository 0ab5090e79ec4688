package check

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var late = Rule{
	Doc: Doc{
		ID: "late", About: aboutPlace, Severity: trace.Warning,
		What:    "A record starts later after its parent's start than `within` allows.",
		Why:     "The step came too late to be of use, which is what the flow is there to show.",
		Example: "a notification:received an hour after its notification:sent, where within is 5m",
		Fix:     "Find out what held it up; or widen `within`.",
	},
	trace: func(t *Trace) {
		for _, e := range t.Edges {
			within := int64(e.Child.Plan.Model.Within)
			if within <= 0 || !t.comparable(e) || e.Child.Start-e.Parent.Start <= within {
				continue
			}
			t.report(e.Child, "", func() findings.Detail {
				return findings.Detail{
					Message: strconv.Quote(e.Child.name()) + " is late",
					Actual:  nanos(e.Child.Start-e.Parent.Start) + " after " + e.Parent.name(), Expected: "within " + nanos(within),
					Spec: e.Child.Plan.Model.Pos,
				}
			})
		}
	},
}
