package check

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var invalidUTF8 = Rule{
	Doc: Doc{
		ID: "invalid-utf8", About: aboutTags, Severity: trace.Warning,
		What:    "A text is not UTF-8, or holds half of a surrogate pair. The generated clients repair it and report it; the validator finds what others wrote.",
		Why:     "One such text makes collectors refuse the whole batch that it is in.",
		Example: `the bytes C3 28 in a user's name`,
		Fix:     "Find out where the text was cut or read in another encoding.",
	},
	record: func(s *Subject) {
		if !s.R.Defects.Has(trace.BadUTF8) {
			return
		}
		s.report(s.R.BadTag, func() findings.Detail {
			d := findings.Detail{
				Message: "a text of " + strconv.Quote(s.Span.Model.Name) + " is not valid Unicode", Actual: "a name, an id or a link",
				Expected: "valid UTF-8 without halves of surrogate pairs", Spec: s.Span.Model.Pos,
			}
			if t := s.named(s.R.BadTag); t != nil {
				d.Message = quoted(t.On.Key) + " on " + strconv.Quote(s.Span.Model.Name) + " is not valid Unicode"
				d.Actual = show(&t.On.Value) + " (U+FFFD stands for what is not valid)"
				if t.Tag != nil {
					d.Spec = s.tagPos(t)
				}
			}
			return d
		})
	},
}

// named returns the record's own tag with the key, or nil.
func (s *Subject) named(key []byte) *TagView {
	for i := range s.Tags {
		if len(key) > 0 && string(s.Tags[i].On.Key) == string(key) {
			return &s.Tags[i]
		}
	}
	return nil
}
