package lint

import (
	"fmt"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
)

var traceUnused = Doc{
	Title:   "a trace that no span belongs to",
	Text:    "A kind of trace without spans never comes to be.",
	Example: "traces:\n  retry: { brief: … }   # and no span has trace: retry",
	Fix:     "Give it spans, or delete it.",
}

func checkTraceUnused(p *pass) {
	if !p.facts.complete {
		return
	}
	for _, t := range p.flow.Traces {
		if len(p.facts.spansOf[t]) == 0 {
			p.say(diag.Diagnostic{Range: t.Pos, Message: fmt.Sprintf("no span belongs to trace %q", t.Name), Help: "delete it, or give it spans"})
		}
	}
}

var traceIDType = Doc{
	Title:   "an id tag that is no text",
	Text:    "The trace id is worked out from the id tag's text (docs/ids.md), so its type is id or string.",
	Example: "traces:\n  order: { id: order_number }\ntags:\n  order_number: { type: int }",
	Fix:     "Make the tag an id. A number is written as its digits.",
}

func checkTraceIDType(p *pass) {
	for _, t := range p.flow.Traces {
		if t.ID == nil || t.ID.Kind == 0 || !t.ID.Sure(model.FieldType) {
			continue
		}
		if !makesTraceID(t.ID) {
			p.say(diag.Diagnostic{
				Range:    t.At(model.FieldID),
				Message:  fmt.Sprintf("trace %q takes its id from tag %q, whose type is %s", t.Name, t.ID.Name, typeOf(t.ID)),
				Expected: "a tag of type id or string", Notes: note(t.ID.At(model.FieldType), "its type is given here"),
			})
		}
	}
}

// makesTraceID reports whether a trace id can be worked out from the tag's type.
func makesTraceID(t *model.Tag) bool {
	return !t.List && (t.Kind == model.KindID || t.Kind == model.KindString)
}

// typeOf writes a tag's type as the spec does.
func typeOf(t *model.Tag) string {
	if t.List {
		return t.Kind.String() + "[]"
	}
	return t.Kind.String()
}

var traceIDLost = Doc{
	Title: "an id tag whose value would be lost",
	Text: "Where the id tag is not of format: uuid, the trace id may be a hash of its value (docs/ids.md, rule 2), from which " +
		"the value cannot be read back. So every span of the trace requires the tag.",
	Example: "traces:\n  cart: { id: cart_id }\nspans:\n  \"checkout:settled\": { trace: cart, tags: { settled_at: optional } }",
	Fix:     "Require the tag on every span of the trace, at its start, or give it format: uuid.",
}

func checkTraceIDLost(p *pass) {
	for _, t := range p.flow.Traces {
		if t.ID == nil || t.ID.AlwaysTraceID() || !t.ID.Sure(model.FieldType) || !makesTraceID(t.ID) {
			continue
		}
		for _, s := range p.facts.spansOf[t] {
			if !s.Sure(model.FieldTrace, model.FieldTags) {
				continue
			}
			own := s.Tag(t.ID)
			if own != nil && own.Required && !own.AtEnd {
				continue
			}
			at := s.Pos
			if own != nil {
				at = own.Pos
			}
			p.say(diag.Diagnostic{
				Range:   at,
				Message: fmt.Sprintf("span %q does not require tag %q at its start, but its trace id may be a hash of the value", s.Name, t.ID.Name),
				Help:    fmt.Sprintf("write %s: required, or give the tag format: uuid", t.ID.Name),
				Notes:   note(t.At(model.FieldID), fmt.Sprintf("trace %q takes its id from the tag", t.Name)),
			})
		}
	}
}

var traceIDNotRequired = Doc{
	Title: "an id tag that a span has, but not for sure or too late",
	Text: "The trace id is needed when the span starts, so a call must give the id tag then. Where the span does not name the tag " +
		"at all, the emitter asks for the id apart from the tags.",
	Example: "traces:\n  order: { id: order_id }\nspans:\n  \"order:paid\": { trace: order, tags: { order_id: optional } }",
	Fix:     "Require the tag on the span, at its start, or leave it out there.",
}

func checkTraceIDNotRequired(p *pass) {
	for _, t := range p.flow.Traces {
		if t.ID == nil || !t.ID.AlwaysTraceID() || !t.ID.Sure(model.FieldType) || !makesTraceID(t.ID) { // of the others trace/id-lost asks more
			continue
		}
		for _, s := range p.facts.spansOf[t] {
			own := s.Tag(t.ID)
			if own == nil || own.Required && !(own.AtEnd && s.Measured) || !s.Sure(model.FieldTrace, model.FieldTags) {
				continue
			}
			state := "is only optional"
			if own.Required {
				state = "is known only at the end"
			}
			p.say(diag.Diagnostic{
				Range:   own.Pos,
				Message: fmt.Sprintf("tag %q %s on span %q, but gives its trace id", t.ID.Name, state, s.Name),
				Help:    fmt.Sprintf("write %s: required, or leave it out here: emitters ask for the id anyway", t.ID.Name),
				Notes:   note(t.At(model.FieldID), fmt.Sprintf("trace %q takes its id from the tag", t.Name)),
			})
		}
	}
}

var traceIDDeprecated = Doc{
	Title:   "an id tag that is deprecated",
	Text:    "All ids of the trace derive from it: it cannot go away without all of them changing.",
	Example: "traces:\n  cart: { id: cart_id }\ntags:\n  cart_id: { deprecated: { since: 2.0.0 } }",
	Fix:     "Name the tag that replaces it as the trace's id, in a new major version, or take deprecated off.",
}

func checkTraceIDDeprecated(p *pass) {
	for _, t := range p.flow.Traces {
		if t.ID != nil && t.ID.Deprecated != nil {
			p.say(diag.Diagnostic{
				Range:   t.At(model.FieldID),
				Message: fmt.Sprintf("trace %q takes its id from tag %q, which is deprecated", t.Name, t.ID.Name),
				Help:    "name the tag that replaces it, in a new major version", Notes: note(t.ID.Deprecated.Pos, "it is deprecated here"),
			})
		}
	}
}
