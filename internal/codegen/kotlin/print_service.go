package kotlin

import (
	"strings"

	"github.com/specgen/specgen/internal/model"
)

// ruleOf is the name of a tag's rule.
func (v *flowView) ruleOf(t *model.Tag) string {
	for _, rule := range v.Rules {
		if rule.Tag == t {
			return rule.Object + "." + rule.Name
		}
	}
	return ""
}

// service prints an emitter.
func (p *printer) service(s *serviceView) {
	params := s.Make.params()
	overloads := overloadsOf(params)
	d := &kdoc{}
	d.para("Emits the "+code(p.view.in.Flow.Name)+" spans of the service "+code(s.Service.Name)+".", docSentence(s.Service.Brief))
	d.note(s.Service.Note)
	d.para("Make one per process. Thread-safe.", entryFacts(&s.Service.Entry))
	if len(overloads) == 1 {
		d.params(params)
	}
	d.write(p.w)
	p.use("FlowEmitter")
	if len(overloads) == 1 && s.Service.Deprecated == nil {
		p.typed(params)
		p.parameters("public class "+s.Name+"(", params, "", ") {")
		p.w.Indented(func() {
			p.w.P("private val emitter: FlowEmitter =")
			p.w.Indented(func() { p.making(s, "") })
			p.methods(s)
		})
		p.w.P("}")
		return
	}
	p.w.P("public class ", s.Name, " private constructor(")
	p.w.Indented(func() { p.w.P("private val emitter: FlowEmitter,") })
	p.w.Block(") {", "}", func() {
		for _, one := range overloads {
			p.w.Blank()
			d := &kdoc{}
			d.para("An emitter of the service.")
			d.params(one.params)
			d.write(p.w)
			one.annotate(p.w, s.Service.Deprecated)
			p.signature("public constructor", one.params, "", " :")
			p.w.Indented(func() { p.call("this(emitter(" + one.arguments(params) + "))") })
		}
		p.methods(s)
		p.w.Blank()
		p.w.Block("private companion object {", "}", func() {
			p.signature("private fun emitter", withoutDefaults(params), ": FlowEmitter", " =")
			p.w.Indented(func() { p.making(s, "") })
		})
	})
}

// making prints the expression that makes the runtime's emitter.
func (p *printer) making(s *serviceView, end string) {
	args := []string{"sink", "FLOW", stringLiteral(s.Service.Name)}
	for _, put := range s.Make.Puts {
		args = append(args, put.Rule)
	}
	p.chain("FlowEmitter.of("+strings.Join(args, ", ")+")", append(p.steps(s.Make.Puts), p.use("emitter")+"()"), end)
}

func (p *printer) methods(s *serviceView) {
	for _, span := range s.Spans {
		params := span.Begin.params()
		for _, one := range overloadsOf(params) {
			p.w.Blank()
			p.method(span, one, params)
		}
	}
}

func (p *printer) method(s *spanView, one overload, all []param) {
	d := spanDoc(s)
	d.params(one.params)
	d.write(p.w)
	one.annotate(p.w, s.Span.Deprecated)
	p.w.P("@JvmName(", stringLiteral(strings.Trim(s.Method, "`")), ")")
	result := s.Ref
	if s.Span.Measured {
		result = s.Handle
	}
	emitter := "emitter"
	for _, param := range one.params {
		if param.Name == emitter {
			emitter = "this.emitter"
		}
	}
	p.expression("public fun "+s.Method, one.params, ": "+result, emitter+"."+s.Method+"("+one.arguments(all)+")")
}
