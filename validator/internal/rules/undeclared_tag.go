package rules

import (
	"slices"
	"strconv"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var undeclaredTag = Rule{
	Doc: Doc{
		ID: "undeclared-tag", About: aboutTags, Severity: trace.Warning, Needs: facts.DeclaredSpan,
		What:    "A record carries a tag that the spec does not declare for its span or service, and that the policy's known_tags do not cover.",
		NotWhen: "The tag is an attribute of a resource; it was most likely meant to be a required tag that is missing, which missing-tag reports; it belongs to another case of a variant, which variant-tag reports; or the service is unknown and a service of the flow has the tag.",
		Why:     "A tag that nobody agreed on has no meaning that lasts; often it is a misspelling, or data that should not be there.",
		Example: "channel on a notification:sent, where the spec has channel_id",
		Fix:     "Declare the tag, leave it out, or list it under known_tags. policy.undeclared_tags makes it an error (deny) or nothing (allow).",
	},
	ByShape: true,
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		if !r.HasUndeclared {
			return
		}
		severity := severityOf(r.Flow.Model.Policy.UndeclaredTags)
		tags := r.Tags()
		for i := range tags {
			t := &tags[i]
			if t.Role != facts.Undeclared || t.Spec != nil && r.Span.Variant.Has(t.Spec.Index) || r.Flow.Knows(t.Raw.Key) {
				continue
			}
			misnamed := func(m facts.Misnamed) bool { return string(m.Found.Raw.Key) == string(t.Raw.Key) }
			if !slices.ContainsFunc(r.Misnamed(), misnamed) {
				reportUndeclared(p, r, t, severity)
			}
		}
	}},
}

// severityOf returns what the policy makes of an undeclared tag.
func severityOf(policy model.Strictness) trace.Severity {
	switch policy {
	case model.Allow:
		return trace.Off
	case model.Deny:
		return trace.Error
	}
	return trace.Warning
}

func reportUndeclared(p *Pass, r *facts.Record, t *facts.Tag, severity trace.Severity) {
	p.ReportTagAs(severity, r, t.Raw.Key, func() findings.Detail {
		var names []string
		for i, tag := range r.Flow.Tags {
			if r.Declared.Has(i) && !r.Seen.Has(i) {
				names = append(names, tag.Name)
			}
		}
		return findings.Detail{
			Message: strconv.Quote(r.Span.Model.Name) + " carries the tag " + quoted(t.Raw.Key) + ", which the spec does not declare there",
			Actual:  findings.Value(&t.Raw.Value), Expected: "a declared tag", Suggestion: diag.Nearest(findings.Text(t.Raw.Key), names),
			Spec: r.Span.Model.Pos,
		}
	})
}
