package kotlin

import (
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
}

func (p *printer) ref(r *client.Ref) {
	refDoc(r).write(p.w)
	p.w.P("@JvmInline")
	p.internalClass("value class "+p.refName(r), func() {
		p.w.P("/** Where the span is. */")
		p.w.P("public val context: ", p.use("SpanContext"), ",")
	}, func() {
		p.w.P("/** Gives references without emitting. */")
		p.w.Block("public companion object {", "}", func() { p.companion(r) })
	})
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
	if derives {
		p.w.Blank()
		p.derive(r)
	}
}

// spanType is what the runtime is told of a span.
func (p *printer) spanType(r *client.Ref) expr {
	args := []expr{stringLiteral(r.Name)}
	if r.Emitted == nil {
		return call{name: "SpanType", args: args}
	}
	for _, tag := range r.Emitted.Declared {
		args = append(args, p.rule(tag))
	}
	if len(r.ID.Keys) > 0 {
		args = append(args, named{"keys", plainCall("listOf", codegen.Map(client.TagNames(r.ID.Keys), stringLiteral)...)})
	}
	return call{name: "SpanType", args: args}
}

// derivedFrom are the parameters of a reference that derives.
func (f *flow) derivedFrom(d *client.Derivation) []param {
	var params []param
	if d.Parent != nil {
		params = append(params, param{Name: "parent", Type: f.refName(d.Parent.Refs[0].Ref), Doc: "The span below which it is."})
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
	p.function("public fun of", params, ": "+p.refName(r), call{name: "derive", args: p.key(trace, &r.ID)})
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
