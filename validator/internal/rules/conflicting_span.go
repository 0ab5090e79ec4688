package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var conflictingSpan = Rule{
	Doc: Doc{
		ID: "conflicting-span", About: aboutTrace, Severity: trace.Error,
		What:    "Two records of a trace have the same span id and different content. The one that occurs most often, or starts first, is taken for the right one.",
		NotWhen: "The span's id derives from a key and only the times differ: that is a retry (duplicate-span). Or they are the two sides of a call, which share a span id in Zipkin.",
		Why:     "Two steps share an id, or one step was told in two ways: which one counts is left to chance.",
		Example: "two notification:received of one device, with different tags",
		Fix:     "Emit the step once, or give a retry the same tags, parent and links; where both happened, add what tells them apart to the span's key.",
	},
	Checks: Checks{Copy: func(p *Pass, c facts.Copy) {
		if c.Same {
			return
		}
		p.Report(c.Row, func() findings.Detail {
			return findings.Detail{
				Message: strconv.Quote(nameOf(c.Row)) + " has the span id of another record",
				Actual:  difference(c.Row, c.Kept), Expected: "one record for each span id", Spec: c.Row.Span.Model.Pos,
			}
		})
	}},
}

// difference says in what two records differ, the plainest first.
func difference(a, b *facts.Row) string {
	switch {
	case nameOf(a) != nameOf(b):
		return "one is " + strconv.Quote(nameOf(a)) + ", the other " + strconv.Quote(nameOf(b))
	case a.Source != b.Source:
		return "two services or versions"
	case a.Target != b.Target:
		return "two parents"
	case a.Start != b.Start:
		return "it starts at " + clock(a.Start) + " and at " + clock(b.Start)
	case a.End != b.End:
		return "it ends at " + clock(a.End) + " and at " + clock(b.End)
	}
	return "tags or links differ"
}
