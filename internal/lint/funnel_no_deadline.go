package lint

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var funnelNoDeadline = Doc{
	Title: "what was sent to many, and may come at any time",
	Text: "A stage that occurs once for each combination of tags is where a flow fans out, such as to a user's devices. The first step that follows is " +
		"where things are lost. Without within nothing says when it should have come, so show and funnel cannot tell what was lost from what is still to come.",
	Example: "\"n:received\": { parent: \"n:sent\", occurs: { at_most_once_per: parent } }   # n:sent is once_per: [device_id]",
	Fix:     "Give the step within: the time in which it comes if it comes at all, such as 5m.",
}

func checkFunnelNoDeadline(p *pass) {
	for i, s := range p.flow.Funnel {
		o := s.Occurs
		optional := o.Multiplicity == model.AtMostOnce || o.Multiplicity == model.AtMostOncePer
		if s.Within > 0 || !optional || len(o.Keys) > 0 || !s.Trace.Complete() || !s.Sure(model.FieldOccurs) || !s.Sure(model.FieldParent) {
			continue
		}
		at := slices.IndexFunc(s.Parent.Spans, func(parent *model.Span) bool {
			return parent.Occurs.Multiplicity == model.OncePer && len(parent.Occurs.Keys) > 0 && slices.Contains(p.flow.Funnel[:i], parent)
		})
		if at < 0 {
			continue
		}
		parent := s.Parent.Spans[at]
		p.report(diag.Diagnostic{
			Range:   s.Pos,
			Message: fmt.Sprintf("span %q comes first after %q, which is sent to many, and has no within: what is lost there cannot be counted", s.Name, parent.Name),
			Help:    "give it within, such as within: 5m", Notes: note(parent.Occurs.Pos, "the flow fans out here"),
		})
	}
}
