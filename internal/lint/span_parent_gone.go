package lint

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanParentGone = Doc{
	Title: "a span whose parent is emitted no longer",
	Text: "The parent, or every service that emits it, has expired, so the span can only be emitted with a parent that does " +
		"not come: an orphan.",
	Example: "\"n:sent\":   { expires: 2024-01-31, … }\n\"n:opened\": { parent: \"n:sent\", … }",
	Fix:     "Give it the parent that it has now, or delete it together with its parent.",
}

func checkSpanParentGone(p *pass) {
	for _, s := range p.flow.Spans {
		if p.expired(&s.Entry) || s.Parent.Optional || !all(s.Parent.Spans, p.isGone) {
			continue
		}
		parent := s.Parent.Spans[0]
		p.report(diag.Diagnostic{
			Range:   s.Parent.Pos,
			Message: fmt.Sprintf("span %q has the parent %q, which is emitted no longer: it has expired", s.Name, parent.Name),
			Help:    "give it the parent that it has now, or delete it too", Notes: note(parent.Pos, "the parent is declared here"),
		})
	}
}

// all reports whether a condition holds for every one of some spans, of which there are any.
func all(spans []*model.Span, holds func(*model.Span) bool) bool {
	return len(spans) > 0 && !slices.ContainsFunc(spans, func(s *model.Span) bool { return !holds(s) })
}

// isGone reports whether the span, or every service that emits it, has expired.
func (p *pass) isGone(s *model.Span) bool {
	if p.expired(&s.Entry) {
		return true
	}
	for _, service := range s.Services {
		if !p.expired(&service.Entry) {
			return false
		}
	}
	return len(s.Services) > 0 && s.Sure(model.FieldServices)
}
