package lint

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanParentCycle = Doc{
	Title: "spans that are each other's parents",
	Text: "Each waits for the other to be emitted first, so none ever is. With lists of parents, some span of the circle has a parent " +
		"outside it, or none.",
	Example: "a: { parent: b }\nb: { parent: a }",
	Fix:     "Find the span that comes first, and give it parent: none, or a parent outside the circle.",
}

func checkSpanParentCycle(p *pass) {
	begins := p.canBegin()
	walked := make(map[*model.Span]int, len(p.flow.Spans)) // by which start
	for i, start := range p.flow.Spans {
		var path []*model.Span
		s := start
		for ; !begins[s] && walked[s] == 0; s = s.Parent.Spans[0] {
			walked[s] = i + 1
			path = append(path, s)
		}
		if !begins[s] && walked[s] == i+1 {
			p.reportCycle(path[slices.Index(path, s):])
		}
	}
}

// canBegin returns the spans to which some way leads from a span that may have no parent in the flow. All parents of the others
// are among the others.
func (p *pass) canBegin() map[*model.Span]bool {
	found := make(map[*model.Span]bool, len(p.flow.Spans))
	var todo []*model.Span
	for _, s := range p.flow.Spans {
		if s.Parent.Kind != model.ParentSpan || s.Parent.Optional || !s.Sure(model.FieldParent) {
			found[s] = true
			todo = append(todo, s)
		}
	}
	for ; len(todo) > 0; todo = todo[1:] {
		for _, child := range p.facts.children[todo[0]] {
			if !found[child] {
				found[child] = true
				todo = append(todo, child)
			}
		}
	}
	return found
}

// longestCycle is how many spans of a circle are shown.
const longestCycle = 8

func (p *pass) reportCycle(cycle []*model.Span) {
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
	hasChoice := func(s *model.Span) bool { return len(s.Parent.Spans) > 1 }
	if slices.ContainsFunc(cycle, hasChoice) {
		d.Message = fmt.Sprintf("none of the parents of span %q can come before it", cycle[0].Name)
		d.Help = "add none, or a parent outside the circle, to the parents of the span that comes first"
	}
	for _, s := range cycle[1:min(len(cycle), longestCycle)] {
		words := "whose parent is %q"
		if hasChoice(s) {
			words = "whose parents are %q and others that wait as well"
		}
		d.Notes = append(d.Notes, note(s.Parent.Pos, fmt.Sprintf(words, s.Parent.Spans[0].Name))...)
	}
	p.report(d)
}
