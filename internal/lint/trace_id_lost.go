package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var traceIDLost = Doc{
	Title: "an id tag whose value would be lost",
	Text: "Where the id tag is not of format: uuid, the trace id may be a hash of its value (docs/ids.md, rule 2), from which " +
		"the value cannot be read back. So every span of the trace requires the tag.",
	Example: "traces:\n  cart: { id: cart_id }\nspans:\n  \"checkout:settled\": { trace: cart, tags: { settled_at: optional } }",
	Fix:     "Require the tag on every span of the trace, at its start, or give it format: uuid.",
}

func checkTraceIDLost(p *pass) {
	for _, t := range p.flow.Traces {
		if t.ID == nil || t.ID.AlwaysTraceID() || !t.ID.Sure(model.FieldType) || !makesTraceID(t.ID) {
			continue
		}
		for _, s := range p.facts.spansOf[t] {
			if !s.Sure(model.FieldTrace, model.FieldTags) {
				continue
			}
			own := s.Tag(t.ID)
			if own != nil && own.Required && !own.AtEnd {
				continue
			}
			at := s.Pos
			if own != nil {
				at = own.Pos
			}
			p.report(diag.Diagnostic{
				Range:   at,
				Message: fmt.Sprintf("span %q does not require tag %q at its start, but its trace id may be a hash of the value", s.Name, t.ID.Name),
				Help:    fmt.Sprintf("write %s: required, or give the tag format: uuid", t.ID.Name),
				Notes:   note(t.At(model.FieldID), fmt.Sprintf("trace %q takes its id from the tag", t.Name)),
			})
		}
	}
}
