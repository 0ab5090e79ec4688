package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var tagPatternTooBig = Doc{
	Title: "a pattern that clients do not check",
	Text: "Clients carry a pattern as a table of at most 4,096 entries. A bigger one, such as any with \\pL in it, would weigh " +
		"on every app; it is left to the validator, so a wrong value is found in the data and not by the caller.",
	Example: `pattern: "^\\pL{1,50}$"`,
	Fix:     "Ask for less, such as min_length and max_length, or live with it.",
}

func checkTagPatternTooBig(p *pass) {
	for _, t := range p.facts.allTags {
		checks, err := constraint.ForClient(t)
		if err != nil {
			continue // tag/pattern-invalid reports it
		}
		if checks.Left != "" {
			p.report(diag.Diagnostic{
				Range: t.At(model.FieldPattern), Message: fmt.Sprintf("the pattern of tag %q is too big for clients: only the validator checks it", t.Name),
				Help: "ask for less, such as a length, where callers should hear of a wrong value",
			})
		}
	}
}
