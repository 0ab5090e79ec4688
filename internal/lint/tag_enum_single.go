package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var tagEnumSingle = Doc{
	Title:   "an enum with one value",
	Text:    "A closed enum with one value says nothing: whoever has the tag has that value.",
	Example: "source: { type: enum, values: { push: push }, brief: … }",
	Fix:     "Add the other values, mark it open: true where more will come, or delete the tag.",
}

func checkTagEnumSingle(p *pass) {
	for _, t := range p.facts.allTags {
		if t.Kind == model.KindEnum && len(t.Values) == 1 && !t.Open && t.Sure(model.FieldValues) {
			p.report(diag.Diagnostic{
				Range: t.Values[0].Pos, Message: fmt.Sprintf("enum %q has one value, %q", t.Name, t.Values[0].Name),
				Help: "add the others, write open: true where more will come, or delete the tag",
			})
		}
	}
}
