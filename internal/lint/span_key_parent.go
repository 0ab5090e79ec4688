package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanKeyParent = Doc{
	Title:   "a key of the parent, and no declared parent",
	Text:    "once_per: parent counts within the parent, and derives the span's id from the parent's. With any or none there is none.",
	Example: "parent: any\noccurs: { once_per: parent }",
	Fix:     "Declare the parent, or take tags as the key.",
}

func checkSpanKeyParent(p *pass) {
	for _, s := range p.flow.Spans {
		if s.Occurs.PerParent && s.Parent.Kind != model.ParentSpan && s.Sure(model.FieldParent, model.FieldOccurs) {
			p.report(diag.Diagnostic{
				Range: s.Occurs.Pos, Message: fmt.Sprintf("span %q occurs once per parent, but declares no parent span", s.Name),
				Help: "name the parent span, or take tags as the key", Notes: note(s.Parent.Pos, "its parent is given here"),
			})
		}
	}
}
