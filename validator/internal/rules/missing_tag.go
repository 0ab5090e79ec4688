package rules

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var missingTag = Rule{
	Doc: Doc{
		ID: "missing-tag", About: aboutTags, Severity: trace.Error, Needs: facts.DeclaredSpan,
		What:    "A record lacks a tag that the spec requires on the span.",
		NotWhen: "A limit cut tags off the record: dropped-data reports it. It is a tag of a variant, and the tag that chooses is missing or has an unknown value.",
		Why:     "Who counts or joins by the tag loses the record.",
		Example: "a notification:sent without device_id",
		Fix:     "Give the tag; a generated client does not compile without it. A tag under a near name is shown.",
	},
	ByShape: true,
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if r.Seen.Covers(r.Required) || r.Raw.DroppedTags > 0 {
			return
		}
		for i, tag := range r.Flow.Tags {
			if r.Required.Has(i) && !r.Seen.Has(i) {
				reportMissing(p, r, tag)
			}
		}
	}},
}

func reportMissing(p *Pass, r *facts.Record, tag *compiled.Tag) {
	p.ReportTag(r, []byte(tag.Name), func() findings.Detail {
		d := findings.Detail{
			Message:  strconv.Quote(r.Span.Model.Name) + " lacks the required tag " + tag.Name,
			Actual:   "no such tag",
			Expected: tag.Name + ", " + tag.Wants, Spec: r.Declaration(tag, facts.OfSpan),
		}
		for _, m := range r.Misnamed() {
			if m.Missing == tag {
				d.Actual, d.Suggestion = findings.Text(m.Found.Raw.Key), tag.Name
			}
		}
		return d
	})
}
