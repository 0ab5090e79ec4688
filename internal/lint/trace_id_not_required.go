package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var traceIDNotRequired = Doc{
	Title: "an id tag that a span has, but not for sure or too late",
	Text: "The trace id is needed when the span starts, so a call must give the id tag then. Where the span does not name the tag " +
		"at all, the emitter asks for the id apart from the tags.",
	Example: "traces:\n  order: { id: order_id }\nspans:\n  \"order:paid\": { trace: order, tags: { order_id: optional } }",
	Fix:     "Require the tag on the span, at its start, or leave it out there.",
}

func checkTraceIDNotRequired(p *pass) {
	for _, t := range p.flow.Traces {
		if t.ID == nil || !t.ID.AlwaysTraceID() || !t.ID.Sure(model.FieldType) || !makesTraceID(t.ID) { // of the others trace/id-lost asks more
			continue
		}
		for _, s := range p.facts.spansOf[t] {
			own := s.Tag(t.ID)
			if own == nil || own.Required && !(own.AtEnd && s.Measured) || !s.Sure(model.FieldTrace, model.FieldTags) {
				continue
			}
			state := "is only optional"
			if own.Required {
				state = "is known only at the end"
			}
			p.report(diag.Diagnostic{
				Range:   own.Pos,
				Message: fmt.Sprintf("tag %q %s on span %q, but gives its trace id", t.ID.Name, state, s.Name),
				Help:    fmt.Sprintf("write %s: required, or leave it out here: emitters ask for the id anyway", t.ID.Name),
				Notes:   note(t.At(model.FieldID), fmt.Sprintf("trace %q takes its id from the tag", t.Name)),
			})
		}
	}
}
