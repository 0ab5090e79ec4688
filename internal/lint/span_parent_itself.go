package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanParentItself = Doc{
	Title: "a span that may be its own parent, but occurs once in its trace",
	Text: "A second record of the span in the trace would have the id of the first, and so be its own parent. Only a span that occurs more than once, " +
		"such as a try after a try, comes after another of its kind.",
	Example: "\"order:attempt\": { parent: [\"order:placed\", \"order:attempt\"], occurs: at_most_once }",
	Fix:     "Give it a key that tells its records apart, such as occurs: { once_per: [attempt] }, or take it out of its parents.",
}

func checkSpanParentItself(p *pass) {
	for _, s := range p.flow.Spans {
		once := s.Occurs.Multiplicity == model.Once || s.Occurs.Multiplicity == model.AtMostOnce
		if !once || !s.Parent.Has(s) || len(s.Parent.Spans) == 1 && !s.Parent.Optional { // span/parent-cycle reports the only parent
			continue
		}
		at := s.Parent.Pos
		for i, parent := range s.Parent.Spans {
			if parent == s {
				at = s.Parent.SpansPos[i]
			}
		}
		p.report(diag.Diagnostic{
			Range: at, Message: fmt.Sprintf("span %q may be its own parent, but occurs once in its trace", s.Name),
			Help: "give it a key, such as once_per: [attempt], or take it out of its parents", Notes: note(s.Occurs.Pos, "how often it occurs is given here"),
		})
	}
}
