package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
)

var groupUnused = Doc{
	Title:   "a group that nothing uses",
	Text:    "A group in the flow's own file that no span names. Groups of imported files may be unused: other flows use them.",
	Example: "groups:\n  backends: [webapp, job-queue]   # and no span names it",
	Fix:     "Name it under services of a span, or delete it.",
}

func checkGroupUnused(p *pass) {
	if !p.facts.complete {
		return
	}
	for _, g := range p.flow.Groups {
		if !g.Used && g.Sure() && g.Pos.File == p.flow.Pos.File {
			p.report(diag.Diagnostic{
				Range: g.Pos, Message: fmt.Sprintf("group %q is not used", g.Name), Help: "name it under services of a span, or delete it",
			})
		}
	}
}
