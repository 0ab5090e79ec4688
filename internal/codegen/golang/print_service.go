package golang

import (
	"github.com/dave/jennifer/jen"

	"github.com/specgen/specgen/internal/codegen/client"
)

// service writes the emitter of one service.
func (p *printer) service(s *client.Service) {
	name := entryName(&s.Model.Entry)
	fields := []field{textField("Name", s.Name), {"Flow", jen.Id("flowName"), len("flowName")}, textField("FlowVersion", p.Flow.Version.String())}
	if len(s.Tags) > 0 {
		fields = append(fields, textsField("Tags", client.TagNames(client.TagsOf(s.Tags))))
	}
	if sensitive := s.SensitiveTags(); len(sensitive) > 0 {
		fields = append(fields, textsField("Sensitive", sensitive))
	}
	p.add(comment{}, jen.Var().Id("service"+name).Op("=").Add(p.gen("Service")).Add(keyed(fields)))
	p.add(serviceDoc(s, name), jen.Type().Id(name).Add(oneLiner("struct", jen.Id("emitter").Op("*").Add(p.gen("Emitter")))))
	p.constructor(s, name)
	p.generic(name)
	for _, in := range s.Tags.Optional() {
		p.given(in, name)
	}
	for _, span := range s.Spans {
		p.method(span, name)
	}
}

func (p *printer) constructor(s *client.Service, name string) {
	required := p.inputParams(s.Tags.Required())
	params := append([]param{{name: "out", typ: "SpanProcessor", pkg: forPeople}}, required...)
	params = append(params, param{name: "options", mark: "...", typ: "Option", pkg: forPeople})
	made := jen.Op("&").Id(name).Values(p.gen("NewEmitter").Call(jen.Id("out"), jen.Op("&").Id("service"+name), jen.Id("options")))
	body := []jen.Code{jen.Return(made)}
	if len(required) > 0 {
		body = []jen.Code{jen.Id("e").Op(":=").Add(made)}
		for _, one := range required {
			body = append(body, jen.Id("e").Dot("emitter").Dot("Own").Call(jen.Id(one.name).Dot("put")))
		}
		body = append(body, jen.Return(jen.Id("e")))
	}
	p.add(newDoc(s, name), jen.Func().Id("New"+name).Add(p.params(params, 2*len(name)+len("New *"))).Op("*").Id(name).Block(body...))
}

// generic writes the method that the others take the runtime's emitter from. A nil emitter has one too, whose spans go nowhere.
func (p *printer) generic(name string) {
	p.add(paragraph("generic returns the emitter that the calls go to; that of a nil *"+name+" drops all spans."), receiver("e", "*"+name).Id("generic").Params().Op("*").Add(p.gen("Emitter")).Block(
		jen.If(jen.Id("e").Op("==").Nil()).Block(jen.Return(jen.Nil())),
		jen.Return(jen.Id("e").Dot("emitter")),
	))
}

// given writes the option that gives a tag which the service may do without.
func (p *printer) given(in client.Input, service string) {
	n := namesOf(in.Tag.Model)
	name := n.given(service)
	p.add(givenDoc(in, name, service), jen.Func().Id(name).Params(jen.Id(n.Field).Id(n.Type)).Add(p.use("Option")).
		Add(short(jen.Return(p.gen("Own").Call(jen.Id(n.Field).Dot("put"))))))
}

func (p *printer) method(s *client.Span, service string) {
	n, params := p.span(s.Model), p.beginParams(s)
	result := jen.Id(n.Ref)
	if s.Measured {
		result = jen.Op("*").Id(n.Name)
	}
	p.add(spanDoc(s, n), receiver("e", "*"+service).Id(n.method()).
		Add(p.params(params, len(service)+len(n.method())+len(n.Ref)+len("(e *) "))).Add(result).Block(
		jen.Return(jen.Id(n.Emit).Add(call(params, jen.Id("e").Dot("generic").Call()))),
	))
}
