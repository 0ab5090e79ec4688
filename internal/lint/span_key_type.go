package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanKeyType = Doc{
	Title:   "a key tag of a type that makes no key",
	Text:    "A double is written in more than one way, and a list has no order to rely on; ids could not be derived alike everywhere.",
	Example: "occurs: { once_per: [amount] }\n# amount: { type: double }",
	Fix:     "Take a tag of type id, string, int, bool or enum.",
}

func checkSpanKeyType(p *pass) {
	for _, s := range p.flow.Spans {
		for i, key := range s.Occurs.Keys {
			if key.Kind != 0 && (key.List || key.Kind == model.KindDouble) {
				p.report(diag.Diagnostic{
					Range:    s.Occurs.KeysPos[i],
					Message:  fmt.Sprintf("tag %q cannot be a key: its type is %s", key.Name, key.TypeWord()),
					Expected: "a tag of type id, string, int, bool or enum", Notes: note(key.At(model.FieldType), "its type is given here"),
				})
			}
		}
	}
}
