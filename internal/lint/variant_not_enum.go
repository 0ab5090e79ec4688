package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var variantNotEnum = Doc{
	Title:   "a variant over a tag that is no closed enum",
	Text:    "A variant has a case for each value, so the values must be known: the tag is an enum, one value, and not open.",
	Example: "variants:\n  device_id: { … }   # an id",
	Fix:     "Make the tag a closed enum, or put the tags on the span as optional ones.",
}

func checkVariantNotEnum(p *pass) {
	p.variants(func(s *model.Span, v *model.Variant) {
		switch {
		case v.Tag.Kind != model.KindEnum || v.Tag.List:
			p.report(diag.Diagnostic{
				Range:    v.Pos,
				Message:  fmt.Sprintf("a variant of span %q is over tag %q, whose type is %s", s.Name, v.Tag.Name, v.Tag.TypeWord()),
				Expected: "a tag of type enum", Notes: note(v.Tag.At(model.FieldType), "its type is given here"),
			})
		case v.Tag.Open:
			p.report(diag.Diagnostic{
				Range:   v.Pos,
				Message: fmt.Sprintf("a variant of span %q is over enum %q, which is open: other values have no case", s.Name, v.Tag.Name),
				Help:    "take open: true off the enum, or put the tags on the span as optional ones", Notes: note(v.Tag.At(model.FieldOpen), "it is opened here"),
			})
		}
	})
}
