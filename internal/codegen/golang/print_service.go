package golang

import "github.com/dave/jennifer/jen"

// service writes the emitter of one service.
func (p *printer) service(s *serviceView) {
	fields := []field{textField("Name", s.Wire), {"Flow", jen.Id("flowName"), 8}, textField("FlowVersion", p.view.Version)}
	if len(s.Own) > 0 {
		fields = append(fields, field{"Tags", texts(s.Own), len("[]string{}") + width(s.Own)})
	}
	p.add(jen.Var().Id(s.Var).Op("=").Add(p.runtime("Service")).Add(keyed(fields)))
	p.add(s.Doc.code(), jen.Type().Id(s.Type).Add(oneLiner("struct", jen.Id("emitter").Op("*").Add(p.runtime("Emitter")))))
	p.constructor(s)
	for i := range s.Given {
		p.given(&s.Given[i])
	}
	for _, span := range s.Spans {
		p.method(s, span)
	}
}

func (p *printer) constructor(s *serviceView) {
	params := []paramView{{Name: "out", Type: "SpanProcessor", Runtime: true}}
	for _, tag := range s.Tags {
		params = append(params, paramView{Name: tag.Field, Type: tag.Type})
	}
	params = append(params, paramView{Name: "options", Type: "Option", Runtime: true, Variadic: true})
	made := jen.Op("&").Id(s.Type).Values(p.runtime("NewEmitter").Call(jen.Id("out"), jen.Op("&").Id(s.Var), jen.Id("options")))
	body := []jen.Code{jen.Return(made)}
	if len(s.Tags) > 0 {
		body = []jen.Code{jen.Id("e").Op(":=").Add(made)}
		for _, tag := range s.Tags {
			body = append(body, jen.Id("e").Dot("emitter").Dot("Own").Call(jen.Id(tag.Field).Dot("put")))
		}
		body = append(body, jen.Return(jen.Id("e")))
	}
	p.add(s.NewDoc.code(), jen.Func().Id("New"+s.Type).Add(p.params(params, 2*len(s.Type)+len("New *"))).Op("*").Id(s.Type).Block(body...))
}

// given writes the option that gives a tag which the service may do without.
func (p *printer) given(g *givenView) {
	put := jen.Id("e").Dot("Own").Call(jen.Id(g.Field).Dot("put"))
	p.add(g.Doc.code(), jen.Func().Id(g.Func).Params(jen.Id(g.Field).Id(g.Type)).Add(p.runtime("Option")).Block(
		jen.Return(jen.Func().Params(jen.Id("e").Op("*").Add(p.runtime("Emitter"))).Add(short(put))),
	))
}

func (p *printer) method(s *serviceView, span *spanView) {
	result := jen.Id(span.Ref)
	if span.Span.Measured {
		result = jen.Op("*").Id(span.Name)
	}
	p.add(span.Doc.code(), jen.Func().Params(jen.Id("e").Op("*").Id(s.Type)).Id(span.method()).
		Add(p.params(span.Begin.Params, len(s.Type)+len(span.method())+len(span.Ref)+len("(e *) "))).Add(result).Block(
		jen.Return(jen.Id(span.Emit).Add(call(span.Begin.Params, jen.Id("e").Dot("emitter")))),
	))
}
