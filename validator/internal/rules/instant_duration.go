package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var instantDuration = Rule{
	Doc: Doc{
		ID: "instant-duration", About: aboutIDs, Severity: trace.Error, Needs: facts.DeclaredSpan | facts.ValidTimes,
		What:    "A span that the spec has as a moment is recorded with another duration than 1 microsecond.",
		NotWhen: "The duration is half a microsecond more or less, because a JSON number holds today's nanoseconds to 256 ns only; the record ends before it starts, which end-before-start reports; or a time is not valid, which invalid-time reports.",
		Why:     "What looks measured but is not ends up in latency charts.",
		Example: "a notification:opened of 350 ms",
		Fix:     "Emit it as a moment or, if it lasts, declare `duration: measured`.",
	},
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if r.Span.Model.Measured || r.Raw.End < r.Raw.Start {
			return
		}
		const instant, slack = 1000, 512 // nanoseconds
		if d := r.Raw.End - r.Raw.Start; d >= instant-slack && d <= instant+slack {
			return
		}
		p.ReportRecord(r, func() findings.Detail {
			return findings.Detail{
				Message: strconv.Quote(r.Span.Model.Name) + " is a moment but has a duration", Actual: measured(r.Raw.End-r.Raw.Start, 1000),
				Expected: "1µs", Spec: r.Span.Model.Pos,
			}
		})
	}},
	Spares: func(r *facts.Record) bool { return r.Span.Model.Measured },
}
