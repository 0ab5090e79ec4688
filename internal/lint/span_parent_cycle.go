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
			p.reportCycle(path[slices.Index(path, s):])
		}
		for _, passed := range path {
			state[passed] = done
		}
	}
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
	for _, s := range cycle[1:min(len(cycle), longestCycle)] {
		d.Notes = append(d.Notes, note(s.Parent.Pos, fmt.Sprintf("whose parent is %q", s.Parent.Span.Name))...)
	}
	p.report(d)
}
