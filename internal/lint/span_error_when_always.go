package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanErrorWhenAlways = Doc{
	Title: "a span that is always an error",
	Text: "error_when names every value of a closed enum that the span requires, so no record of the span is anything but an error. In viewers " +
		"all of them are red, and nobody looks any more.",
	Example: "error_when: { result: [authorized, declined] }\n# result: { type: enum, values: { authorized: AUTHORIZED, declined: DECLINED } }",
	Fix:     "Leave out the values that are no failure, or make the tag optional where it is only given on failure.",
}

func checkSpanErrorWhenAlways(p *pass) {
	for _, s := range p.flow.Spans {
		for _, when := range s.ErrorWhen {
			own := s.Tag(when.Tag)
			if own == nil || !own.Required || when.Tag.Open || len(when.Values) < len(when.Tag.Values) || len(when.Values) == 0 ||
				!s.Sure(model.FieldErrorWhen) || !when.Tag.Sure(model.FieldValues) {
				continue
			}
			p.report(diag.Diagnostic{
				Range:   when.Pos,
				Message: fmt.Sprintf("span %q is always an error: error_when has every value of tag %q", s.Name, when.Tag.Name),
				Help:    "leave out the values that are no failure", Notes: note(own.Pos, "the tag is required here"),
			})
		}
	}
}
