package check

import (
	"strconv"
	"strings"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var variantTag = Rule{
	Doc: Doc{
		ID: "variant-tag", About: aboutTags, Severity: trace.Error,
		What:    "A record carries a tag that the spec has for another value of the tag that chooses the variant.",
		Why:     "One of the two values is wrong, and nobody can say which.",
		Example: "apns_id on a notification:sent whose platform is android",
		Fix:     "Leave the tag out, or correct the value that chooses.",
	},
	record: func(s *Subject) {
		if !s.strangers || len(s.Span.Variants) == 0 {
			return
		}
		for i := range s.Tags {
			if t := &s.Tags[i]; t.Role == Stranger && t.Tag != nil && s.Span.Variant.Has(t.Tag.Index) {
				s.reportVariant(t)
			}
		}
	},
}

func (s *Subject) reportVariant(t *TagView) {
	s.report(t.On.Key, func() findings.Detail {
		var wants []string
		chooser := ""
		var spec = t.Tag.Model.Pos
		for _, v := range s.Span.Variants {
			for _, c := range v.Cases {
				if c != nil && c.Use(t.Tag.Index) != nil {
					wants, chooser, spec = append(wants, c.Model.Value.Wire), v.Tag.Name, c.Use(t.Tag.Index).Pos
				}
			}
		}
		return findings.Detail{
			Message:  t.Tag.Name + " on " + strconv.Quote(s.Span.Model.Name) + " belongs to another " + chooser,
			Actual:   t.Tag.Name + " with " + s.chosen(chooser),
			Expected: "only with " + chooser + " " + strings.Join(wants, " or "), Spec: spec,
		}
	})
}

// chosen writes the record's value of the tag that chooses.
func (s *Subject) chosen(name string) string {
	var tag *compiled.Tag
	if tag = s.Flow.Tag([]byte(name)); tag == nil {
		return name
	}
	if t := s.Find(tag); t != nil {
		return name + " " + show(&t.On.Value)
	}
	return "no " + name
}
