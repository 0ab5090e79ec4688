package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanStartEndMissing = Doc{
	Title: "a measured span that does not say when it starts or ends",
	Text: "Its duration is what people look at. Where each client picks the two moments by itself, durations cannot be compared; the texts " +
		"are what callers read where they begin and end the span.",
	Example: "\"n:read\": { duration: measured, … }   # neither start nor end",
	Fix:     "Say each moment in one sentence: start and end.",
}

func checkSpanStartEndMissing(p *pass) {
	for _, s := range p.flow.Spans {
		missing, help := "", ""
		switch {
		case !s.Measured || !s.Sure():
			continue
		case s.Start == "" && s.End == "":
			missing, help = "when it starts and when it ends", "write start and end, each the moment in one sentence"
		case s.Start == "":
			missing, help = "when it starts", "write start, the moment in one sentence"
		case s.End == "":
			missing, help = "when it ends", "write end, the moment in one sentence"
		default:
			continue
		}
		p.report(diag.Diagnostic{
			Range: s.At(model.FieldDuration), Message: fmt.Sprintf("span %q is measured, but does not say %s", s.Name, missing), Help: help,
		})
	}
}
