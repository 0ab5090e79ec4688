package check

import (
	"strconv"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

var deprecatedSpan = Rule{
	Doc: Doc{
		ID: "deprecated-span", About: aboutName, Severity: trace.Warning,
		What:    "A record is of a span that its version of the spec calls deprecated.",
		Why:     "The span goes away; who still emits it has to move first.",
		Example: "a notification:shown, deprecated since 1.1.0 in favour of notification:received",
		Fix:     "Emit the span that the spec names instead.",
	},
	record: func(s *Subject) {
		if s.Span.Model.Deprecated == nil || s.isExpired() { // expired tells more
			return
		}
		s.report(nil, func() findings.Detail {
			d := s.Span.Model.Deprecated
			return findings.Detail{
				Message: strconv.Quote(s.Span.Model.Name) + " is deprecated since " + d.Since.String(), Actual: s.Span.Model.Name,
				Expected: instead(d), Suggestion: d.Use, Spec: s.Span.Model.Pos,
			}
		})
	},
}

// instead says what to use in place of something deprecated.
func instead(d *model.Deprecated) string {
	if d.Use != "" {
		return d.Use
	}
	return "nothing in its place"
}
