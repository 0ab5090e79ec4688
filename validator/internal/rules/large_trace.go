package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var largeTrace = Rule{
	Doc: Doc{
		ID: "large-trace", About: aboutTrace, Severity: trace.Warning,
		What:    "A trace has more records than are judged together: 65,536 records, links to them and questions about parents, or 12 MiB of what is kept of them; more with a --memory above 256MiB. Each record was judged by itself; rules about the trace see only the earliest of them, and nothing is reported as missing.",
		Why:     "What was not judged may be wrong. Traces of that size are a mistake: thousands of things share one id.",
		Example: "every record of a day under one trace id",
		Fix:     "Derive the trace id from what the flow is about, one for each run of the flow; or raise --memory.",
	},
	Checks: Checks{LargeTrace: func(p *Pass, l facts.LargeTrace) {
		p.ReportTrace(l.First, func() findings.Detail {
			return findings.Detail{
				Message: "a trace is too large to be judged as a whole", Actual: strconv.FormatInt(l.All, 10) + " records and links",
				Expected: "at most " + strconv.Itoa(l.Checked), Spec: l.First.Span.Model.Pos,
			}
		})
	}},
}
