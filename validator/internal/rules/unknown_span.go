package rules

import (
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var unknownSpan = Rule{
	Doc: Doc{
		ID: "unknown-span", About: aboutName, Severity: trace.Error,
		What:    "A record claims to be of the flow, by its stamp or its namespace, but the flow has no span of its name.",
		NotWhen: "The record is stamped with a version that is newer than all that were given: unknown-version reports it.",
		Why:     "Queries and dashboards do not know the name, so the step is as good as not recorded.",
		Example: "a record named notification:recieved",
		Fix:     "Emit the span with the generated client, or add it to the spec.",
	},
	ByShape: true,
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if r.Span != nil || r.NewerVersion() {
			return
		}
		p.ReportRecord(r, func() findings.Detail {
			names := spanNames(r.Flow.Spans)
			name := findings.Text(r.Raw.Name)
			return findings.Detail{
				Message: "flow " + r.Flow.Model.Name + " has no span " + quoted(r.Raw.Name), Actual: name,
				Expected: "a span of the flow", Suggestion: diag.Nearest(name, names), Spec: r.Flow.Model.Pos,
			}
		})
	}},
}

// spanNames lists the names of spans.
func spanNames(spans []*compiled.Span) []string {
	names := make([]string, len(spans))
	for i, s := range spans {
		names[i] = s.Model.Name
	}
	return names
}
