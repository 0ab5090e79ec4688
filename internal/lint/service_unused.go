package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
)

var serviceUnused = Doc{
	Title:   "a service that emits no span",
	Text:    "It would get an emitter with no method. Services of imported files may be unused: other flows use them.",
	Example: "services:\n  cron: { brief: …, language: go }   # and no span lists it",
	Fix:     "List it under services of the spans that it emits, or delete it.",
}

func checkServiceUnused(p *pass) {
	if !p.facts.complete {
		return
	}
	for _, s := range p.flow.Services {
		if len(p.facts.emits[s]) == 0 {
			p.report(diag.Diagnostic{
				Range: s.Pos, Message: fmt.Sprintf("service %q emits no span", s.Name),
				Help: "list it under services of a span, or delete it",
			})
		}
	}
}
