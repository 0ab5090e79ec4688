package lint

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanErrorWhenDeprecated = Doc{
	Title:   "error_when over tags that are all deprecated",
	Text:    "Once the tags are gone, nothing tells that the step failed, and failed steps look like any other.",
	Example: "error_when: { outcome: failed }\n# outcome: { deprecated: { since: 2.0.0, use: result } }",
	Fix:     "Add the tag that replaces the old one to error_when; both may stand there until the old one is gone.",
}

func checkSpanErrorWhenDeprecated(p *pass) {
	for _, s := range p.flow.Spans {
		current := func(when model.ErrorWhen) bool { return deprecationOf(s, when.Tag) == nil }
		if len(s.ErrorWhen) == 0 || s.Deprecated != nil || !s.Sure(model.FieldErrorWhen, model.FieldTags) || slices.ContainsFunc(s.ErrorWhen, current) {
			continue
		}
		when := s.ErrorWhen[0]
		d := diag.Diagnostic{
			Range:   when.Pos,
			Message: fmt.Sprintf("that span %q failed is told by tag %q, which is deprecated", s.Name, when.Tag.Name),
			Help:    "add the tag that replaces it", Notes: note(deprecationOf(s, when.Tag).Pos, "it is deprecated here"),
		}
		if len(s.ErrorWhen) > 1 {
			d.Message = fmt.Sprintf("that span %q failed is told by tags that are all deprecated", s.Name)
			d.Help = "add a tag that replaces them"
			d.Notes = note(deprecationOf(s, when.Tag).Pos, fmt.Sprintf("%q is deprecated here", when.Tag.Name))
		}
		p.report(d)
	}
}

// deprecationOf returns the deprecation of the tag on the span, or of the tag everywhere, or nil.
func deprecationOf(s *model.Span, t *model.Tag) *model.Deprecated {
	if own := s.Tag(t); own != nil {
		return cmp.Or(own.Deprecated, t.Deprecated)
	}
	return t.Deprecated
}
