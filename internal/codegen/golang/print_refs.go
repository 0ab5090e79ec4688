package golang

import (
	"github.com/dave/jennifer/jen"

	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// refs writes refs.go: a reference for every span of the flow, whoever emits it.
func (p *printer) refs() {
	for _, r := range p.Refs {
		if r.Emitted != nil || r.Derivation != nil {
			p.add(comment{}, jen.Var().Id(p.span(r.Model).Var).Op("=").Add(p.declaration(r)))
		}
		p.ref(r)
		if r.Derivation != nil {
			p.derive(r)
		}
	}
}

// declaration is a span as the runtime takes it. Of one that no service here emits, it takes the name alone, from which ids
// derive.
func (p *printer) declaration(r *client.Ref) *jen.Statement {
	fields := []field{textField("Name", r.Name)}
	s := r.Emitted
	if s == nil {
		return p.gen("Span").Add(keyed(fields))
	}
	if s.Parent.Kind == client.RefParent {
		fields = append(fields, textField("Parent", s.Parent.Text()))
	}
	if len(s.Declared) > 0 {
		fields = append(fields, textsField("Tags", client.TagNames(s.Declared)))
	}
	if len(s.ID.Keys) > 0 {
		fields = append(fields, textsField("Keys", client.TagNames(s.ID.Keys)))
	}
	if s.Measured {
		fields = append(fields, trueField("Measured"))
	}
	return p.gen("Span").Add(keyed(fields))
}

func (p *printer) ref(r *client.Ref) {
	n := p.span(r.Model)
	context := p.use("SpanContext")
	p.add(refDoc(r, n), jen.Type().Id(n.Ref).Add(oneLiner("struct", jen.Id(n.Field).Add(context))))
	p.add(paragraph("Parse"+n.Ref+" reads the traceparent of a span "+quoted(r.Name)+"."),
		jen.Func().Id("Parse"+n.Ref).Params(jen.Id("traceparent").String()).Params(jen.Id(n.Ref), jen.Error()).Block(
			jen.List(jen.Id("ids"), jen.Err()).Op(":=").Add(p.use("ParseTraceparent")).Call(jen.Id("traceparent")),
			jen.Return(jen.Id(n.Ref).Values(jen.Id("ids")), jen.Err()),
		))
	p.add(paragraph("SpanContext returns the span's ids."),
		receiver("r", n.Ref).Id("SpanContext").Params().Add(context).Add(short(jen.Return(jen.Id("r").Dot(n.Field)))))
	p.add(paragraph("Traceparent returns the text that Parse"+n.Ref+" reads."),
		receiver("r", n.Ref).Id("Traceparent").Params().String().
			Add(short(jen.Return(jen.Id("r").Dot(n.Field).Dot("Traceparent").Call()))))
}

func (p *printer) derive(r *client.Ref) {
	n, d := p.span(r.Model), r.Derivation
	var parent, trace jen.Code
	if d.Parent != nil {
		parent = jen.Id("parent").Dot(p.span(d.Parent.Refs[0].Model).Field)
		trace = jen.Add(parent).Dot("TraceID")
	}
	if d.TraceID != nil {
		trace = p.traceOf(d.TraceID)
	}
	p.add(deriveDoc(r, n), jen.Func().Id("Derive"+n.Ref).Add(p.params(p.deriveParams(d), 2*len(n.Ref)+len("Derive"))).Id(n.Ref).Block(
		jen.Id("trace").Op(":=").Add(trace),
		jen.Return(jen.Id(n.Ref).Values(p.ids(r, jen.Id("trace"), parent))),
	))
}

// traceOf is the trace id that the value of a tag gives.
func (p *printer) traceOf(t *client.Tag) *jen.Statement {
	field := namesOf(t.Model).Field
	return p.gen("DeriveTraceID").Call(jen.Id("flowName"), jen.Id(field).Dot(field))
}

// ids is the ids of a span that derive from its trace and its key.
func (p *printer) ids(r *client.Ref, trace, parent jen.Code) *jen.Statement {
	span := p.span(r.Model).Var
	items := []jen.Code{trace, jen.Id(span).Dot("Name")}
	if r.ID.Parent {
		return p.gen("DeriveChild").Call(append(items, parent)...)
	}
	width := len(span) + len("gen.DeriveTraceID(flowName, .)")
	for _, key := range r.ID.Keys {
		field := namesOf(key.Model).Field
		items = append(items, p.use(keyFunc(key.Model.Kind)).Call(jen.Id(field).Dot(field)))
		width += 2*len(field) + len("flowtrace.StringValue(.), ")
	}
	return p.gen("DeriveSpan").Add(fit("(", ")", items, width))
}

// keyFunc is the function of the runtime that makes a key of a tag's value.
func keyFunc(kind model.Kind) string {
	switch kind {
	case model.KindInt:
		return "IntValue"
	case model.KindBool:
		return "BoolValue"
	}
	return "StringValue"
}
