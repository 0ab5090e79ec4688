package check

import (
	"strconv"

	"github.com/specgen/specgen/validator/internal/tally"
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
		s.report(nil, func() tally.Detail {
			return tally.Detail{
				Message: "a text of " + strconv.Quote(s.Span.Model.Name) + " is not UTF-8", Actual: "bytes that are not UTF-8",
				Expected: "valid UTF-8", Spec: s.Span.Model.Pos,
			}
		})
	},
}
