package check

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/tally"
	"github.com/specgen/specgen/validator/trace"
)

var expiredSpan = Rule{
	Doc: Doc{
		ID: "expired-span", About: aboutName, Severity: trace.Warning,
		What:    "A record of a span starts on or after the day on which the spec lets the span expire.",
		Why:     "The span was meant for a time, such as an experiment; its data is not looked at any longer.",
		Example: "a record of 2026-03-02 of a span that expires 2026-03-01",
		Fix:     "Stop emitting it, or move the date.",
	},
	record: func(s *Subject) {
		if !s.isExpired() {
			return
		}
		s.report(nil, func() tally.Detail {
			day := s.Span.Model.Expires.Format("2006-01-02")
			return tally.Detail{
				Message: strconv.Quote(s.Span.Model.Name) + " expired on " + day, Actual: clock(s.R.Start), Expected: "before " + day,
				Spec: s.Span.Model.Pos,
			}
		})
	},
}

// isExpired reports whether the record starts on or after the day on which its span expires.
func (s *Subject) isExpired() bool {
	day := s.Span.Model.Expires
	return !day.IsZero() && !s.R.Defects.Has(trace.BadStart) && s.R.Start >= day.UnixNano()
}
