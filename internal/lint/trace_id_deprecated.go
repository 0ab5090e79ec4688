package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var traceIDDeprecated = Doc{
	Title:   "an id tag that is deprecated",
	Text:    "All ids of the trace derive from it: it cannot go away without all of them changing.",
	Example: "traces:\n  cart: { id: cart_id }\ntags:\n  cart_id: { deprecated: { since: 2.0.0 } }",
	Fix:     "Name the tag that replaces it as the trace's id, in a new major version, or take deprecated off.",
}

func checkTraceIDDeprecated(p *pass) {
	for _, t := range p.flow.Traces {
		if t.ID != nil && t.ID.Deprecated != nil {
			p.report(diag.Diagnostic{
				Range:   t.At(model.FieldID),
				Message: fmt.Sprintf("trace %q takes its id from tag %q, which is deprecated", t.Name, t.ID.Name),
				Help:    "name the tag that replaces it, in a new major version", Notes: note(t.ID.Deprecated.Pos, "it is deprecated here"),
			})
		}
	}
}
