package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/pattern"
)

var tagPatternNever = Doc{
	Title:   "a pattern that no text matches",
	Text:    "Whatever a caller gives is a violation, and every record a finding.",
	Example: `pattern: "$[a-z]+^"`,
	Fix:     "^ goes first and $ last.",
}

func checkTagPatternNever(p *pass) {
	for _, t := range p.facts.allTags {
		if set, err := p.facts.constraints(t); err == nil && set.Pattern() != nil && matchesNothing(set.Pattern()) {
			p.say(diag.Diagnostic{
				Range: t.At("pattern"), Message: fmt.Sprintf("no text matches the pattern of tag %q", t.Name),
				Help: "^ stands for the begin of the text and $ for its end",
			})
		}
	}
}

// matchesNothing relies on tables being minimal: no state accepts.
func matchesNothing(table *pattern.Table) bool {
	for _, accepts := range table.Accept {
		if accepts {
			return false
		}
	}
	return true
}
