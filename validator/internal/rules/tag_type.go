package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var tagType = Rule{
	Doc: Doc{
		ID: "tag-type", About: aboutTags, Severity: trace.Error, Needs: facts.DeclaredSpan,
		What:    "A tag's value is of another type than the spec has. A double without a fraction where an int is declared is a warning, since JavaScript has one type of number.",
		NotWhen: "An int stands where a double is declared; or the format has texts only, as Zipkin has, and the text is one of the type: \"3\" where an int is declared.",
		Why:     "A warehouse column has one type: the value is lost, or the whole record.",
		Example: `badge_count: "3", a string, where the spec has an int`,
		Fix:     "Give the value in its own type.",
	},
	ByShape: true,
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if !r.HasMistyped {
			return
		}
		for _, tags := range r.Unverified() {
			for i := range tags {
				t := &tags[i]
				if t.Role == facts.Undeclared {
					continue
				}
				switch t.Fit {
				case compiled.Loosely:
					reportType(p, r, t, trace.Warning)
				case compiled.Not:
					reportType(p, r, t, trace.Error)
				}
			}
		}
	}},
}

func reportType(p *Pass, r *facts.Record, t *facts.Tag, severity trace.Severity) {
	p.ReportTagAs(severity, r, t.Raw.Key, func() findings.Detail {
		return findings.Detail{
			Message: t.Spec.Name + " of " + strconv.Quote(r.Span.Model.Name) + " is not " + t.Spec.Wants,
			Actual:  typed(&t.Raw.Value), Expected: t.Spec.Wants, Spec: t.Spec.Model.Pos,
		}
	})
}
