package lint

import (
	"fmt"
	"strings"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

// variants calls visit for every variant of a span whose tags were all resolved.
func (p *pass) variants(visit func(s *model.Span, v *model.Variant)) {
	for _, s := range p.flow.Spans {
		for _, v := range s.Variants {
			if s.Sure(model.FieldTags) && v.Tag.Sure(model.FieldType, model.FieldValues) {
				visit(s, v)
			}
		}
	}
}

var variantNotEnum = Doc{
	Title:   "a variant over a tag that is no closed enum",
	Text:    "A variant has a case for each value, so the values must be known: the tag is an enum, one value, and not open.",
	Example: "variants:\n  device_id: { … }   # an id",
	Fix:     "Make the tag a closed enum, or put the tags on the span as optional ones.",
}

func checkVariantNotEnum(p *pass) {
	p.variants(func(s *model.Span, v *model.Variant) {
		switch {
		case v.Tag.Kind != model.KindEnum || v.Tag.List:
			p.say(diag.Diagnostic{
				Range:    v.Pos,
				Message:  fmt.Sprintf("a variant of span %q is over tag %q, whose type is %s", s.Name, v.Tag.Name, typeOf(v.Tag)),
				Expected: "a tag of type enum", Notes: note(v.Tag.At(model.FieldType), "its type is given here"),
			})
		case v.Tag.Open:
			p.say(diag.Diagnostic{
				Range:   v.Pos,
				Message: fmt.Sprintf("a variant of span %q is over enum %q, which is open: other values have no case", s.Name, v.Tag.Name),
				Help:    "take open: true off the enum, or put the tags on the span as optional ones", Notes: note(v.Tag.At(model.FieldOpen), "it is opened here"),
			})
		}
	})
}

var variantNotRequired = Doc{
	Title:   "a variant over a tag that the span does not require",
	Text:    "Without the tag no case applies, and its tags would be neither asked for nor allowed.",
	Example: "tags: { platform: optional }\nvariants: { platform: { … } }",
	Fix:     "Require the tag on the span.",
}

func checkVariantNotRequired(p *pass) {
	p.variants(func(s *model.Span, v *model.Variant) {
		own := s.Tag(v.Tag)
		if own != nil && own.Required {
			return
		}
		d := diag.Diagnostic{
			Range: v.Pos, Message: fmt.Sprintf("a variant is over tag %q, which is not among the tags of span %q", v.Tag.Name, s.Name),
			Help: fmt.Sprintf("add %s: required to the span's tags", v.Tag.Name),
		}
		if own != nil {
			d.Message = fmt.Sprintf("a variant is over tag %q, which is only optional on span %q", v.Tag.Name, s.Name)
			d.Help, d.Notes = "require it", note(own.Pos, "it is optional here")
		}
		p.say(d)
	})
}

var variantValueMissing = Doc{
	Title:   "a variant without a case for each value",
	Text:    "Whether the others have no tags of their own, or were forgotten, cannot be told.",
	Example: "variants:\n  platform:\n    ios: { apns_id: required }   # and android?",
	Fix:     "Add a case for each value; {} says that there are no tags.",
}

func checkVariantValueMissing(p *pass) {
	p.variants(func(s *model.Span, v *model.Variant) {
		if !s.Sure(model.FieldVariants) || v.Tag.Kind != model.KindEnum || v.Tag.List || v.Tag.Open {
			return
		}
		has := make(map[*model.EnumValue]bool, len(v.Cases))
		for _, c := range v.Cases {
			has[c.Value] = true
		}
		var missing []string
		for _, value := range v.Tag.Values {
			if !has[value] {
				missing = append(missing, value.Name)
			}
		}
		if len(missing) > 0 {
			p.say(diag.Diagnostic{
				Range:   v.Pos,
				Message: fmt.Sprintf("the variant of span %q over tag %q has no case for %s", s.Name, v.Tag.Name, strings.Join(missing, ", ")),
				Help:    fmt.Sprintf("add %s: {} where there are no tags of its own", missing[0]), Notes: note(v.Tag.Pos, "the enum is declared here"),
			})
		}
	})
}

var variantTagTwice = Doc{
	Title:   "a variant's tag that the span has already",
	Text:    "A tag is the span's own, or belongs to the cases of one variant. Else two places say what is asked of it.",
	Example: "tags: { platform: required, apns_id: optional }\nvariants: { platform: { ios: { apns_id: required }, … } }",
	Fix:     "Leave it to one of the two.",
}

func checkVariantTagTwice(p *pass) {
	for _, s := range p.flow.Spans {
		own := make(map[*model.Tag]use)
		for _, u := range p.facts.uses[s] {
			other, again := own[u.Tag]
			if !again {
				own[u.Tag] = u
				continue
			}
			if other.variant == u.variant { // two cases of one variant
				continue
			}
			where := "is the span's own"
			if other.variant != nil {
				where = fmt.Sprintf("belongs to the variant over %q", other.variant.Tag.Name)
			}
			p.say(diag.Diagnostic{
				Range:   u.Pos,
				Message: fmt.Sprintf("tag %q of the variant over %q %s already", u.Tag.Name, u.variant.Tag.Name, where),
				Help:    "leave it to one of the two", Notes: note(other.Pos, "the first stands here"),
			})
		}
	}
}

var variantTooEarly = Doc{
	Title: "a variant's tag that is asked for before the value is known",
	Text: "The enum is given when the span ends, so which case applies is known only then, and the tags of its cases cannot " +
		"be given at the start.",
	Example: "tags: { outcome: { requirement: required, at: end } }\nvariants: { outcome: { approved: { authorization: required }, … } }",
	Fix:     "Give the tags of the cases at the end too.",
}

func checkVariantTooEarly(p *pass) {
	p.variants(func(s *model.Span, v *model.Variant) {
		own := s.Tag(v.Tag)
		if own == nil || !own.AtEnd || !s.Measured {
			return
		}
		for _, c := range v.Cases {
			for _, st := range c.Tags {
				if !st.AtEnd {
					p.say(diag.Diagnostic{
						Range:   st.Pos,
						Message: fmt.Sprintf("tag %q is given at the start, but that it applies is known at the end, with tag %q", st.Tag.Name, v.Tag.Name),
						Help:    "add at: end to it", Notes: note(own.Pos, "the enum is given at the end here"),
					})
				}
			}
		}
	})
}

var variantTooLate = Doc{
	Title: "a variant's tag that is given at the end, where the value is given at the start",
	Text: "A call gives the value together with the tags of its case, so that none of another case can come along. So they are " +
		"given at one time.",
	Example: "tags: { outcome: required }\nvariants: { outcome: { approved: { authorization: { requirement: required, at: end } }, … } }",
	Fix:     "Give both at the end, or put the tag on the span itself as an optional one with at: end.",
}

func checkVariantTooLate(p *pass) {
	p.variants(func(s *model.Span, v *model.Variant) {
		own := s.Tag(v.Tag)
		if own == nil || own.AtEnd || !s.Measured {
			return
		}
		for _, c := range v.Cases {
			for _, st := range c.Tags {
				if st.AtEnd {
					p.say(diag.Diagnostic{
						Range:   st.Pos,
						Message: fmt.Sprintf("tag %q is given at the end, but comes with tag %q, which is given at the start", st.Tag.Name, v.Tag.Name),
						Help:    fmt.Sprintf("give %s at the end too, or take at: end off this tag", v.Tag.Name), Notes: note(own.Pos, "the enum is given at the start here"),
					})
				}
			}
		}
	})
}
