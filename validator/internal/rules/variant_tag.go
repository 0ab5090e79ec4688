package rules

import (
	"strconv"
	"strings"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var variantTag = Rule{
	Doc: Doc{
		ID: "variant-tag", About: aboutTags, Severity: trace.Error, Needs: facts.DeclaredSpan,
		What:    "A record carries a tag that the spec has for another value of the tag that chooses the variant.",
		NotWhen: "The tag that chooses is missing or has an unknown value: missing-tag or tag-value reports that.",
		Why:     "One of the two values is wrong, and nobody can say which.",
		Example: "apns_id on a notification:sent whose platform is android",
		Fix:     "Leave the tag out, or correct the value that chooses.",
	},
	ByShape: true,
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if !r.HasUndeclared || len(r.Span.Variants) == 0 {
			return
		}
		tags := r.Tags()
		for i := range tags {
			if t := &tags[i]; t.Role == facts.Undeclared && t.Spec != nil && r.Span.Variant.Has(t.Spec.Index) {
				reportVariant(p, r, t)
			}
		}
	}},
}

func reportVariant(p *Pass, r *facts.Record, t *facts.Tag) {
	p.ReportTag(r, t.Raw.Key, func() findings.Detail {
		var wants []string
		chooser := ""
		var spec = t.Spec.Model.Pos
		for _, v := range r.Span.Variants {
			for _, c := range v.Cases {
				if c != nil && c.Use(t.Spec.Index) != nil {
					wants, chooser, spec = append(wants, c.Model.Value.Wire), v.Tag.Name, c.Use(t.Spec.Index).Pos
				}
			}
		}
		return findings.Detail{
			Message:  t.Spec.Name + " on " + strconv.Quote(r.Span.Model.Name) + " belongs to another " + chooser,
			Actual:   t.Spec.Name + " with " + chosen(r, chooser),
			Expected: "only with " + chooser + " " + strings.Join(wants, " or "), Spec: spec,
		}
	})
}

// chosen writes the record's value of the tag that chooses.
func chosen(r *facts.Record, name string) string {
	var tag *compiled.Tag
	if tag = r.Flow.Tag([]byte(name)); tag == nil {
		return name
	}
	if t := r.Find(tag); t != nil {
		return name + " " + findings.Value(&t.Raw.Value)
	}
	return "no " + name
}
