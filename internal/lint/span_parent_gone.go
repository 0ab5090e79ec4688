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
		parents := waysIn(s)
		if p.expired(&s.Entry) || !all(parents, p.isGone) {
			continue
		}
		d := diag.Diagnostic{
			Range:   s.Parent.Pos,
			Message: fmt.Sprintf("span %q has the parent %q, which is emitted no longer: it has expired", s.Name, parents[0].Name),
			Help:    "give it the parent that it has now, or delete it too", Notes: note(parents[0].Pos, "the parent is declared here"),
		}
		if len(parents) > 1 {
			d.Message = fmt.Sprintf("no parent of span %q is emitted any longer: all have expired", s.Name)
			d.Notes = note(parents[0].Pos, fmt.Sprintf("%q is declared here", parents[0].Name))
		}
		p.report(d)
	}
}

// waysIn returns the parents one of which a trace has before the span comes: all but the span itself. It is empty where the span
// may have no parent, or one that is not known.
func waysIn(s *model.Span) []*model.Span {
	if s.Parent.Optional || !s.Sure(model.FieldParent) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.Parent.Spans), func(parent *model.Span) bool { return parent == s })
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
