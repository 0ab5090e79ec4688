package check

import (
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var missingServiceTag = Rule{
	Doc: Doc{
		ID: "missing-service-tag", About: aboutTags, Severity: trace.Error,
		What:    "A record lacks a tag that the spec requires of its service, on the resource and on the span.",
		Why:     "Findings and dashboards cannot tell the service's versions or devices apart.",
		Example: "a record from iOS whose resource has no app_version",
		Fix:     "Give the tag once, when the emitter is made: it becomes a resource attribute.",
	},
	record: func(s *Subject) {
		if s.Service == nil {
			return
		}
		for word, need := range s.Service.Required {
			if need&^(s.Seen[word]|s.Carried[word]) != 0 {
				s.reportMissingServiceTags()
				return
			}
		}
	},
}

func (s *Subject) reportMissingServiceTags() {
	for i, tag := range s.Flow.Tags {
		if !s.Service.Required.Has(i) || s.Seen.Has(i) || s.Carried.Has(i) {
			continue
		}
		s.report([]byte(tag.Name), func() findings.Detail {
			return findings.Detail{
				Message: "records from " + s.Service.Model.Name + " lack its required tag " + tag.Name, Actual: "no such tag",
				Expected: tag.Name + ", " + tag.Wants, Spec: s.tagPos(&TagView{Tag: tag, Role: OfService}),
			}
		})
	}
}
