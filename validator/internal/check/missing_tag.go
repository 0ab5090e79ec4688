package check

import (
	"strconv"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator/internal/plan"
	"github.com/specgen/specgen/validator/internal/tally"
	"github.com/specgen/specgen/validator/trace"
)

var missingTag = Rule{
	Doc: Doc{
		ID: "missing-tag", About: aboutTags, Severity: trace.Error,
		What:    "A record lacks a tag that the spec requires on the span.",
		Why:     "Who counts or joins by the tag loses the record.",
		Example: "a notification:sent without device_id",
		Fix:     "Give the tag; a generated client does not compile without it. A tag under a near name is shown.",
	},
	record: func(s *Subject) {
		if s.Seen.Covers(s.Required) {
			return
		}
		for i, tag := range s.Flow.Tags {
			if s.Required.Has(i) && !s.Seen.Has(i) {
				s.reportMissing(tag)
			}
		}
	},
}

func (s *Subject) reportMissing(tag *plan.Tag) {
	s.report([]byte(tag.Name), func() tally.Detail {
		d := tally.Detail{
			Message:  strconv.Quote(s.Span.Model.Name) + " lacks the required tag " + tag.Name,
			Actual:   "no such tag",
			Expected: tag.Name + ", " + tag.Wants, Spec: s.tagPos(&TagView{Tag: tag, Role: OfSpan}),
		}
		if near := s.misnamed(tag); near != nil {
			d.Actual, d.Suggestion = tally.Text(near.On.Key), tag.Name
		}
		return d
	})
}

// misnamed returns the record's undeclared tag that was most likely meant to be the missing one, or nil.
func (s *Subject) misnamed(tag *plan.Tag) *TagView {
	var names []string
	for i := range s.Tags {
		if s.Tags[i].Tag == nil {
			names = append(names, tally.Text(s.Tags[i].On.Key))
		}
	}
	near := diag.Nearest(tag.Name, names)
	for i := range s.Tags {
		if t := &s.Tags[i]; near != "" && t.Tag == nil && string(t.On.Key) == near {
			return t
		}
	}
	return nil
}

// standsFor reports whether an undeclared tag was said to be a missing one under another name.
func (s *Subject) standsFor(t *TagView) bool {
	if s.Seen.Covers(s.Required) {
		return false
	}
	for i, tag := range s.Flow.Tags {
		if s.Required.Has(i) && !s.Seen.Has(i) {
			if near := s.misnamed(tag); near != nil && string(near.On.Key) == string(t.On.Key) {
				return true
			}
		}
	}
	return false
}
