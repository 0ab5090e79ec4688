package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var deprecatedSpan = Rule{
	Doc: Doc{
		ID: "deprecated-span", About: aboutName, Severity: trace.Warning, Needs: facts.DeclaredSpan,
		What:    "A record is of a span that its version of the spec calls deprecated.",
		NotWhen: "The span has expired too: expired-span reports the record.",
		Why:     "The span goes away; who still emits it has to move first.",
		Example: "a notification:shown, deprecated since 1.1.0 in favour of notification:received",
		Fix:     "Emit the span that the spec names instead.",
	},
	ByShape: true,
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if r.Span.Model.Deprecated == nil || r.Expired { // expired tells more
			return
		}
		p.ReportRecord(r, func() findings.Detail {
			d := r.Span.Model.Deprecated
			return findings.Detail{
				Message: strconv.Quote(r.Span.Model.Name) + " is deprecated since " + d.Since.String(), Actual: r.Span.Model.Name,
				Expected: instead(d), Suggestion: d.Use, Spec: r.Span.Model.Pos,
			}
		})
	}},
}
