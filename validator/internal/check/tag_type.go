package check

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var tagType = Rule{
	Doc: Doc{
		ID: "tag-type", About: aboutTags, Severity: trace.Error,
		What:    "A tag's value is of another type than the spec has. An int where a double is declared is right; a double without a fraction where an int is declared is a warning, since JavaScript has one type of number.",
		Why:     "A warehouse column has one type: the value is lost, or the whole record.",
		Example: `badge_count: "3", a string, where the spec has an int`,
		Fix:     "Give the value in its own type.",
	},
	record: func(s *Subject) {
		if !s.misfits {
			return
		}
		for _, tags := range s.declared() {
			for i := range tags {
				t := &tags[i]
				if t.Role == Stranger {
					continue
				}
				switch t.Fit {
				case compiled.Loosely:
					s.reportType(t, trace.Warning)
				case compiled.Not:
					s.reportType(t, trace.Error)
				}
			}
		}
	},
}

func (s *Subject) reportType(t *TagView, severity trace.Severity) {
	s.reportAs(severity, t.On.Key, func() findings.Detail {
		return findings.Detail{
			Message: t.Tag.Name + " of " + strconv.Quote(s.Span.Model.Name) + " is not " + t.Tag.Wants,
			Actual:  typed(&t.On.Value), Expected: t.Tag.Wants, Spec: t.Tag.Model.Pos,
		}
	})
}
