package swift

import (
	"slices"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// ref writes the typed pointer to a span.
func (p *printer) ref(ref *client.Ref) {
	p.doc(refDoc(ref))
	p.block("public struct "+p.names(ref).Ref+": SpanRef", func() {
		p.P("/// The ids of the span.")
		p.P("public let context: SpanContext")
		p.Blank()
		if ref.ID.Derived {
			p.derivedInit(ref)
			if ref.ID.Parent && ref.Parents.Optional {
				p.Blank()
			}
		}
		if !ref.ID.Derived || ref.ID.Parent && ref.Parents.Optional {
			p.P("init(_ context: SpanContext) { self.context = context }")
		}
		p.Blank()
		p.P("/// Takes over a reference that was carried here; nil where it is malformed.")
		p.block("public init?(traceparent: String)", func() {
			p.P("guard let context = SpanContext(traceparent: traceparent) else { return nil }")
			p.P("self.context = context")
		})
		if ref.Derivation != nil {
			p.Blank()
			p.factory(ref)
		}
	})
	p.Blank()
}

// derivedInit writes the initializer that works out the ids from the trace and the key.
func (p *printer) derivedInit(ref *client.Ref) {
	params := []expr{word("in trace: TraceContext")}
	var keys []expr
	if ref.ID.Parent {
		params = append(params, word("parent: SpanContext"))
		keys = append(keys, word(".parent(parent.spanID)"))
	}
	for _, t := range ref.ID.Keys {
		typ, key := typeOf(t.Model), "text"
		switch {
		case typed(t.Model):
			typ = "String"
		case t.Model.Kind == model.KindInt:
			key = "number"
		case t.Model.Kind == model.KindBool:
			key = "flag"
		}
		label := tagName(t.Model)
		params = append(params, param{label: label, typ: typ}.hidden())
		keys = append(keys, word(".", key, "(", local(label), ")"))
	}
	args := []expr{word("trace"), word(literal(ref.Name))}
	if len(keys) > 0 {
		args = append(args, array(keys))
	}
	p.function("init", params, "", func() { p.say(call("self.context = DerivedIDs.context", args...)) })
}

// factory writes how the reference is worked out, by a name that completion offers where such a parent is asked for.
func (p *printer) factory(ref *client.Ref) {
	d := newDoc("The reference that derives from the ids.")
	d.params, d.returns = p.derivationParams(ref.Derivation), "The reference."
	p.doc(d)
	trace := parentTrace(ref.Sampling)
	if id := ref.Derivation.TraceID; id != nil {
		trace = p.tagTrace(id, ref.Sampling)
	}
	names := p.names(ref)
	p.function("public static func "+quoted(names.Lower), codegen.Map(d.params, param.hidden), names.Ref, func() { p.say(p.derived(ref, trace, nil)) })
}

// choice writes the type of a parent that is one of several.
func (p *printer) choice(parents *client.Parents) {
	p.doc(newDoc("The parent of " + code(parents.Of.Name) + ": one of these."))
	p.block("public enum "+p.names(parents.Of).Parent+": Hashable, Sendable", func() {
		for _, ref := range parents.Refs {
			p.doc(newDoc("Below " + code(ref.Name) + "."))
			p.P("case ", quoted(p.names(ref.Ref).Lower), "(", p.names(ref.Ref).Ref, ")")
		}
		p.Blank()
		p.perParent("context: SpanContext", parents, func(client.ParentRef) string { return "ref.context" })
		if !parents.Of.Sampling.ByTraceID && mixed(parents) {
			p.Blank()
			p.P("/// The ids of a parent whose trace goes on.")
			p.perParent("sameTrace: SpanContext?", parents, func(ref client.ParentRef) string {
				if ref.SameTrace {
					return "ref.context"
				}
				return "nil"
			})
		}
	})
	p.Blank()
}

// perParent writes a property of the type of a parent, which is another value for each.
func (p *printer) perParent(property string, parents *client.Parents, value func(client.ParentRef) string) {
	p.block("var "+property, func() {
		p.P("switch self {")
		for _, ref := range parents.Refs {
			bound := ""
			if value(ref) != "nil" {
				bound = "(let ref)"
			}
			p.P("case .", quoted(p.names(ref.Ref).Lower), bound, ": ", value(ref))
		}
		p.P("}")
	})
}

// derived is the reference whose ids derive from a trace and the key. Of choices, the choice of a
// variant is given and not the value.
func (p *printer) derived(ref *client.Ref, trace expr, choices []*client.Tag) expr {
	args := []expr{trace.as("in")}
	if ref.ID.Parent {
		args = append(args, word("parent.context").as("parent"))
	}
	for _, t := range ref.ID.Keys {
		value := wire(t.Model, false)
		if slices.Contains(choices, t) {
			value = call("wireOf", word(local(tagName(t.Model))))
		}
		args = append(args, value.as(argument(tagName(t.Model))))
	}
	return call(p.names(ref).Ref, args...)
}
