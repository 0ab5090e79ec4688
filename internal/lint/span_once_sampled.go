package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanOnceSampled = Doc{
	Title: "a span that occurs once in a trace that is sampled",
	Text: "once asks for a record in every trace. Where sampling keeps only a part of them, nothing can tell a record that is " +
		"missing from one that was not kept, so it is never checked.",
	Example: "traces: { request: { sampling: 1% } }\nspans: { \"n:trigger\": { trace: request, occurs: once } }",
	Fix:     "Write at_most_once (at_most_once_per), which gives the same ids, or keep every trace.",
}

func checkSpanOnceSampled(p *pass) {
	for _, s := range p.flow.Spans {
		asks := s.Occurs.Multiplicity == model.Once || s.Occurs.Multiplicity == model.OncePer
		if !asks || s.Trace.Complete() || !s.Sure(model.FieldTrace, model.FieldOccurs) || !s.Trace.Sure() {
			continue
		}
		p.report(diag.Diagnostic{
			Range:   s.Occurs.Pos,
			Message: fmt.Sprintf("span %q asks for one record, but not every trace %q is kept", s.Name, s.Trace.Name),
			Help:    "write at_most_once or at_most_once_per, which gives the same ids", Notes: note(s.Trace.At(model.FieldSampling), "its sampling is given here"),
		})
	}
}
