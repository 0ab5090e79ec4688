package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var expiredSpan = Rule{
	Doc: Doc{
		ID: "expired-span", About: aboutName, Severity: trace.Warning, Needs: facts.DeclaredSpan,
		What:    "A record of a span starts after the last day that the spec gives the span, in UTC.",
		NotWhen: "The start is no time: invalid-time reports it.",
		Why:     "The span was meant for a time, such as an experiment; its data is not looked at any longer.",
		Example: "a record of 2026-03-02 of a span with `expires: 2026-03-01`",
		Fix:     "Stop emitting it, or move the date.",
	},
	ByShape: true,
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if !r.Expired {
			return
		}
		p.ReportRecord(r, func() findings.Detail {
			day := r.Span.Model.Expires.Format("2006-01-02")
			return findings.Detail{
				Message: strconv.Quote(r.Span.Model.Name) + " expired on " + day, Actual: clock(r.Raw.Start), Expected: day + " at the latest",
				Spec: r.Span.Model.Pos,
			}
		})
	}},
}
