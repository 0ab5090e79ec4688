package check

import (
	"strconv"
	"time"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var expiredSpan = Rule{
	Doc: Doc{
		ID: "expired-span", About: aboutName, Severity: trace.Warning,
		What:    "A record of a span starts after the last day that the spec gives the span, in UTC.",
		Why:     "The span was meant for a time, such as an experiment; its data is not looked at any longer.",
		Example: "a record of 2026-03-02 of a span with `expires: 2026-03-01`",
		Fix:     "Stop emitting it, or move the date.",
	},
	record: func(s *Subject) {
		if !s.isExpired() {
			return
		}
		s.report(nil, func() findings.Detail {
			day := s.Span.Model.Expires.Format("2006-01-02")
			return findings.Detail{
				Message: strconv.Quote(s.Span.Model.Name) + " expired on " + day, Actual: clock(s.R.Start), Expected: day + " at the latest",
				Spec: s.Span.Model.Pos,
			}
		})
	},
}

// isExpired reports whether the record starts after the last day of its span.
func (s *Subject) isExpired() bool {
	last := s.Span.Model.Expires
	return !last.IsZero() && !s.R.Defects.Has(trace.BadStart) && !time.Unix(0, s.R.Start).Before(last.AddDate(0, 0, 1))
}
