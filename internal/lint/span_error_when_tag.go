package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanErrorWhenTag = Doc{
	Title: "error_when over a tag that is no enum of the span",
	Text: "The emitter sets the status by the value that it is given. So the tag is an enum with one value, required or optional, on " +
		"the span itself and not in a variant.",
	Example: "error_when: { decline_code: [\"51\"] }\ntags: { decline_code: optional }   # a string",
	Fix:     "Name an enum tag of the span that says how the step went, such as its result.",
}

func checkSpanErrorWhenTag(p *pass) {
	for _, s := range p.flow.Spans {
		for _, when := range s.ErrorWhen {
			tag := when.Tag
			switch {
			case !tag.Sure(model.FieldType):
			case tag.Kind != model.KindEnum || tag.List:
				p.report(diag.Diagnostic{
					Range:    when.Pos,
					Message:  fmt.Sprintf("error_when of span %q is over tag %q, whose type is %s", s.Name, tag.Name, tag.TypeWord()),
					Expected: "a tag of type enum", Notes: note(tag.At(model.FieldType), "its type is given here"),
				})
			case s.Tag(tag) == nil && s.Sure(model.FieldTags, model.FieldVariants):
				p.report(p.errorWhenElsewhere(s, when))
			}
		}
	}
}

// errorWhenElsewhere is about a tag that the span does not have itself.
func (p *pass) errorWhenElsewhere(s *model.Span, when model.ErrorWhen) diag.Diagnostic {
	for _, u := range p.facts.uses[s] {
		if u.Tag == when.Tag {
			return diag.Diagnostic{
				Range:   when.Pos,
				Message: fmt.Sprintf("error_when of span %q is over tag %q, which belongs to the variant over %q", s.Name, when.Tag.Name, u.variant.Tag.Name),
				Help:    fmt.Sprintf("name a value of %s, or put the tag on the span itself as an optional one", u.variant.Tag.Name),
				Notes:   note(u.Pos, "it stands here"),
			}
		}
	}
	return diag.Diagnostic{
		Range: when.Pos, Message: fmt.Sprintf("error_when is over tag %q, which is not among the tags of span %q", when.Tag.Name, s.Name),
		Help: fmt.Sprintf("add %s: required to the span's tags", when.Tag.Name),
	}
}
