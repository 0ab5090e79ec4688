package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanLinkRepeated = Doc{
	Title:   "two links to one span",
	Text:    "Nothing on the wire tells them apart, and the emitter could not name both.",
	Example: "links:\n  - { to: \"n:notify\", min: 1 }\n  - { to: \"n:notify\", max: 3 }",
	Fix:     "Write one link with both limits.",
}

func checkSpanLinkRepeated(p *pass) {
	for _, s := range p.flow.Spans {
		first := make(map[*model.Span]*model.Link, len(s.Links))
		for _, l := range s.Links {
			if other := first[l.To]; other != nil {
				p.report(diag.Diagnostic{
					Range: l.Pos, Message: fmt.Sprintf("span %q links to %q twice", s.Name, l.To.Name),
					Help: "write one link with the limits of both", Notes: note(other.Pos, "the first stands here"),
				})
				continue
			}
			first[l.To] = l
		}
	}
}
