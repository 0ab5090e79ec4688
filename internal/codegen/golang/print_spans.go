package golang

import "github.com/dave/jennifer/jen"

// spans writes spans.go: what emitting a span takes, shared by the services that emit it.
func (p *printer) spans() {
	for _, l := range p.view.Links {
		p.link(l)
	}
	for _, s := range p.view.Spans {
		for _, v := range s.Variants {
			p.variant(v)
		}
		p.option(&s.Begin)
		if s.Span.Measured {
			p.option(&s.End)
			p.start(s)
			p.end(s)
			continue
		}
		p.emit(s)
	}
}

func (p *printer) link(l *linkView) {
	context := jen.Index().Add(p.runtime("SpanContext"))
	var typ, fn comment
	typ.para(l.Links + " are links to spans " + quoted(l.Wire) + ".")
	fn.para(l.Link + " links to spans " + quoted(l.Wire) + ". A reference that is the zero value is left out. What it costs grows with " +
		"the number of links.")
	p.add(typ.code(), jen.Type().Id(l.Links).Add(oneLiner("struct", jen.Id("links").Add(context))))
	p.add(fn.code(), jen.Func().Id(l.Link).Params(jen.Id("refs").Op("...").Id(l.Ref)).Id(l.Links).Block(
		jen.Id("links").Op(":=").Make(context, jen.Lit(0), jen.Len(jen.Id("refs"))),
		jen.For(jen.List(jen.Id("_"), jen.Id("ref")).Op(":=").Range().Id("refs")).Block(
			jen.If(jen.Id("ref").Dot(l.Field).Dot("IsValid").Call()).Block(
				jen.Id("links").Op("=").Append(jen.Id("links"), jen.Id("ref").Dot(l.Field)),
			),
		),
		jen.Return(jen.Id(l.Links).Values(jen.Id("links"))),
	))
	p.markers(l.Links, l.Options)
}

// option writes the closed interface of what a call may leave out.
func (p *printer) option(steps *stepsView) {
	p.add(steps.Doc.code(), jen.Type().Id(steps.Option).Add(oneLiner("interface", jen.Id(marker(steps.Option)).Params())))
}

// emit writes the function that emits an instant span.
func (p *printer) emit(s *spanView) {
	self, parent := p.self(s)
	body := []jen.Code{
		jen.Id("self").Op(":=").Add(self),
		jen.Var().Id("d").Add(p.runtime("Draft")),
		jen.Id("e").Dot("Begin").Call(jen.Op("&").Id("d"), jen.Op("&").Id(s.Var), jen.Id("self"), parent),
	}
	body = append(body, p.puts(s, &s.Begin, jen.Op("&").Id("d"))...)
	body = append(body, jen.Return(jen.Id(s.Ref).Values(jen.Id("d").Dot("Emit").Call())))
	p.add(jen.Func().Id(s.Emit).Add(p.shared(s)).Id(s.Ref).Block(body...))
}

// shared is the parameters of the function that the emitters of all services call.
func (p *printer) shared(s *spanView) *jen.Statement {
	params := append([]paramView{{Name: "e", Type: "Emitter", Runtime: true, Pointer: true}}, s.Begin.Params...)
	last := &params[len(params)-1]
	last.List, last.Variadic = true, false
	return p.params(params, len(s.Emit)+len(s.Ref))
}

// start writes the handle of a measured span and the function that begins it.
func (p *printer) start(s *spanView) {
	var handle, ref comment
	handle.para(s.Name + " is a span " + quoted(s.Wire) + " that has begun. If it is never ended, nobody hears of it.")
	p.add(handle.code(), jen.Type().Id(s.Name).Add(oneLiner("struct", jen.Id("measured").Add(p.runtime("Measured")))))

	self, parent := p.self(s)
	body := []jen.Code{
		jen.Id("self").Op(":=").Add(self),
		jen.Id("s").Op(":=").Op("&").Id(s.Name).Values(),
		jen.Id("d").Op(":=").Id("s").Dot("measured").Dot("Begin").Call(jen.Id("e"), jen.Op("&").Id(s.Var), jen.Id("self"), parent),
	}
	body = append(body, p.puts(s, &s.Begin, jen.Id("d"))...)
	body = append(body, jen.Return(jen.Id("s")))
	p.add(jen.Func().Id(s.Emit).Add(p.shared(s)).Op("*").Id(s.Name).Block(body...))

	ref.para("Ref returns the reference to the span: what happens below it may begin before it ends.")
	p.add(ref.code(), jen.Func().Params(jen.Id("s").Op("*").Id(s.Name)).Id("Ref").Params().Id(s.Ref).
		Block(jen.Return(jen.Id(s.Ref).Values(jen.Id("s").Dot("measured").Dot("Context").Call()))))
}

// end writes the method that ends a measured span.
func (p *printer) end(s *spanView) {
	body := []jen.Code{
		jen.List(jen.Id("d"), jen.Id("ok")).Op(":=").Id("s").Dot("measured").Dot("End").Call(),
		jen.If(jen.Op("!").Id("ok")).Block(jen.Return(jen.Id("s").Dot("Ref").Call())),
	}
	body = append(body, p.puts(s, &s.End, jen.Id("d"))...)
	body = append(body, jen.Return(jen.Id(s.Ref).Values(jen.Id("d").Dot("Emit").Call())))
	p.add(s.EndDoc.code(), jen.Func().Params(jen.Id("s").Op("*").Id(s.Name)).Id("End").Add(p.params(s.End.Params, 2*len(s.Name)+len("(s *) End Ref"))).Id(s.Ref).
		Block(body...))
}

// self is what is known of the span's own ids before it begins, and its parent.
func (p *printer) self(s *spanView) (self, parent *jen.Statement) {
	parent = p.runtime("SpanContext").Values()
	switch {
	case s.Parent != nil:
		parent = jen.Id("parent").Dot(s.Parent.Field)
	case s.AnyParent:
		parent = jen.Id("parent")
	}
	switch {
	case s.PerParent && s.Parent != nil:
		self = p.ids(s.Var, p.trace(s, parent), s.Parent, nil)
	case s.Keyed:
		self = p.ids(s.Var, p.trace(s, parent), nil, s.Keys)
	case s.Trace == traceParent:
		self = p.runtime("InTraceOf").Call(parent.Clone())
	case s.Trace == traceTag:
		self = p.runtime("SpanContext").Values(jen.Id("TraceID").Op(":").Add(p.traceOf(s.TraceTag)))
	default:
		self = p.runtime("SpanContext").Values()
	}
	return self, parent
}

// trace is the trace id from which a span's id derives.
func (p *printer) trace(s *spanView, parent *jen.Statement) *jen.Statement {
	switch {
	case s.Trace == traceTag:
		return p.traceOf(s.TraceTag)
	case s.Trace == traceParent && s.Parent != nil:
		return parent.Clone().Dot("TraceID")
	}
	return jen.Id("e").Dot("TraceOf").Call(parent.Clone())
}

// puts fills in the span: what is required, what options ask for, and the links.
func (p *printer) puts(s *spanView, steps *stepsView, draft *jen.Statement) []jen.Code {
	var body []jen.Code
	required, optional := steps.split()
	for _, put := range required {
		if put.Match {
			body = append(body, match(jen.Id(put.Field), put))
		}
	}
	if s.Apart && steps == &s.Begin {
		body = append(body, jen.Id(s.TraceTag.Var).Dot("Check").Call(draft, jen.Id(s.TraceTag.Field).Dot(s.TraceTag.Field)))
	}
	for _, put := range required {
		body = append(body, jen.Id(put.Field).Dot("put").Call(draft))
	}
	var links []linkUse
	if steps == &s.Begin {
		links = s.Links
	}
	cases := make([]optionCase, 0, len(optional)+len(links)+1)
	for _, put := range optional {
		cases = append(cases, optionCase{put.Type, putTag(jen.Id("option"), put, draft)})
	}
	for _, link := range links {
		given := jen.Id("option")
		if link.Required {
			given = jen.Id(link.Param)
		}
		add := jen.Id("d").Dot("Link").Call(given.Dot("links"))
		if link.Required {
			body = append(body, add)
			continue
		}
		cases = append(cases, optionCase{link.Links, []jen.Code{add}})
	}
	extra := jen.Id("d").Dot("Extra").Call(jen.Id("option").Dot("extra"))
	return append(body, options(append(cases, optionCase{"ExtraTag", []jen.Code{extra}})))
}

// putTag puts a tag, and before holds its value against the trace id.
func putTag(value *jen.Statement, put putView, draft jen.Code) []jen.Code {
	body := []jen.Code{value.Clone().Dot("put").Call(draft)}
	if put.Match {
		body = append([]jen.Code{match(value, put)}, body...)
	}
	return body
}

func match(value *jen.Statement, put putView) jen.Code {
	return jen.Id("d").Dot("CheckTraceID").Call(jen.Lit(put.Tag.Name), value.Clone().Dot(put.Field))
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
