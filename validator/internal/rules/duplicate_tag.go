package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var duplicateTag = Rule{
	Doc: Doc{
		ID: "duplicate-tag", About: aboutTags, Severity: trace.Warning, Needs: facts.DeclaredSpan,
		What:    "A record carries one key twice, with different values. Each of the values is also checked by the other rules.",
		NotWhen: "The values are the same, and of the same type. A tag that stands on the record and on its resource is not there twice.",
		Why:     "OpenTelemetry asks for unique keys. One store keeps the first value, another one the last: the same query gives different answers.",
		Example: `a notification:sent with "device_id" d-5f1c9a and again with "device_id" d-77e0b2`,
		Fix:     "Set each tag once. See which processor, or which wrapper around the SDK, appends a tag in place of replacing it.",
	},
	ByShape: true,
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if r.HasRepeated {
			r.Repeated(func(first, other *facts.Tag) { reportRepeated(p, r, first, other) })
		}
	}},
}

func reportRepeated(p *Pass, r *facts.Record, first, other *facts.Tag) {
	p.ReportTag(r, first.Raw.Key, func() findings.Detail {
		d := findings.Detail{
			Message:  strconv.Quote(r.Span.Model.Name) + " carries the tag " + quoted(first.Raw.Key) + " twice, with different values",
			Actual:   typed(&first.Raw.Value) + " and " + typed(&other.Raw.Value),
			Expected: "one value", Spec: r.Span.Model.Pos,
		}
		if first.Spec != nil {
			d.Spec = r.Declaration(first.Spec, first.Role)
		}
		return d
	})
}
