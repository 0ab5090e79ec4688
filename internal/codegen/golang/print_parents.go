package golang

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/specgen/specgen/internal/codegen/client"
)

// hasChoice reports whether callers may choose the parent, also to give none: the parameter is then of a closed interface.
func hasChoice(p *client.Parents) bool { return p.Single() == nil || p.Optional }

// isMixed reports whether it depends on the parent that is given whether the span is in its trace. Where an id tag gives the trace,
// that is found at run time.
func isMixed(p *client.Parents) bool {
	if p.Of.Sampling.ByTraceID {
		return false
	}
	return slices.ContainsFunc(p.Refs, func(r client.ParentRef) bool { return r.SameTrace != p.Refs[0].SameTrace })
}

// noteChoices notes the spans whose parents need a closed interface: those with a call that takes it.
func (p *goPackage) noteChoices() {
	for _, r := range p.Refs {
		derives := r.Derivation != nil && r.Derivation.Parent != nil
		if r.Parents != nil && hasChoice(r.Parents) && (r.Emitted != nil || derives) {
			p.choices[r] = true
		}
	}
}

// parentChoice writes the closed interface of a span's parents, and the function that returns the ids of the one that is given.
func (p *printer) parentChoice(parents *client.Parents) {
	n := p.span(parents.Of.Model)
	p.optionType(p.parentChoiceDoc(parents, n), n.parent())
	for _, r := range parents.Refs {
		p.out.Add(jen.Func().Params(jen.Id(p.span(r.Model).Ref)).Id(marker(n.parent())).Params().Block())
	}
	p.out.Line()
	context, mixed := p.use("SpanContext"), isMixed(parents)
	results := func(r *client.ParentRef, ids jen.Code) []jen.Code {
		switch {
		case !mixed:
			return []jen.Code{ids}
		case r != nil && r.SameTrace:
			return []jen.Code{ids, ids}
		}
		return []jen.Code{ids, context.Clone().Values()}
	}
	var cases []jen.Code
	for _, r := range parents.Refs {
		names := p.span(r.Model)
		given := jen.Return(results(&r, jen.Id("parent").Dot(names.Field))...)
		cases = append(cases, jen.Case(jen.Id(names.Ref)).Block(given),
			// A pointer has the methods of what it points to, and so is one of the interface, too.
			jen.Case(jen.Op("*").Id(names.Ref)).Block(jen.If(jen.Id("parent").Op("!=").Nil()).Block(given)))
	}
	fn := jen.Func().Id(n.ParentOf).Params(jen.Id("parent").Id(n.parent()))
	if mixed {
		fn.Params(jen.List(jen.Id("ids"), jen.Id("same")).Add(context))
	} else {
		fn.Add(context)
	}
	doc := n.ParentOf + " returns the ids of the parent"
	if mixed {
		doc += ", and once more where it is in the trace of the span"
	}
	p.add(paragraph(doc+"; none without one."), fn.Block(
		jen.Switch(jen.Id("parent").Op(":=").Id("parent").Assert(jen.Type())).Block(cases...),
		jen.Return(results(nil, context.Clone().Values())...),
	))
}

// parentArg is how a function reads the parent that it is given.
type parentArg struct {
	body []jen.Code     // to be run first
	ids  *jen.Statement // of the parent
	same *jen.Statement // its ids where it is in the trace of the span, else none
}

func (p *printer) parentArg(parents *client.Parents) parentArg {
	n := p.span(parents.Of.Model)
	switch {
	case !hasChoice(parents):
		ids := jen.Id("parent").Dot(p.span(parents.Single().Model).Field)
		return parentArg{ids: ids, same: ids}
	case isMixed(parents):
		read := jen.List(jen.Id("above"), jen.Id("same")).Op(":=").Id(n.ParentOf).Call(jen.Id("parent"))
		return parentArg{[]jen.Code{read}, jen.Id("above"), jen.Id("same")}
	}
	return parentArg{[]jen.Code{jen.Id("above").Op(":=").Id(n.ParentOf).Call(jen.Id("parent"))}, jen.Id("above"), jen.Id("above")}
}
