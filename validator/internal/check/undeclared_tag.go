package check

import (
	"strconv"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var undeclaredTag = Rule{
	Doc: Doc{
		ID: "undeclared-tag", About: aboutTags, Severity: trace.Warning,
		What:    "A record carries a tag that the spec does not declare for its span or service, and that the policy's known_tags do not cover. Undeclared resource attributes never count.",
		Why:     "A tag that nobody agreed on has no meaning that lasts; often it is a misspelling, or data that should not be there.",
		Example: "channel on a notification:sent, where the spec has channel_id",
		Fix:     "Declare the tag, leave it out, or list it under known_tags. policy.undeclared_tags makes it an error (deny) or nothing (allow).",
	},
	record: func(s *Subject) {
		if !s.strangers {
			return
		}
		severity := severityOf(s.Flow.Model.Policy.UndeclaredTags)
		for i := range s.Tags {
			t := &s.Tags[i]
			if t.Role != Stranger || t.Tag != nil && s.Span.Variant.Has(t.Tag.Index) || s.Flow.Knows(t.On.Key) {
				continue
			}
			if s.standsFor(t) {
				continue
			}
			s.reportUndeclared(t, severity)
		}
	},
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

func (s *Subject) reportUndeclared(t *TagView, severity trace.Severity) {
	s.reportAs(severity, t.On.Key, func() findings.Detail {
		var names []string
		for i, tag := range s.Flow.Tags {
			if s.Declared.Has(i) && !s.Seen.Has(i) {
				names = append(names, tag.Name)
			}
		}
		return findings.Detail{
			Message: strconv.Quote(s.Span.Model.Name) + " carries the tag " + quoted(t.On.Key) + ", which the spec does not declare there",
			Actual:  show(&t.On.Value), Expected: "a declared tag", Suggestion: diag.Nearest(findings.Text(t.On.Key), names),
			Spec: s.Span.Model.Pos,
		}
	})
}
