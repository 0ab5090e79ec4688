package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
)

var tagUnused = Doc{
	Title: "a tag that nothing uses",
	Text: "A tag in the flow's own file that no span, no service and no trace names. It is in no client and no record, and " +
		"readers wonder which span has it. Tags of imported files may be unused: other flows have them.",
	Example: "tags:\n  colour: { brief: …, type: string }   # and no span has it",
	Fix:     "Name it on the span that has it, or delete it.",
}

func checkTagUnused(p *pass) {
	if !p.facts.complete { // the name that was misspelt may be this one
		return
	}
	for _, t := range p.flow.UnusedTags {
		if t.Pos.File == p.flow.Pos.File && t.Sure() {
			p.report(diag.Diagnostic{
				Range: t.Pos, Message: fmt.Sprintf("tag %q is not used", t.Name),
				Help: "name it on a span or a service, or delete it",
			})
		}
	}
}
