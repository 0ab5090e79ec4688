package check

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var invalidTime = Rule{
	Doc: Doc{
		ID: "invalid-time", About: aboutIDs, Severity: trace.Error,
		What:    "A start or an end is missing, no number, or lies before 2000 or after 2200.",
		Why:     "The record cannot be placed in time; a time in another unit lands in 1970.",
		Example: "startTimeUnixNano: 1712345678000, which is milliseconds",
		Fix:     "Write nanoseconds since 1970 in OTLP, microseconds in a SpanEvent.",
	},
	record: func(s *Subject) {
		if s.timesAreValid() {
			return
		}
		s.report(nil, func() findings.Detail {
			which, actual := "end", clock(s.R.End)
			bad := s.R.Defects.Has(trace.BadEnd)
			if s.R.Defects.Has(trace.BadStart) || !plausible(s.R.Start) {
				which, actual, bad = "start", clock(s.R.Start), s.R.Defects.Has(trace.BadStart)
			}
			switch {
			case bad && len(s.R.BadTime) > 0:
				actual = findings.Text(s.R.BadTime)
			case bad:
				actual, which = which, "no"
			}
			return findings.Detail{
				Message: "a time of " + strconv.Quote(s.Span.Model.Name) + " is not valid", Actual: which + " " + actual,
				Expected: "a time between 2000 and 2200", Spec: s.Span.Model.Pos,
			}
		})
	},
}

// timesAreValid reports whether start and end are times. An end before the start is another rule's.
func (s *Subject) timesAreValid() bool {
	r := s.R
	return !r.Defects.Has(trace.BadStart|trace.BadEnd) && plausible(r.Start) && plausible(r.End)
}
