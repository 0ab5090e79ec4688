package check

import (
	"strconv"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
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

func (s *Subject) reportMissing(tag *compiled.Tag) {
	s.report([]byte(tag.Name), func() findings.Detail {
		d := findings.Detail{
			Message:  strconv.Quote(s.Span.Model.Name) + " lacks the required tag " + tag.Name,
			Actual:   "no such tag",
			Expected: tag.Name + ", " + tag.Wants, Spec: s.tagPos(&TagView{Tag: tag, Role: OfSpan}),
		}
		if near := s.misnamed(tag); near != nil {
			d.Actual, d.Suggestion = findings.Text(near.On.Key), tag.Name
		}
		return d
	})
}

// maxMisnamed is how many undeclared tags of a record are looked at as misspellings, the first ones.
const maxMisnamed = 64

// misnaming is a missing tag and the record's undeclared tag that was most likely meant to be it.
type misnaming struct {
	missing *compiled.Tag
	found   *TagView
}

// misnamed returns the undeclared tag that was most likely meant to be the missing one, or nil.
func (s *Subject) misnamed(tag *compiled.Tag) *TagView {
	s.findMisnamed()
	for _, m := range s.misnamings {
		if m.missing == tag {
			return m.found
		}
	}
	return nil
}

// standsFor reports whether an undeclared tag was said to be a missing one under another name.
func (s *Subject) standsFor(t *TagView) bool {
	s.findMisnamed()
	for _, m := range s.misnamings {
		if string(m.found.On.Key) == string(t.On.Key) {
			return true
		}
	}
	return false
}

// findMisnamed compares the names of missing and undeclared tags, once for each record: hostile ones have many.
func (s *Subject) findMisnamed() {
	if s.compared {
		return
	}
	s.compared = true
	if !s.strangers || s.Seen.Covers(s.Required) {
		return
	}
	var names []string
	for i := range s.Tags {
		if s.Tags[i].Tag == nil && len(names) < maxMisnamed {
			names = append(names, findings.Text(s.Tags[i].On.Key))
		}
	}
	for i, tag := range s.Flow.Tags {
		if !s.Required.Has(i) || s.Seen.Has(i) {
			continue
		}
		if near := s.stranger(diag.Nearest(tag.Name, names)); near != nil {
			s.misnamings = append(s.misnamings, misnaming{tag, near})
		}
	}
}

// stranger returns the first tag with the name that the flow does not know, or nil.
func (s *Subject) stranger(name string) *TagView {
	for i := range s.Tags {
		if t := &s.Tags[i]; name != "" && t.Tag == nil && string(t.On.Key) == name {
			return t
		}
	}
	return nil
}
