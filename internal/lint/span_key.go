package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var spanKeyNotRequired = Doc{
	Title: "a key tag that the span does not have for sure",
	Text: "once_per and at_most_once_per give the span its id, which is worked out from the key when the span starts. So the " +
		"span requires each tag of the key, at its start and not in a variant.",
	Example: "occurs: { once_per: [device_id] }\ntags: { device_id: optional }",
	Fix:     "Require the tag on the span.",
}

func checkSpanKeyNotRequired(p *pass) {
	for _, s := range p.flow.Spans {
		if !s.Sure(model.FieldTags, model.FieldOccurs) {
			continue
		}
		for i, key := range s.Occurs.Keys {
			own := s.Tag(key)
			d := diag.Diagnostic{Range: s.Occurs.KeysPos[i], Help: fmt.Sprintf("add %s: required to the span's tags", key.Name)}
			switch {
			case own == nil:
				d.Message = fmt.Sprintf("key tag %q is not among the tags of span %q", key.Name, s.Name)
			case !own.Required:
				d.Message = fmt.Sprintf("key tag %q is only optional on span %q", key.Name, s.Name)
				d.Help, d.Notes = "require it", note(own.Pos, "it is optional here")
			case own.AtEnd:
				d.Message = fmt.Sprintf("key tag %q is known only at the end of span %q, and its id is needed at the start", key.Name, s.Name)
				d.Help, d.Notes = "give it at the start", note(own.Pos, "it is given at the end here")
			default:
				continue
			}
			p.say(d)
		}
	}
}

var spanKeyType = Doc{
	Title:   "a key tag of a type that makes no key",
	Text:    "A double is written in more than one way, and a list has no order to rely on; ids could not be derived alike everywhere.",
	Example: "occurs: { once_per: [amount] }\n# amount: { type: double }",
	Fix:     "Take a tag of type id, string, int, bool or enum.",
}

func checkSpanKeyType(p *pass) {
	for _, s := range p.flow.Spans {
		for i, key := range s.Occurs.Keys {
			if key.Kind != 0 && (key.List || key.Kind == model.KindDouble) {
				p.say(diag.Diagnostic{
					Range:    s.Occurs.KeysPos[i],
					Message:  fmt.Sprintf("tag %q cannot be a key: its type is %s", key.Name, typeOf(key)),
					Expected: "a tag of type id, string, int, bool or enum", Notes: note(key.At(model.FieldType), "its type is given here"),
				})
			}
		}
	}
}

var spanKeyParent = Doc{
	Title:   "a key of the parent, and no declared parent",
	Text:    "once_per: parent counts within the parent, and derives the span's id from the parent's. With any or none there is none.",
	Example: "parent: any\noccurs: { once_per: parent }",
	Fix:     "Declare the parent, or take tags as the key.",
}

func checkSpanKeyParent(p *pass) {
	for _, s := range p.flow.Spans {
		if s.Occurs.PerParent && s.Parent.Kind != model.ParentSpan && s.Sure(model.FieldParent, model.FieldOccurs) {
			p.say(diag.Diagnostic{
				Range: s.Occurs.Pos, Message: fmt.Sprintf("span %q occurs once per parent, but declares no parent span", s.Name),
				Help: "name the parent span, or take tags as the key", Notes: note(s.Parent.Pos, "its parent is given here"),
			})
		}
	}
}

var spanOnceSampled = Doc{
	Title: "a span that occurs once in a trace that is sampled",
	Text: "once asks for a record in every trace. Where sampling keeps only a part of them, nothing can tell a record that is " +
		"missing from one that was not kept, so it is never checked.",
	Example: "traces: { request: { sampling: 1% } }\nspans: { \"n:trigger\": { trace: request, occurs: once } }",
	Fix:     "Write at_most_once (at_most_once_per), which gives the same ids, or keep every trace.",
}

func checkSpanOnceSampled(p *pass) {
	for _, s := range p.flow.Spans {
		asks := s.Occurs.Multiplicity == model.Once || s.Occurs.Multiplicity == model.OncePer
		if !asks || s.Trace.Complete() || !s.Sure(model.FieldTrace, model.FieldOccurs) || !s.Trace.Sure() {
			continue
		}
		p.say(diag.Diagnostic{
			Range:   s.Occurs.Pos,
			Message: fmt.Sprintf("span %q asks for one record, but not every trace %q is kept", s.Name, s.Trace.Name),
			Help:    "write at_most_once or at_most_once_per, which gives the same ids", Notes: note(s.Trace.At(model.FieldSampling), "its sampling is given here"),
		})
	}
}
