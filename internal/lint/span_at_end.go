package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
)

var spanAtEnd = Doc{
	Title:   "a tag at the end of an instant",
	Text:    "An instant span has no end to wait for: all its tags are given at once.",
	Example: "duration: instant\ntags: { message_count: { requirement: optional, at: end } }",
	Fix:     "Leave at out, or make the span duration: measured.",
}

func checkSpanAtEnd(p *pass) {
	for _, s := range p.flow.Spans {
		if s.Measured || !s.Sure() {
			continue
		}
		for _, u := range p.facts.uses[s] {
			if u.AtEnd {
				p.report(diag.Diagnostic{
					Range:   u.AtPos,
					Message: fmt.Sprintf("tag %q is given at the end of span %q, which is an instant", u.Tag.Name, s.Name),
					Help:    "leave at out, or add duration: measured to the span",
				})
			}
		}
	}
}
