package check

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var duplicateSpan = Rule{
	Doc: Doc{
		ID: "duplicate-span", About: aboutTrace, Severity: trace.Info,
		What:    "A record is there again: the same ids, the same content. It is a harmless retry, and counts once for all other rules of a trace.",
		Why:     "Queries that count rows count it twice.",
		Example: "two equal lines, because a batch was sent again after a timeout",
		Fix:     "Nothing, or count distinct span ids.",
	},
	trace: func(t *Trace) {
		for _, c := range t.Copies {
			if c.Same {
				t.report(c.Row, "", func() findings.Detail {
					return findings.Detail{
						Message: strconv.Quote(c.Row.name()) + " is there more than once, with the same content", Actual: "a copy",
						Expected: "each record once", Spec: c.Row.Plan.Model.Pos,
					}
				})
			}
		}
	},
}
