package lint

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var variantValueMissing = Doc{
	Title:   "a variant without a case for each value",
	Text:    "Whether the others have no tags of their own, or were forgotten, cannot be told.",
	Example: "variants:\n  platform:\n    ios: { apns_id: required }   # and android?",
	Fix:     "Add a case for each value; {} says that there are no tags.",
}

func checkVariantValueMissing(p *pass) {
	p.variants(func(s *model.Span, v *model.Variant) {
		if !s.Sure(model.FieldVariants) || v.Tag.Kind != model.KindEnum || v.Tag.List || v.Tag.Open {
			return
		}
		has := make(map[*model.EnumValue]bool, len(v.Cases))
		for _, c := range v.Cases {
			has[c.Value] = true
		}
		var missing []string
		for _, value := range v.Tag.Values {
			if !has[value] {
				missing = append(missing, value.Name)
			}
		}
		if len(missing) > 0 {
			p.report(diag.Diagnostic{
				Range:   v.Pos,
				Message: fmt.Sprintf("the variant of span %q over tag %q has no case for %s", s.Name, v.Tag.Name, strings.Join(missing, ", ")),
				Help:    fmt.Sprintf("add %s: {} where there are no tags of its own", missing[0]), Notes: note(v.Tag.Pos, "the enum is declared here"),
			})
		}
	})
}
