package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanKeyParentNone = Doc{
	Title: "a key of the parent, which may be left out",
	Text: "once_per: parent derives the span's id from the parent's. Where the list of parents has none, a span without a parent gets a random id: " +
		"a job that runs twice gives two records, and nothing counts them.",
	Example: "parent: [\"n:sent\", none]\noccurs: { at_most_once_per: parent }",
	Fix:     "Take tags as the key, or take none out of the parents. Leave it where a root need not be told from its copy.",
}

func checkSpanKeyParentNone(p *pass) {
	for _, s := range p.flow.Spans {
		if s.Occurs.PerParent && s.Parent.Optional && s.Sure(model.FieldParent, model.FieldOccurs) {
			p.report(diag.Diagnostic{
				Range:   s.Occurs.Pos,
				Message: fmt.Sprintf("span %q has its parent as its key, but may have no parent: its id is then random", s.Name),
				Help:    "take tags as the key, or take none out of the parents", Notes: note(s.Parent.Pos, "its parents are given here"),
			})
		}
	}
}
