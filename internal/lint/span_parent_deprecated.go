package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanParentDeprecated = Doc{
	Title:   "a span whose parent is deprecated, though it is not",
	Text:    "Once the parent is gone, the span's parent is missing; and until then its callers must emit what they should not.",
	Example: "\"n:sent\":   { deprecated: { since: 2.0.0 }, … }\n\"n:opened\": { parent: \"n:sent\", … }",
	Fix:     "Give it the parent that replaces the old one, or deprecate it too.",
}

func checkSpanParentDeprecated(p *pass) {
	for _, s := range p.flow.Spans {
		deprecated := func(parent *model.Span) bool { return parent.Deprecated != nil }
		parents := waysIn(s)
		if s.Deprecated != nil || !all(parents, deprecated) {
			continue
		}
		d := diag.Diagnostic{
			Range: s.Parent.Pos, Message: fmt.Sprintf("span %q has the parent %q, which is deprecated", s.Name, parents[0].Name),
			Help: "give it the parent that replaces it, or deprecate the span too", Notes: note(parents[0].Deprecated.Pos, "it is deprecated here"),
		}
		if len(parents) > 1 {
			d.Message = fmt.Sprintf("all parents of span %q are deprecated", s.Name)
			d.Help = "add the parent that replaces them, or deprecate the span too"
			d.Notes = note(parents[0].Deprecated.Pos, fmt.Sprintf("%q is deprecated here", parents[0].Name))
		}
		p.report(d)
	}
}
