package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var tagRangeEmpty = Doc{
	Title:   "limits that no value keeps",
	Text:    "min above max, min_length above max_length, or a length that the format never has.",
	Example: "attempt: { type: int, min: 10, max: 1, brief: … }",
	Fix:     "Change one of the two.",
}

const uuidLength = 36 // 8-4-4-4-12 hex digits with four hyphens

func checkTagRangeEmpty(p *pass) {
	for _, t := range p.facts.allTags {
		if t.Min != nil && t.Max != nil && t.Min.Cmp(t.Max) > 0 {
			p.say(diag.Diagnostic{
				Range:    t.At("max"),
				Message:  fmt.Sprintf("tag %q has a max of %s below its min of %s", t.Name, codegen.Decimal(t.Max), codegen.Decimal(t.Min)),
				Expected: "at least " + codegen.Decimal(t.Min), Notes: note(t.At("min"), "min stands here"),
			})
		}
		if t.MaxLength > 0 && t.MinLength > t.MaxLength {
			p.say(diag.Diagnostic{
				Range:    t.At("max_length"),
				Message:  fmt.Sprintf("tag %q has a max_length of %d below its min_length of %d", t.Name, t.MaxLength, t.MinLength),
				Expected: fmt.Sprintf("at least %d", t.MinLength), Notes: note(t.At("min_length"), "min_length stands here"),
			})
		}
		p.formatLength(t)
	}
}

// formatLength reports a length that no UUID has.
func (p *pass) formatLength(t *model.Tag) {
	if t.Format != model.FormatUUID {
		return
	}
	for _, limit := range []struct {
		key    string
		value  int
		broken bool
	}{
		{"min_length", t.MinLength, t.MinLength > uuidLength},
		{"max_length", t.MaxLength, t.MaxLength > 0 && t.MaxLength < uuidLength},
	} {
		if limit.broken {
			p.say(diag.Diagnostic{
				Range:   t.At(limit.key),
				Message: fmt.Sprintf("tag %q has a %s of %d, but a UUID has %d characters", t.Name, limit.key, limit.value, uuidLength),
				Help:    "leave the length out: the format says it",
			})
		}
	}
}
