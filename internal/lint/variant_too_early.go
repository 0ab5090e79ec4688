package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var variantTooEarly = Doc{
	Title: "a variant's tag that is asked for before the value is known",
	Text: "The enum is given when the span ends, so which case applies is known only then, and the tags of its cases cannot " +
		"be given at the start.",
	Example: "tags: { outcome: { requirement: required, at: end } }\nvariants: { outcome: { approved: { authorization: required }, … } }",
	Fix:     "Give the tags of the cases at the end too.",
}

func checkVariantTooEarly(p *pass) {
	p.variants(func(s *model.Span, v *model.Variant) {
		own := s.Tag(v.Tag)
		if own == nil || !own.AtEnd || !s.Measured {
			return
		}
		for _, c := range v.Cases {
			for _, st := range c.Tags {
				if !st.AtEnd {
					p.report(diag.Diagnostic{
						Range:   st.Pos,
						Message: fmt.Sprintf("tag %q is given at the start, but that it applies is known at the end, with tag %q", st.Tag.Name, v.Tag.Name),
						Help:    "add at: end to it", Notes: note(own.Pos, "the enum is given at the end here"),
					})
				}
			}
		}
	})
}
