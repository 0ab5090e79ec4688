package check

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var durationTooLong = Rule{
	Doc: Doc{
		ID: "duration-too-long", About: aboutIDs, Severity: trace.Warning,
		What:    "A measured span lasts longer than its max_duration.",
		Why:     "It was probably left open: the app was put aside, or an end was forgotten.",
		Example: "a notification:read in app of 3 hours, where max_duration is 1m",
		Fix:     "End the span when the user leaves, or raise max_duration.",
	},
	record: func(s *Subject) {
		if s.Span.Model.MaxDuration <= 0 || !s.timesAreValid() ||
			s.R.End-s.R.Start <= int64(s.Span.Model.MaxDuration) {
			return
		}
		s.report(nil, func() findings.Detail {
			return findings.Detail{
				Message: strconv.Quote(s.Span.Model.Name) + " lasts too long", Actual: nanos(s.R.End - s.R.Start),
				Expected: "at most " + nanos(int64(s.Span.Model.MaxDuration)), Spec: s.Span.Model.Pos,
			}
		})
	},
}
