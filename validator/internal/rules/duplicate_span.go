package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var duplicateSpan = Rule{
	Doc: Doc{
		ID: "duplicate-span", About: aboutTrace, Severity: trace.Info,
		What:    "A record is there again: the same ids, the same content. Where the span's id derives from a key, its times may differ: a step that was tried again. It is a harmless retry: the earliest counts, and once, for all other rules of a trace.",
		Why:     "Queries that count rows count it twice.",
		Example: "two equal lines, because a batch was sent again after a timeout; a job that ran twice and emitted its notification:notify each time",
		Fix:     "Nothing, or count distinct span ids.",
	},
	Checks: Checks{Copy: func(p *Pass, c facts.Copy) {
		if !c.Same {
			return
		}
		p.Report(c.Row, func() findings.Detail {
			return findings.Detail{
				Message: strconv.Quote(nameOf(c.Row)) + " is there more than once, with the same content", Actual: "a copy",
				Expected: "each record once", Spec: c.Row.Span.Model.Pos,
			}
		})
	}},
}
