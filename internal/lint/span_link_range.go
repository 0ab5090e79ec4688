package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
)

var spanLinkRange = Doc{
	Title:   "a link with max below min",
	Text:    "No number of links keeps both.",
	Example: "links: { to: \"n:notify\", min: 2, max: 1 }",
	Fix:     "Change one of the two; without max there may be any number.",
}

func checkSpanLinkRange(p *pass) {
	for _, s := range p.flow.Spans {
		for _, l := range s.Links {
			if l.Max > 0 && l.Min > l.Max {
				p.report(diag.Diagnostic{
					Range:    l.MaxPos,
					Message:  fmt.Sprintf("span %q has at most %d and at least %d links to %q", s.Name, l.Max, l.Min, l.To.Name),
					Expected: fmt.Sprintf("at least %d", l.Min), Notes: note(l.MinPos, "min stands here"),
				})
			}
		}
	}
}
