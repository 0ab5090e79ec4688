package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var tagEnumDuplicate = Doc{
	Title: "two values of an enum that are one on the wire",
	Text: "Two names in code for one text on the wire: a reader cannot tell which was meant, and reading gives another value " +
		"than was written.",
	Example: "trigger: { type: enum, values: { here: \"@here\", now: \"@here\" }, brief: … }",
	Fix:     "Delete one of the two; mark it deprecated first if it is released.",
}

func checkTagEnumDuplicate(p *pass) {
	for _, t := range p.facts.allTags {
		first := make(map[string]*model.EnumValue, len(t.Values))
		for _, v := range t.Values {
			if !v.Sure() {
				continue
			}
			other, again := first[v.Wire]
			if !again {
				first[v.Wire] = v
				continue
			}
			p.report(diag.Diagnostic{
				Range:   v.At(model.FieldWire),
				Message: fmt.Sprintf("values %q and %q of enum %q are both %q on the wire", other.Name, v.Name, t.Name, v.Wire),
				Help:    "give each value a text of its own, or delete one", Notes: note(other.At(model.FieldWire), "the first stands here"),
			})
		}
	}
}
