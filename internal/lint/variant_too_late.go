package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var variantTooLate = Doc{
	Title: "a variant's tag that is given at the end, where the value is given at the start",
	Text: "A call gives the value together with the tags of its case, so that none of another case can come along. So they are " +
		"given at one time.",
	Example: "tags: { outcome: required }\nvariants: { outcome: { approved: { authorization: { requirement: required, at: end } }, … } }",
	Fix:     "Give both at the end, or put the tag on the span itself as an optional one with at: end.",
}

func checkVariantTooLate(p *pass) {
	p.variants(func(s *model.Span, v *model.Variant) {
		own := s.Tag(v.Tag)
		if own == nil || own.AtEnd || !s.Measured {
			return
		}
		for _, c := range v.Cases {
			for _, st := range c.Tags {
				if st.AtEnd {
					p.report(diag.Diagnostic{
						Range:   st.Pos,
						Message: fmt.Sprintf("tag %q is given at the end, but comes with tag %q, which is given at the start", st.Tag.Name, v.Tag.Name),
						Help:    fmt.Sprintf("give %s at the end too, or take at: end off this tag", v.Tag.Name), Notes: note(own.Pos, "the enum is given at the start here"),
					})
				}
			}
		}
	})
}
