package golang

import (
	"github.com/dave/jennifer/jen"

	"github.com/specgen/specgen/internal/codegen/client"
)

// spans writes spans.go: what emitting a span takes, shared by the services that emit it.
func (p *printer) spans() {
	for _, r := range p.Linked {
		p.link(r)
	}
	for _, s := range p.Spans {
		n := p.span(s.Model)
		for _, v := range s.Variants {
			p.variant(v)
		}
		p.optionType(p.beginOptionDoc(s, n), n.option())
		if s.Measured {
			p.optionType(p.endOptionDoc(s, n), n.endOption())
			p.start(s, n)
			p.end(s, n)
			continue
		}
		p.emit(s, n)
	}
}

func (p *printer) link(to *client.Ref) {
	n := p.span(to.Model)
	context := jen.Index().Add(p.use("SpanContext"))
	p.add(paragraph(n.Links+" are links to spans "+quoted(to.Name)+"."),
		jen.Type().Id(n.Links).Add(oneLiner("struct", jen.Id("links").Add(context))))
	p.add(paragraph(n.Link+" links to spans "+quoted(to.Name)+". A reference that is the zero value is left out. What it costs grows with "+
		"the number of links."),
		jen.Func().Id(n.Link).Params(jen.Id("refs").Op("...").Id(n.Ref)).Id(n.Links).Block(
			jen.Id("links").Op(":=").Make(context, jen.Lit(0), jen.Len(jen.Id("refs"))),
			jen.For(jen.List(jen.Id("_"), jen.Id("ref")).Op(":=").Range().Id("refs")).Block(
				jen.If(jen.Id("ref").Dot(n.Field).Dot("IsValid").Call()).Block(
					jen.Id("links").Op("=").Append(jen.Id("links"), jen.Id("ref").Dot(n.Field)),
				),
			),
			jen.Return(jen.Id(n.Links).Values(jen.Id("links"))),
		))
	p.markers(n.Links)
}

// emit writes the function that emits an instant span.
func (p *printer) emit(s *client.Span, n spanNames) {
	body, parent := p.self(s, n)
	body = append(body,
		jen.Var().Id("d").Add(p.gen("Draft")),
		jen.Id("e").Dot("Begin").Call(jen.Op("&").Id("d"), jen.Op("&").Id(n.Var), at(jen.Id("self")), at(parent)),
	)
	body = append(body, p.puts(s, s.Begin, true, jen.Op("&").Id("d"))...)
	body = append(body, jen.Return(jen.Id(n.Ref).Values(jen.Id("d").Dot("Emit").Call())))
	p.add(comment{}, jen.Func().Id(n.Emit).Add(p.shared(s, n)).Id(n.Ref).Block(body...))
}

// shared is the parameters of the function that the emitters of all services call.
func (p *printer) shared(s *client.Span, n spanNames) *jen.Statement {
	params := append([]param{{name: "e", mark: "*", typ: "Emitter", pkg: forGenerated}}, p.beginParams(s)...)
	params[len(params)-1].mark = "[]"
	for i := range params {
		if params[i].large {
			params[i].mark = "*"
		}
	}
	return p.params(params, len(n.Emit)+len(n.Ref))
}

// start writes the handle of a measured span and the function that begins it.
func (p *printer) start(s *client.Span, n spanNames) {
	p.add(paragraph(n.Name+" is a span "+quoted(s.Name)+" that has begun. If it is never ended, nobody hears of it."),
		jen.Type().Id(n.Name).Add(oneLiner("struct", jen.Id("measured").Add(p.gen("Measured")))))
	body, parent := p.self(s, n)
	body = append(body,
		jen.Id("s").Op(":=").Op("&").Id(n.Name).Values(),
		jen.Id("d").Op(":=").Id("s").Dot("measured").Dot("Begin").Call(jen.Id("e"), jen.Op("&").Id(n.Var), at(jen.Id("self")), at(parent)),
	)
	body = append(body, p.puts(s, s.Begin, true, jen.Id("d"))...)
	body = append(body, jen.Id("d").Dot("Start").Call(), jen.Return(jen.Id("s")))
	p.add(comment{}, jen.Func().Id(n.Emit).Add(p.shared(s, n)).Op("*").Id(n.Name).Block(body...))
	p.add(paragraph("Ref returns the reference to the span: what happens below it may begin before it ends."),
		receiver("s", "*"+n.Name).Id("Ref").Params().Id(n.Ref).
			Block(jen.Return(jen.Id(n.Ref).Values(jen.Id("s").Dot("measured").Dot("Context").Call()))))
}

// end writes the method that ends a measured span.
func (p *printer) end(s *client.Span, n spanNames) {
	body := []jen.Code{
		jen.List(jen.Id("d"), jen.Id("ok")).Op(":=").Id("s").Dot("measured").Dot("End").Call(),
		jen.If(jen.Op("!").Id("ok")).Block(jen.Return(jen.Id("s").Dot("Ref").Call())),
	}
	body = append(body, p.puts(s, s.End, false, jen.Id("d"))...)
	body = append(body, jen.Return(jen.Id(n.Ref).Values(jen.Id("d").Dot("Emit").Call())))
	p.add(endDoc(s), receiver("s", "*"+n.Name).Id("End").
		Add(p.params(p.endParams(s), 2*len(n.Name)+len("(s *) End Ref"))).Id(n.Ref).Block(body...))
}

// self declares self, which is what is known of the span's own ids before it begins, and returns the ids of its parent.
func (p *printer) self(s *client.Span, n spanNames) (body []jen.Code, parent *jen.Statement) {
	none := p.use("SpanContext").Values()
	above := parentArg{ids: none, same: none}
	switch s.Parent.Kind {
	case client.RefParent:
		above = p.parentArg(s.Parent.Parents)
	case client.OutsideParent:
		above = parentArg{ids: jen.Id("parent"), same: jen.Id("parent")}
	}
	var self, derived *jen.Statement
	switch {
	case s.ID.Parent:
		self, derived = p.trace(s, n, above), p.child("SetChild", n, at(jen.Id("self")), at(above.ids))
	case s.ID.Derived:
		self, derived = p.trace(s, n, above), p.keyed("SetSpan", s.Ref, at(jen.Id("self")))
	case s.TraceID.Source == client.NewTrace: // Begin makes it up
		self = none
	case s.TraceID.Source == client.TagTrace:
		self = p.traceOf(n, s.TraceID.Tag)
	default:
		self = jen.Id(n.Var).Dot("TraceOf").Call(at(above.same))
	}
	body = append(above.body, jen.Id("self").Op(":=").Add(self))
	if derived != nil {
		body = append(body, derived)
	}
	return body, above.ids
}

// at is where a value stands. The runtime takes ids by pointer: a copy costs as much as a check.
func at(value *jen.Statement) *jen.Statement { return jen.Op("&").Add(value.Clone()) }

// trace is the trace in which a span's id derives. Where the parent cannot be missing but by mistake, there is none without it.
func (p *printer) trace(s *client.Span, n spanNames, above parentArg) *jen.Statement {
	span := jen.Op("&").Id(n.Var)
	switch source := s.TraceID.Source; {
	case source == client.TagTrace:
		return p.traceOf(n, s.TraceID.Tag)
	case source == client.NewTrace:
		return jen.Id("e").Dot("NewTrace").Call(span)
	case source == client.ParentTrace && !s.Parent.Optional && !isMixed(s.Parent.Parents):
		return jen.Id(n.Var).Dot("TraceOf").Call(at(above.same))
	}
	return jen.Id("e").Dot("TraceOrNew").Call(span, at(above.same))
}

// puts fills in the span: what is required, what options ask for and, where it begins, the links.
func (p *printer) puts(s *client.Span, inputs client.Inputs, begins bool, draft *jen.Statement) []jen.Code {
	var checks, puts []jen.Code
	var cases []optionCase
	for _, in := range inputs {
		n := namesOf(in.Tag.Model)
		if !in.Required {
			cases = append(cases, optionCase{n.Type, append(checkTrace(in, jen.Id("option")), jen.Id("option").Dot("put").Call(draft))})
			continue
		}
		checks = append(checks, checkTrace(in, jen.Id(n.Field))...)
		puts = append(puts, jen.Id(n.Field).Dot("put").Call(draft))
	}
	if begins {
		if s.TraceID.ParameterOnly {
			n := namesOf(s.TraceID.Tag.Model)
			checks = append(checks, jen.Id(n.Var).Dot("Check").Call(draft, jen.Id(n.Field).Dot(n.Field)))
		}
		for _, link := range s.Links {
			links := p.span(link.To.Model).Links
			if link.Required {
				puts = append(puts, jen.Id("d").Dot("Link").Call(jen.Id(marker(links)).Dot("links")))
				continue
			}
			cases = append(cases, optionCase{links, []jen.Code{jen.Id("d").Dot("Link").Call(jen.Id("option").Dot("links"))}})
		}
	}
	cases = append(cases,
		optionCase{timestampType, []jen.Code{jen.Id("d").Dot("At").Call(jen.Id("option").Dot("at"))}},
		optionCase{"ExtraTag", []jen.Code{jen.Id("d").Dot("Extra").Call(jen.Id("option").Dot("extra"))}})
	return append(append(checks, puts...), options(cases))
}

// checkTrace holds a value that must give the parent's trace id against it, before it is put.
func checkTrace(in client.Input, value *jen.Statement) []jen.Code {
	if !in.GivesTraceOf {
		return nil
	}
	return []jen.Code{jen.Id("d").Dot("CheckTraceID").Call(jen.Lit(in.Tag.Name), value.Clone().Dot(namesOf(in.Tag.Model).Field))}
}

// optionCase is what is done with an option of one type.
type optionCase struct {
	typ  string
	body []jen.Code
}

// options writes the loop over the options: a switch, or an if where there is one type.
func options(cases []optionCase) jen.Code {
	given := jen.Id("option").Assert(jen.Id(cases[0].typ))
	inner := jen.If(jen.List(jen.Id("option"), jen.Id("ok")).Op(":=").Add(given), jen.Id("ok")).Block(cases[0].body...)
	if len(cases) > 1 {
		blocks := make([]jen.Code, len(cases))
		for i, c := range cases {
			blocks[i] = jen.Case(jen.Id(c.typ)).Block(c.body...)
		}
		inner = jen.Switch(jen.Id("option").Op(":=").Id("option").Assert(jen.Type())).Block(blocks...)
	}
	return jen.For(jen.List(jen.Id("_"), jen.Id("option")).Op(":=").Range().Id("options")).Block(inner)
}
