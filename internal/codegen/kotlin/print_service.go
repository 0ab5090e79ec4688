package kotlin

import (
	"slices"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

// service prints an emitter. One that is deprecated, or has overloads, is made by constructors of its own.
func (p *printer) service(s *client.Service) {
	puts := p.putsOf(s.Tags, "")
	sink := param{Name: "sink", Type: "SpanSink", Import: runtimePackage + ".SpanSink", Doc: "Where its spans go."}
	params := append([]param{sink}, requiredFirst(paramsOf(puts))...)
	args := append([]string{"sink", "FLOW", stringLiteral(s.Name)}, codegen.Map(client.TagsOf(s.Tags), p.rule)...)
	made := slices.Concat(chain{p.generated("FlowEmitter"), plainCall("of", args...)}, p.traceChecks(puts), p.putCalls(puts), chain{plainCall(p.use("emitter"))})
	class, d := "public class "+emitterName(s.Model, p.Flow), serviceDoc(s, p.Flow.Name)
	if ways := overloadsOf(params); len(ways) > 1 || s.Doc.Deprecated != nil {
		if len(ways) == 1 {
			d.withParams(params)
		}
		d.write(p.w)
		p.constructed(class, s, ways, params, made)
		return
	}
	d.withParams(params).write(p.w)
	p.parameters(class+"(", params, "")
	p.w.Block(") {", "}", func() {
		p.w.P("private val emitter: FlowEmitter =")
		p.layBelow(made)
		p.methods(s)
		if mangled(s.Tags) {
			p.w.Blank()
			p.makers(emitterName(s.Model, p.Flow), params, nil)
		}
	})
}

// constructed prints an emitter with a constructor for each way to make it.
func (p *printer) constructed(class string, s *client.Service, ways []overload, params []param, made expr) {
	p.w.P(class, " private constructor(")
	p.w.Indented(func() { p.w.P("private val emitter: FlowEmitter,") })
	p.w.Block(") {", "}", func() {
		for _, one := range ways {
			p.w.Blank()
			doc("An emitter of the service.").withParams(one.Params).write(p.w)
			one.annotate(p.w, s.Doc.Deprecated)
			p.signature("public constructor", one.Params, " :")
			p.layBelow(call{name: "this", args: []expr{plainCall("emitter", one.arguments(params)...)}})
		}
		p.methods(s)
		p.w.Blank()
		access := "private"
		if mangled(s.Tags) {
			access = "public"
			p.w.P(makersBrief)
		}
		p.w.Block(access+" companion object {", "}", func() {
			if mangled(s.Tags) {
				name := emitterName(s.Model, p.Flow)
				p.waysOf(name, ways, s.Doc.Deprecated, func(one overload) expr {
					return call{name: name, args: []expr{plainCall("emitter", one.arguments(params)...)}}
				})
				p.w.Blank()
			}
			p.signature("private fun emitter", withoutDefaults(params), ": FlowEmitter =")
			p.layBelow(made)
		})
	})
}

func (p *printer) methods(s *client.Service) {
	for _, one := range s.Spans {
		s := p.named[one]
		for _, way := range overloadsOf(s.begin.params) {
			p.w.Blank()
			p.method(s, way)
		}
	}
}

func (p *printer) method(s *span, way overload) {
	spanDoc(s).withParams(way.Params).write(p.w)
	way.annotate(p.w, s.Doc.Deprecated)
	p.w.P("@JvmName(", stringLiteral(s.Method), ")")
	name := quote(s.Method)
	emit := plainCall(member("emitter", way.Params)+"."+name, way.arguments(s.begin.params)...)
	p.function("public fun "+name, way.Params, ": "+s.Result, emit)
}
