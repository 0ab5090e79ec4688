package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanWithinParent = Doc{
	Title:   "a limit after the parent's start, and no declared parent",
	Text:    "within counts from the parent's start. With parent: any or none nothing tells when that was.",
	Example: "parent: any\nwithin: 5m",
	Fix:     "Declare the parent, or leave within out.",
}

func checkSpanWithinParent(p *pass) {
	for _, s := range p.flow.Spans {
		if s.Within > 0 && s.Parent.Kind != model.ParentSpan && s.Sure(model.FieldParent) {
			p.report(diag.Diagnostic{
				Range: s.At(model.FieldWithin), Message: fmt.Sprintf("span %q has within, but declares no parent span to count from", s.Name),
				Help: "name the parent span, or leave within out", Notes: note(s.Parent.Pos, "its parent is given here"),
			})
		}
	}
}
