package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
)

var spanReserved = Doc{
	Title:   "a span whose name is a word of the language",
	Text:    "parent: any and parent: none have a meaning of their own, so no span can be told by these names.",
	Example: "spans:\n  any: { … }",
	Fix:     "Give it another name.",
}

func checkSpanReserved(p *pass) {
	for _, s := range p.flow.Spans {
		if s.Name == "any" || s.Name == "none" {
			p.report(diag.Diagnostic{
				Range: s.Pos, Message: fmt.Sprintf("span name %q is reserved: parent: %s means something else", s.Name, s.Name),
				Help: "give it another name",
			})
		}
	}
}
