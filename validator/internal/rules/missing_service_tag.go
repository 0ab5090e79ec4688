package rules

import (
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var missingServiceTag = Rule{
	Doc: Doc{
		ID: "missing-service-tag", About: aboutTags, Severity: trace.Error, Needs: facts.DeclaredSpan | facts.DeclaredService,
		What:    "A record lacks a tag that the spec requires of its service, on the resource and on the span.",
		NotWhen: "The flow does not have the service: unknown-service reports it. A limit cut tags off the record or its resource: dropped-data reports it.",
		Why:     "Findings and dashboards cannot tell the service's versions or devices apart.",
		Example: "a record from iOS whose resource has no app_version",
		Fix:     "Give the tag once, when the emitter is made: it becomes a resource attribute.",
	},
	Checks: Checks{Record: func(p *Pass, r *facts.Record) {
		for word, need := range r.Service.Required {
			if need&^(r.Seen[word]|r.OnResource()[word]) != 0 && !r.TagsDropped() {
				reportMissingServiceTags(p, r)
				return
			}
		}
	}},
	Spares: func(r *facts.Record) bool { return r.Seen.Covers(r.Service.Required) },
}

func reportMissingServiceTags(p *Pass, r *facts.Record) {
	for i, tag := range r.Flow.Tags {
		if !r.Service.Required.Has(i) || r.Seen.Has(i) || r.OnResource().Has(i) {
			continue
		}
		p.ReportTag(r, []byte(tag.Name), func() findings.Detail {
			return findings.Detail{
				Message: "records from " + r.Service.Model.Name + " lack its required tag " + tag.Name, Actual: "no such tag",
				Expected: tag.Name + ", " + tag.Wants, Spec: r.Declaration(tag, facts.OfService),
			}
		})
	}
}
