package lint

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/pattern"
)

var tagPatternInvalid = Doc{
	Title: "a pattern that does not compile",
	Text: "Patterns are RE2, as Go's package regexp has it: no look-around, no back references, repeats up to 1,000, and at " +
		"most 1,000 bytes.",
	Example: `pattern: "^(?=U)[A-Z0-9]+$"`,
	Fix:     "Write it without what RE2 lacks; two tags, or a variant, often say it better.",
}

func checkTagPatternInvalid(p *pass) {
	for _, t := range p.facts.allTags {
		if t.Pattern == "" {
			continue
		}
		if len(t.Pattern) > pattern.MaxLength {
			p.report(diag.Diagnostic{
				Range: t.At(model.FieldPattern), Message: fmt.Sprintf("the pattern of tag %q has %d bytes", t.Name, len(t.Pattern)),
				Expected: fmt.Sprintf("at most %d bytes", pattern.MaxLength), Help: "an enum lists values better than a pattern does",
			})
		} else if _, err := regexp.Compile(t.Pattern); err != nil {
			p.report(diag.Diagnostic{
				Range: t.At(model.FieldPattern), Message: fmt.Sprintf("the pattern of tag %q does not compile: %s", t.Name, reason(err)),
				Expected: "RE2, as in https://github.com/google/re2/wiki/Syntax",
			})
		}
	}
}

// reason is the error of regexp without the prefix that all of them have.
func reason(err error) string {
	var bad *syntax.Error
	if errors.As(err, &bad) {
		return fmt.Sprintf("%s: %s", bad.Code, bad.Expr)
	}
	return err.Error()
}
