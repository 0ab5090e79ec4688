package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var variantTagTwice = Doc{
	Title:   "a variant's tag that the span has already",
	Text:    "A tag is the span's own, or belongs to the cases of one variant. Else two places say what is asked of it.",
	Example: "tags: { platform: required, apns_id: optional }\nvariants: { platform: { ios: { apns_id: required }, … } }",
	Fix:     "Leave it to one of the two.",
}

func checkVariantTagTwice(p *pass) {
	for _, s := range p.flow.Spans {
		own := make(map[*model.Tag]use)
		for _, u := range p.facts.uses[s] {
			other, again := own[u.Tag]
			if !again {
				own[u.Tag] = u
				continue
			}
			if other.variant == u.variant { // two cases of one variant
				continue
			}
			where := "is the span's own"
			if other.variant != nil {
				where = fmt.Sprintf("belongs to the variant over %q", other.variant.Tag.Name)
			}
			p.report(diag.Diagnostic{
				Range:   u.Pos,
				Message: fmt.Sprintf("tag %q of the variant over %q %s already", u.Tag.Name, u.variant.Tag.Name, where),
				Help:    "leave it to one of the two", Notes: note(other.Pos, "the first stands here"),
			})
		}
	}
}
