package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanFollowedBySampled = Doc{
	Title: "what has to follow in a trace that is sampled",
	Text: "Where sampling keeps only a part of the traces, nothing can tell a record that is missing from one that was not kept, so " +
		"followed_by is never checked.",
	Example: "traces: { request: { sampling: 1% } }\nspans: { \"n:asked\": { trace: request, followed_by: { any_of: [\"n:answered\"], within: 1m } } }",
	Fix:     "Keep every trace, or leave followed_by out.",
}

func checkSpanFollowedBySampled(p *pass) {
	for _, s := range p.flow.Spans {
		if len(s.FollowedBy) == 0 {
			continue
		}
		below := p.below(s)
		for _, f := range s.FollowedBy {
			sampled := sampledTrace(s, followers(&f, below))
			if sampled == nil {
				continue
			}
			p.report(diag.Diagnostic{
				Range:   f.AnyOfPos[0],
				Message: fmt.Sprintf("what follows span %q is never checked: not every trace %q is kept", s.Name, sampled.Name),
				Help:    "keep every trace, or leave followed_by out", Notes: note(sampled.At(model.FieldSampling), "its sampling is given here"),
			})
		}
	}
}

// sampledTrace returns the first kind of trace that keeps a condition from being checked, or nil.
func sampledTrace(s *model.Span, followers []*model.Span) *model.Trace {
	for _, span := range append([]*model.Span{s}, followers...) {
		if !span.Trace.Complete() && span.Trace.Sure() && span.Sure(model.FieldTrace) {
			return span.Trace
		}
	}
	return nil
}
