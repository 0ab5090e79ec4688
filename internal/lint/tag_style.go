package lint

import (
	"fmt"
	"regexp"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var tagStyle = Doc{
	Title: "a tag in another style than OpenTelemetry's",
	Text: "OpenTelemetry names attributes in lower-case words joined by _ and ., and most tools that show them expect that. A key is a tag's name " +
		"on the wire whatever it looks like, so nothing fails.",
	Example: "tags:\n  orderId: { brief: …, type: id }",
	Fix:     "Name a new tag in that style. For telemetry that exists already write tag_style: any under policy.",
}

// usualTag is how OpenTelemetry names attributes (semantic conventions, "Naming").
var usualTag = regexp.MustCompile(`^[a-z][a-z0-9]*([._][a-z0-9]+)*$`)

// checkTagStyle reports the first of the tags, with their number: whoever has one nearly always has many.
func checkTagStyle(p *pass) {
	if p.flow.Policy.AnyTagStyle {
		return
	}
	var first *model.Tag
	others := 0
	for _, t := range p.facts.allTags {
		switch {
		case !t.Sure() || usualTag.MatchString(t.Name):
		case first == nil:
			first = t
		default:
			others++
			if t.Pos.File == first.Pos.File && t.Pos.Start.Before(first.Pos.Start) {
				first = t
			}
		}
	}
	if first == nil {
		return
	}
	message := fmt.Sprintf("tag %q is not written as OpenTelemetry names attributes", first.Name)
	switch {
	case others == 1:
		message += ", and neither is another one"
	case others > 1:
		message += fmt.Sprintf(", and neither are %d others", others)
	}
	p.report(diag.Diagnostic{
		Range: first.Pos, Message: message,
		Help: "fine for telemetry that exists already: write tag_style: any under policy; name new tags in lower-case words joined by _ or .",
	})
}
