package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var invalidTime = Rule{
	Doc: Doc{
		ID: "invalid-time", About: aboutIDs, Severity: trace.Error, Needs: facts.DeclaredSpan,
		What:    "A start or an end is missing, no number, or lies before 2000 or after 2200.",
		Why:     "The record cannot be placed in time; a time in another unit lands in 1970.",
		Example: "startTimeUnixNano: 1712345678000, which is milliseconds",
		Fix:     "Write nanoseconds since 1970 in OTLP, microseconds in a SpanEvent, in Jaeger and in Zipkin.",
	},
	ByShape: true,
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if r.Holds.Has(facts.ValidTimes) {
			return
		}
		p.ReportRecord(r, func() findings.Detail {
			which, actual := "end", clock(r.Raw.End)
			bad := r.Raw.Defects.Has(trace.BadEnd)
			if r.Raw.Defects.Has(trace.BadStart) || !facts.Plausible(r.Raw.Start) {
				which, actual, bad = "start", clock(r.Raw.Start), r.Raw.Defects.Has(trace.BadStart)
			}
			switch {
			case bad && len(r.Raw.BadTime) > 0:
				actual = findings.Text(r.Raw.BadTime)
			case bad:
				actual, which = which, "no"
			}
			return findings.Detail{
				Message: "a time of " + strconv.Quote(r.Span.Model.Name) + " is not valid", Actual: which + " " + actual,
				Expected: "a time between 2000 and 2200", Spec: r.Span.Model.Pos,
			}
		})
	}},
}
