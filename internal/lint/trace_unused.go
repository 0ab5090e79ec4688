package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
)

var traceUnused = Doc{
	Title:   "a trace that no span belongs to",
	Text:    "A kind of trace without spans never comes to be.",
	Example: "traces:\n  retry: { brief: … }   # and no span has trace: retry",
	Fix:     "Give it spans, or delete it.",
}

func checkTraceUnused(p *pass) {
	if !p.facts.complete {
		return
	}
	for _, t := range p.flow.Traces {
		if len(p.facts.spansOf[t]) == 0 {
			p.report(diag.Diagnostic{Range: t.Pos, Message: fmt.Sprintf("no span belongs to trace %q", t.Name), Help: "delete it, or give it spans"})
		}
	}
}
