package kotlin

import (
	"fmt"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// refs prints the references to all spans, those of other services included: a client's parent is a backend's span.
func (p *printer) refs() {
	version := stringLiteral(p.Flow.Version.String())
	p.value("internal val FLOW: "+p.generated("FlowType"), plainCall("FlowType", stringLiteral(p.Flow.Name), version, "FlowType.SINCE_0_1"))
	for _, ref := range p.Refs {
		p.w.Blank()
		p.ref(ref)
	}
	for _, choice := range p.Choices {
		p.w.Blank()
		choiceDoc(choice).write(p.w)
		p.w.Block("public sealed interface "+p.parentType(choice)+" {", "}", func() {
			p.w.P("/** Where the parent is. */")
			p.w.P("public val context: ", p.use("SpanContext"))
		})
	}
}

// ref prints a reference. One that is among several parents is a class, which Java can give where the interface is asked for.
func (p *printer) ref(r *client.Ref) {
	refDoc(r).write(p.w)
	choices, class, val := p.choicesOf(r), "value class ", "public val"
	if len(choices) > 0 {
		class, val = "class ", "override val"
	} else {
		p.w.P("@JvmInline")
	}
	p.internalClass(class+p.refName(r), choices, func() {
		p.w.P("/** Where the span is. */")
		p.w.P(val, " context: ", p.use("SpanContext"), ",")
	}, func() {
		if len(choices) > 0 {
			p.likeValue(p.refName(r))
		}
		p.w.P("/** Gives references without emitting. */")
		p.w.Block("public companion object {", "}", func() { p.companion(r) })
	})
}

// likeValue prints what a value class has by itself.
func (p *printer) likeValue(name string) {
	p.w.P("override fun equals(other: Any?): Boolean = other is ", name, " && other.context == context")
	p.w.Blank()
	p.w.P("override fun hashCode(): Int = context.hashCode()")
	p.w.Blank()
	p.value("override fun toString(): String", `"`+name+`(context=$context)"`)
	p.w.Blank()
}

func (p *printer) companion(r *client.Ref) {
	name := p.refName(r)
	derives := r.Derivation != nil || r.Emitted != nil && r.ID.Derived
	if derives || r.Emitted != nil {
		p.value("internal val TYPE: "+p.generated("SpanType"), p.spanType(r))
	}
	if r.Derivation != nil {
		p.w.Blank()
		p.derivation(r)
	}
	p.w.Blank()
	p.w.P("/** Reads a carried W3C `traceparent`; null when it is malformed. */")
	p.static("parse")
	p.function("public fun parse", []param{{Name: "traceparent", Type: "String"}}, ": "+name+"?",
		"SpanContext.parse(traceparent)?.let { "+name+"(it) }")
	if p.isLinked(r) && len(p.choicesOf(r)) == 0 {
		p.w.Blank()
		p.asList("A list of one, such as Java cannot make: there [ref] is a [SpanContext].", param{Name: "ref", Type: name}, name, "listOf(ref)")
	}
	if derives {
		p.w.Blank()
		p.derive(r)
	}
	if s := r.Emitted; s != nil && s.Parent.Kind == client.RefParent {
		p.below(p.named[s])
	}
}

// isLinked reports whether a span takes a list of references of the kind.
func (f *flow) isLinked(r *client.Ref) bool {
	return slices.ContainsFunc(f.spans, func(s *span) bool {
		return slices.ContainsFunc(s.Links, func(l *client.Link) bool { return l.To.Model == r.Model })
	})
}

// asList prints a function that gives Java what it has no way to make: a list of values that it only sees unwrapped.
func (p *printer) asList(brief string, of param, item, made string) {
	doc(brief).write(p.w)
	p.static("asList")
	p.function("public fun asList", []param{of}, ": List<"+item+">", made)
}

// below prints what the ids of a span need that may have several parents or none.
func (p *printer) below(s *span) {
	if s.TraceID.Source == client.ParentTrace && someElsewhere(s.Parent.Parents) {
		p.w.Blank()
		p.traceBelow(s)
	}
	if s.ID.Parent && s.Parent.Optional {
		p.w.Blank()
		params := []param{
			{Name: "emitter", Type: p.generated("FlowEmitter")}, {Name: "traceId", Type: p.use("TraceId")}, {Name: "parent", Type: "SpanContext?"},
		}
		p.function("internal fun below", params, ": SpanContext", "if (parent == null) emitter.random(traceId) else derive(traceId, parent).context")
	}
}

// traceBelow prints the trace of a parent, where that is the span's as well.
func (p *printer) traceBelow(s *span) {
	typ := p.parentType(s.Parent.Parents)
	var same, other []string
	for _, one := range s.Parent.Refs {
		if is := "is " + p.refName(one.Ref); one.SameTrace {
			same = append(same, is)
		} else {
			other = append(other, is)
		}
	}
	if s.Parent.Optional {
		typ += "?"
		other = append(other, "null")
	}
	p.signature("internal fun traceBelow", []param{{Name: "parent", Type: typ}}, ": "+p.use("TraceId")+"? =")
	p.w.Indented(func() {
		p.w.Block("when (parent) {", "}", func() {
			p.w.P(strings.Join(same, ", "), " -> parent.context.traceId")
			p.w.P(strings.Join(other, ", "), " -> null")
		})
	})
}

// spanType is what the runtime is told of a span.
func (p *printer) spanType(r *client.Ref) expr {
	args := []expr{stringLiteral(r.Name)}
	add := func(name string, value expr) { args = append(args, named{name, value}) }
	if s := r.Emitted; s != nil {
		for _, tag := range s.Declared {
			args = append(args, p.rule(tag))
		}
		if len(r.ID.Keys) > 0 {
			add("keys", plainCall("listOf", codegen.Map(client.TagNames(r.ID.Keys), stringLiteral)...))
		}
		if s.Doc.Kind != "" {
			add("kind", p.use("SpanKind")+"."+strings.ToUpper(s.Doc.Kind))
		}
		if len(s.ErrorWhen) > 0 {
			add("errors", call{name: "listOf", args: codegen.Map(s.ErrorWhen, p.errorWhen)})
		}
	}
	if !sampledAlways(r) {
		by := ".byParent"
		if r.Sampling.ByTraceID {
			by = ".byTraceId"
		}
		add("sampling", plainCall(p.use("TraceSampling")+by, fmt.Sprintf("0x%014XL", r.Sampling.Threshold)))
	}
	return call{name: "SpanType", args: args}
}

// errorWhen is the values of a tag that make a span an error.
func (p *printer) errorWhen(e client.ErrorWhen) expr {
	args := []string{p.rule(e.Tag)}
	for _, value := range e.Values {
		args = append(args, stringLiteral(value.Wire))
	}
	return plainCall(p.use("ErrorWhen"), args...)
}

// sampledAlways reports whether every span of a reference's kind is sampled, whatever it derives from.
func sampledAlways(r *client.Ref) bool { return r.Sampling.ByTraceID && r.Sampling.Threshold == 0 }

// derivedFrom are the parameters of a reference that derives.
func (f *flow) derivedFrom(d *client.Derivation) []param {
	var params []param
	if d.Parent != nil {
		params = append(params, param{Name: "parent", Type: f.parentType(d.Parent), Doc: "The span below which it is."})
	}
	for _, tag := range d.Tags {
		params = append(params, param{Name: tagParam(tag.Model), Type: tagType(tag.Model), Doc: paramDoc(tag)})
	}
	return params
}

// derivation prints how a reference derives from values.
func (p *printer) derivation(r *client.Ref) {
	d := r.Derivation
	params := p.derivedFrom(d)
	doc(facts("Derives the reference, with nothing carried.", occurs(&r.Occurs))).withParams(params).write(p.w)
	p.static("of")
	var trace expr = atom("parent.context.traceId")
	if d.TraceID != nil {
		trace = p.traceOf(d.TraceID)
	}
	made := call{name: "derive", args: p.key(trace, &r.ID)}
	if !sampledAlways(r) {
		made.tail = ".context"
		above := "null"
		if d.Parent != nil {
			above = "parent.context"
		}
		made = call{name: p.refName(r), args: []expr{call{name: "TYPE.flagged", args: []expr{made, above}}}}
	}
	p.function("public fun of", params, ": "+p.refName(r), made)
}

// traceOf is the trace id that a tag gives.
func (p *printer) traceOf(t *client.Tag) expr {
	return plainCall(p.use("TraceId")+".of", "FLOW.name", wireValue(t.Model, tagParam(t.Model), false))
}

// key is what derive takes: the trace id and the key, from the parameters parent and those of tags.
func (p *printer) key(trace expr, id *client.SpanID) []expr {
	args := []expr{trace}
	if id.Parent {
		args = append(args, "parent.context")
	}
	for _, key := range id.Keys {
		args = append(args, wireValue(key.Model, tagParam(key.Model), false))
	}
	return args
}

// derive prints the hash over the key.
func (p *printer) derive(r *client.Ref) {
	params := []param{{Name: "traceId", Type: p.use("TraceId")}}
	hash := chain{p.generated("IdHash"), plainCall("start", "traceId", "TYPE")}
	if r.ID.Parent {
		params = append(params, param{Name: "parent", Type: "SpanContext"})
		hash = append(hash, plainCall("key", "parent"))
	}
	for _, key := range r.ID.Keys {
		one := param{Name: tagParam(key.Model), Type: "String"}
		text := one.Name
		switch key.Model.Kind {
		case model.KindInt, model.KindDouble, model.KindBool:
			one.Type = tagType(key.Model)
			text += ".toString()"
		}
		params = append(params, one)
		hash = append(hash, plainCall("key", text))
	}
	hash = append(hash, plainCall("context", "traceId"))
	p.function("internal fun derive", params, ": "+p.refName(r), call{name: p.refName(r), args: []expr{hash}})
}
