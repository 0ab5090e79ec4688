package check

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var instantDuration = Rule{
	Doc: Doc{
		ID: "instant-duration", About: aboutIDs, Severity: trace.Error,
		What:    "A span that the spec has as a moment is recorded with another duration than 1 microsecond. Half a microsecond more or less is let pass, because a JSON number holds today's nanoseconds to 256 ns only.",
		Why:     "What looks measured but is not ends up in latency charts.",
		Example: "a notification:opened of 350 ms",
		Fix:     "Emit it as a moment or, if it lasts, declare `duration: measured`.",
	},
	record: func(s *Subject) {
		if s.Span.Model.Measured || !s.timesAreValid() || s.R.End < s.R.Start {
			return
		}
		const instant, slack = 1000, 512 // nanoseconds
		if d := s.R.End - s.R.Start; d >= instant-slack && d <= instant+slack {
			return
		}
		s.report(nil, func() findings.Detail {
			return findings.Detail{
				Message: strconv.Quote(s.Span.Model.Name) + " is a moment but has a duration", Actual: nanos(s.R.End - s.R.Start),
				Expected: "1µs", Spec: s.Span.Model.Pos,
			}
		})
	},
}
