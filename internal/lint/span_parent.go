package lint

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanParentCycle = Doc{
	Title:   "spans that are each other's parents",
	Text:    "Each waits for the other to be emitted first, so none ever is.",
	Example: "a: { parent: b }\nb: { parent: a }",
	Fix:     "Find the span that comes first, and give it parent: none, or a parent outside the circle.",
}

func checkSpanParentCycle(p *pass) {
	const (
		unseen = iota
		onPath
		done
	)
	state := make(map[*model.Span]int, len(p.flow.Spans))
	for _, start := range p.flow.Spans {
		var path []*model.Span
		s := start
		for s != nil && state[s] == unseen {
			state[s] = onPath
			path = append(path, s)
			s = parentOf(s)
		}
		if s != nil && state[s] == onPath {
			p.sayCycle(path[slices.Index(path, s):])
		}
		for _, passed := range path {
			state[passed] = done
		}
	}
}

// parentOf returns the declared parent, or nil.
func parentOf(s *model.Span) *model.Span {
	if s.Parent.Kind != model.ParentSpan {
		return nil
	}
	return s.Parent.Span
}

// longestCycle is how many spans of a circle are shown.
const longestCycle = 8

func (p *pass) sayCycle(cycle []*model.Span) {
	d := diag.Diagnostic{
		Range:   cycle[0].Parent.Pos,
		Message: fmt.Sprintf("span %q is its own parent", cycle[0].Name),
		Help:    "give the span that comes first parent: none, or a parent outside the circle",
	}
	if len(cycle) > 1 {
		d.Message = fmt.Sprintf("span %q is its own ancestor, over %d other spans", cycle[0].Name, len(cycle)-1)
		if len(cycle) == 2 {
			d.Message = fmt.Sprintf("spans %q and %q are each other's parents", cycle[0].Name, cycle[1].Name)
		}
	}
	for _, s := range cycle[1:min(len(cycle), longestCycle)] {
		d.Notes = append(d.Notes, note(s.Parent.Pos, fmt.Sprintf("whose parent is %q", s.Parent.Span.Name))...)
	}
	p.say(d)
}

var spanParentGone = Doc{
	Title: "a span whose parent is emitted no longer",
	Text: "The parent, or every service that emits it, has expired, so the span can only be emitted with a parent that does " +
		"not come: an orphan.",
	Example: "\"n:sent\":   { expires: 2024-01-31, … }\n\"n:opened\": { parent: \"n:sent\", … }",
	Fix:     "Give it the parent that it has now, or delete it together with its parent.",
}

func checkSpanParentGone(p *pass) {
	for _, s := range p.flow.Spans {
		parent := parentOf(s)
		if parent == nil || p.expired(&s.Entry) || !p.isGone(parent) {
			continue
		}
		p.say(diag.Diagnostic{
			Range:   s.Parent.Pos,
			Message: fmt.Sprintf("span %q has the parent %q, which is emitted no longer: it has expired", s.Name, parent.Name),
			Help:    "give it the parent that it has now, or delete it too", Notes: note(parent.Pos, "the parent is declared here"),
		})
	}
}

// isGone reports whether the span or all who emit it have expired.
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

var spanParentDeprecated = Doc{
	Title:   "a span whose parent is deprecated, though it is not",
	Text:    "Once the parent is gone, the span's parent is missing; and until then its callers must emit what they should not.",
	Example: "\"n:sent\":   { deprecated: { since: 2.0.0 }, … }\n\"n:opened\": { parent: \"n:sent\", … }",
	Fix:     "Give it the parent that replaces the old one, or deprecate it too.",
}

func checkSpanParentDeprecated(p *pass) {
	for _, s := range p.flow.Spans {
		parent := parentOf(s)
		if parent == nil || parent == s || parent.Deprecated == nil || s.Deprecated != nil {
			continue
		}
		p.say(diag.Diagnostic{
			Range: s.Parent.Pos, Message: fmt.Sprintf("span %q has the parent %q, which is deprecated", s.Name, parent.Name),
			Help: "give it the parent that replaces it, or deprecate the span too", Notes: note(parent.Deprecated.Pos, "it is deprecated here"),
		})
	}
}
