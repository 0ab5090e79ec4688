package check

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var endBeforeStart = Rule{
	Doc: Doc{
		ID: "end-before-start", About: aboutIDs, Severity: trace.Error,
		What:    "A record ends before it starts.",
		Why:     "Its duration is negative, which breaks every sum and percentile.",
		Example: "a duration of -20 ms, because the clock was set back meanwhile",
		Fix:     "Measure durations with a monotonic clock; the generated clients do.",
	},
	record: func(s *Subject) {
		if !s.timesAreValid() || s.R.End >= s.R.Start {
			return
		}
		s.report(nil, func() findings.Detail {
			return findings.Detail{
				Message: strconv.Quote(s.Span.Model.Name) + " ends before it starts", Actual: nanos(s.R.End - s.R.Start),
				Expected: "0s or more", Spec: s.Span.Model.Pos,
			}
		})
	},
}
