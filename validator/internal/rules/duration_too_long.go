package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var durationTooLong = Rule{
	Doc: Doc{
		ID: "duration-too-long", About: aboutIDs, Severity: trace.Warning, Needs: facts.DeclaredSpan | facts.ValidTimes,
		What:    "A measured span lasts longer than its max_duration.",
		NotWhen: "A time is not valid: invalid-time reports it.",
		Why:     "It was probably left open: the app was put aside, or an end was forgotten.",
		Example: "a notification:read in app of 3 hours, where max_duration is 1m",
		Fix:     "End the span when the user leaves, or raise max_duration.",
	},
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if r.Span.Model.MaxDuration <= 0 || r.Raw.End-r.Raw.Start <= int64(r.Span.Model.MaxDuration) {
			return
		}
		p.ReportRecord(r, func() findings.Detail {
			return findings.Detail{
				Message: strconv.Quote(r.Span.Model.Name) + " lasts too long", Actual: measured(r.Raw.End-r.Raw.Start, int64(r.Span.Model.MaxDuration)),
				Expected: "at most " + nanos(int64(r.Span.Model.MaxDuration)), Spec: r.Span.Model.Pos,
			}
		})
	}},
	Spares: func(r *facts.Record) bool { return r.Span.Model.MaxDuration <= 0 },
}
