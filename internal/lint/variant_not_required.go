package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var variantNotRequired = Doc{
	Title:   "a variant over a tag that the span does not require",
	Text:    "Without the tag no case applies, and its tags would be neither asked for nor allowed.",
	Example: "tags: { platform: optional }\nvariants: { platform: { … } }",
	Fix:     "Require the tag on the span.",
}

func checkVariantNotRequired(p *pass) {
	p.variants(func(s *model.Span, v *model.Variant) {
		own := s.Tag(v.Tag)
		if own != nil && own.Required {
			return
		}
		d := diag.Diagnostic{
			Range: v.Pos, Message: fmt.Sprintf("a variant is over tag %q, which is not among the tags of span %q", v.Tag.Name, s.Name),
			Help: fmt.Sprintf("add %s: required to the span's tags", v.Tag.Name),
		}
		if own != nil {
			d.Message = fmt.Sprintf("a variant is over tag %q, which is only optional on span %q", v.Tag.Name, s.Name)
			d.Help, d.Notes = "require it", note(own.Pos, "it is optional here")
		}
		p.report(d)
	})
}
