package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanKeyNotRequired = Doc{
	Title: "a key tag that the span does not have for sure",
	Text: "once_per and at_most_once_per give the span its id, which is worked out from the key when the span starts. So the " +
		"span requires each tag of the key, at its start and not in a variant.",
	Example: "occurs: { once_per: [device_id] }\ntags: { device_id: optional }",
	Fix:     "Require the tag on the span.",
}

func checkSpanKeyNotRequired(p *pass) {
	for _, s := range p.flow.Spans {
		if !s.Sure(model.FieldTags, model.FieldOccurs) {
			continue
		}
		for i, key := range s.Occurs.Keys {
			own := s.Tag(key)
			d := diag.Diagnostic{Range: s.Occurs.KeysPos[i], Help: fmt.Sprintf("add %s: required to the span's tags", key.Name)}
			switch {
			case own == nil:
				d.Message = fmt.Sprintf("key tag %q is not among the tags of span %q", key.Name, s.Name)
			case !own.Required:
				d.Message = fmt.Sprintf("key tag %q is only optional on span %q", key.Name, s.Name)
				d.Help, d.Notes = "require it", note(own.Pos, "it is optional here")
			case own.AtEnd:
				d.Message = fmt.Sprintf("key tag %q is known only at the end of span %q, and its id is needed at the start", key.Name, s.Name)
				d.Help, d.Notes = "give it at the start", note(own.Pos, "it is given at the end here")
			default:
				continue
			}
			p.report(d)
		}
	}
}
