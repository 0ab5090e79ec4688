package rules

import (
	"strconv"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var deprecatedTag = Rule{
	Doc: Doc{
		ID: "deprecated-tag", About: aboutTags, Severity: trace.Warning, Needs: facts.DeclaredSpan,
		What:    "A record carries a tag, or a value of an enum, that its version of the spec calls deprecated.",
		Why:     "It goes away; who still gives it has to move first.",
		Example: "channel, deprecated since 1.1.0 in favour of channel_id",
		Fix:     "Give the tag or value that the spec names instead.",
	},
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if !r.MayBeDeprecated {
			return
		}
		for _, tags := range r.Unverified() {
			for i := range tags {
				t := &tags[i]
				if t.Role == facts.Undeclared {
					continue
				}
				if d, what := deprecation(r, t); d != nil {
					reportDeprecated(p, r, t, d, what)
				}
			}
		}
	}},
	Spares: func(r *facts.Record) bool { return !r.MayBeDeprecated },
}

// deprecation returns what deprecates the tag or its value.
func deprecation(r *facts.Record, t *facts.Tag) (*model.Deprecated, string) {
	if v := facts.DeprecatedValue(t.Spec, &t.Raw.Value); v != nil {
		return v.Deprecated, v.Wire
	}
	switch {
	case t.Role == facts.OfService && r.Service != nil && r.Service.Deprecated.Has(t.Spec.Index):
		if use := r.Service.Uses[t.Spec.Index]; use != nil && use.Deprecated != nil {
			return use.Deprecated, ""
		}
		return t.Spec.Model.Deprecated, ""
	case t.Role == facts.OfSpan && deprecatesTag(r, t.Spec.Index):
		if use := r.Use(t.Spec.Index); use != nil && use.Deprecated != nil {
			return use.Deprecated, ""
		}
		return t.Spec.Model.Deprecated, ""
	}
	return nil, ""
}

func deprecatesTag(r *facts.Record, tag int) bool {
	if r.Span.Deprecated.Has(tag) {
		return true
	}
	for _, c := range r.Cases {
		if c != nil && c.Deprecated.Has(tag) {
			return true
		}
	}
	return false
}

func reportDeprecated(p *Pass, r *facts.Record, t *facts.Tag, d *model.Deprecated, value string) {
	p.ReportTag(r, t.Raw.Key, func() findings.Detail {
		what := t.Spec.Name
		if value != "" {
			what = "the value " + strconv.Quote(value) + " of " + t.Spec.Name
		}
		return findings.Detail{
			Message: what + " on " + strconv.Quote(r.Span.Model.Name) + " is deprecated since " + d.Since.String(),
			Actual:  findings.Value(&t.Raw.Value), Expected: instead(d), Suggestion: d.Use, Spec: r.Declaration(t.Spec, t.Role),
		}
	})
}
