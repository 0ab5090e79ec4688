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
		if s.Deprecated != nil || s.Parent.Optional || !all(s.Parent.Spans, deprecated) {
			continue
		}
		parent := s.Parent.Spans[0]
		p.report(diag.Diagnostic{
			Range: s.Parent.Pos, Message: fmt.Sprintf("span %q has the parent %q, which is deprecated", s.Name, parent.Name),
			Help: "give it the parent that replaces it, or deprecate the span too", Notes: note(parent.Deprecated.Pos, "it is deprecated here"),
		})
	}
}
