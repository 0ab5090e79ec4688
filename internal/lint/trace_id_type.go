package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var traceIDType = Doc{
	Title:   "an id tag that is no text",
	Text:    "The trace id is worked out from the id tag's text (docs/ids.md), so its type is id or string.",
	Example: "traces:\n  order: { id: order_number }\ntags:\n  order_number: { type: int }",
	Fix:     "Make the tag an id. A number is written as its digits.",
}

func checkTraceIDType(p *pass) {
	for _, t := range p.flow.Traces {
		if t.ID == nil || t.ID.Kind == 0 || !t.ID.Sure(model.FieldType) {
			continue
		}
		if !makesTraceID(t.ID) {
			p.report(diag.Diagnostic{
				Range:    t.At(model.FieldID),
				Message:  fmt.Sprintf("trace %q takes its id from tag %q, whose type is %s", t.Name, t.ID.Name, t.ID.TypeWord()),
				Expected: "a tag of type id or string", Notes: note(t.ID.At(model.FieldType), "its type is given here"),
			})
		}
	}
}
