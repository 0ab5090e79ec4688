package lint

import (
	"fmt"
	"regexp/syntax"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/pattern"
)

var tagPatternUnanchored = Doc{
	Title: "a pattern that holds for any text with a match somewhere in it",
	Text: "A pattern matches anywhere in the text unless it is anchored, so [A-Z]{2} also holds for \"oh NO\". A pattern " +
		"with one anchor says that this is meant.",
	Example: `pattern: "[A-Z]{3}"`,
	Fix:     `Anchor it: "^[A-Z]{3}$".`,
}

func checkTagPatternUnanchored(p *pass) {
	for _, t := range p.facts.allTags {
		if t.Pattern == "" || len(t.Pattern) > pattern.MaxLength || isAnchored(t) {
			continue
		}
		p.report(diag.Diagnostic{
			Range: t.At(model.FieldPattern), Message: fmt.Sprintf("the pattern of tag %q is not anchored: it also holds for text with more around the match", t.Name),
			Help: "begin it with ^ and end it with $; where a match in the middle is meant, write .*",
		})
	}
}

// isAnchored reports whether the pattern asks where a match begins or ends, or does not parse.
func isAnchored(t *model.Tag) bool {
	parsed, err := syntax.Parse(t.Pattern, syntax.Perl)
	return err != nil || asksForEnd(parsed)
}

// asksForEnd reports whether an anchor, or a loop over anything at all, stands in the expression.
func asksForEnd(e *syntax.Regexp) bool {
	switch e.Op {
	case syntax.OpBeginText, syntax.OpEndText, syntax.OpBeginLine, syntax.OpEndLine:
		return true
	case syntax.OpStar:
		if op := e.Sub[0].Op; op == syntax.OpAnyChar || op == syntax.OpAnyCharNotNL {
			return true
		}
	}
	for _, sub := range e.Sub {
		if asksForEnd(sub) {
			return true
		}
	}
	return false
}
