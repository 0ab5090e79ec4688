package lint

import (
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var funnelShort = Doc{
	Title:   "a funnel of one stage",
	Text:    "A funnel shows how many come from one stage to the next, so it has two at least.",
	Example: "funnel: [\"n:sent\"]",
	Fix:     "Add the stages around it, or leave the funnel out.",
}

func checkFunnelShort(p *pass) {
	if len(p.flow.Funnel) == 1 && p.flow.Sure(model.FieldFunnel) {
		p.report(diag.Diagnostic{
			Range: p.flow.FunnelPos[0], Message: "the funnel has one stage",
			Help: "add the stages around it, or leave the funnel out",
		})
	}
}
