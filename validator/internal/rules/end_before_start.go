package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var endBeforeStart = Rule{
	Doc: Doc{
		ID: "end-before-start", About: aboutIDs, Severity: trace.Error, Needs: facts.DeclaredSpan | facts.ValidTimes,
		What:    "A record ends before it starts.",
		NotWhen: "A time is not valid: invalid-time reports it.",
		Why:     "Its duration is negative, which breaks every sum and percentile.",
		Example: "a duration of -20 ms, because the clock was set back meanwhile",
		Fix:     "Measure durations with a monotonic clock; the generated clients do.",
	},
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if r.Raw.End >= r.Raw.Start {
			return
		}
		p.ReportRecord(r, func() findings.Detail {
			return findings.Detail{
				Message: strconv.Quote(r.Span.Model.Name) + " ends before it starts", Actual: measured(r.Raw.End-r.Raw.Start, 0),
				Expected: "0s or more", Spec: r.Span.Model.Pos,
			}
		})
	}},
}
