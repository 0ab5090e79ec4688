package golang

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/specgen/specgen/internal/codegen"
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
		if p.choices[r] {
			p.parentChoice(r.Parents)
		}
		if r.Derivation != nil {
			p.derive(r)
		}
	}
}

// declaration is a span as the runtime takes it. Of one that no service here emits, it takes what ids derive from.
func (p *printer) declaration(r *client.Ref) *jen.Statement {
	fields := []field{textField("Name", r.Name)}
	if s := r.Emitted; s != nil {
		fields = append(fields, p.emitted(s)...)
	}
	if sampling := p.sampling(r.Sampling); sampling != nil {
		fields = append(fields, *sampling)
	}
	return p.gen("Span").Add(keyed(fields))
}

// emitted is what the runtime has to know of a span besides to emit it.
func (p *printer) emitted(s *client.Span) []field {
	var fields []field
	if name := kindNames[s.Kind]; name != "" {
		fields = append(fields, field{"Kind", p.use(name), len("flowtrace.") + len(name)})
	}
	if s.Parent.Kind == client.RefParent && !s.Parent.Optional {
		fields = append(fields, textField("Parent", s.Parent.Text()))
	}
	if len(s.Declared) > 0 {
		fields = append(fields, textsField("Tags", client.TagNames(s.Declared)))
	}
	if len(s.ID.Keys) > 0 {
		fields = append(fields, textsField("Keys", client.TagNames(s.ID.Keys)))
	}
	if len(s.ErrorWhen) > 0 {
		fields = append(fields, p.errorWhen(s.ErrorWhen))
	}
	if s.Measured {
		fields = append(fields, trueField("Measured"))
	}
	return fields
}

// kindNames are the names of the runtime for the kinds of span that are not internal.
var kindNames = map[model.SpanKind]string{
	model.SpanServer: "SpanKindServer", model.SpanClient: "SpanKindClient", model.SpanProducer: "SpanKindProducer",
	model.SpanConsumer: "SpanKindConsumer",
}

func (p *printer) errorWhen(all []client.ErrorWhen) field {
	items, width := make([]jen.Code, len(all)), len("[]gen.ErrorWhen{}")
	for i, when := range all {
		values := codegen.Map(when.Values, func(v *model.EnumValue) string { return v.Wire })
		fields := []field{textField("Tag", when.Tag.Name), textsField("Values", values)}
		items[i] = keyed(fields)
		width += fields[0].width + fields[1].width + len("{Tag: , Values: }, ")
	}
	return field{"Errors", jen.Index().Add(p.gen("ErrorWhen")).Add(fit("{", "}", items, width)), width}
}

// sampling is how the runtime decides which traces are kept, or nil where it keeps all.
func (p *printer) sampling(s client.Sampling) *field {
	var fields []field
	if s.Threshold > 0 {
		fields = append(fields, numberField("Threshold", fmt.Sprintf("%#x", s.Threshold)))
	}
	if !s.ByTraceID {
		fields = append(fields, trueField("ParentBased"))
	}
	if len(fields) == 0 {
		return nil
	}
	return &field{"Sampling", p.gen("Sampling").Add(keyed(fields)), len("gen.Sampling{Threshold: , ParentBased: true}") + len("0x") + 14}
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
	var body []jen.Code
	var above parentArg
	if d.Parent != nil {
		above = p.parentArg(d.Parent)
		body = above.body
	}
	var trace *jen.Statement
	if d.TraceID != nil {
		trace = p.traceOf(n, d.TraceID)
	} else {
		trace = jen.Id(n.Var).Dot("TraceOf").Call(at(above.same))
	}
	derived := p.keyed("DeriveSpan", r, jen.Id("trace"))
	if r.ID.Parent {
		derived = p.child("DeriveChild", n, jen.Id("trace"), above.ids)
	}
	body = append(body, jen.Id("trace").Op(":=").Add(trace), jen.Return(jen.Id(n.Ref).Values(derived)))
	p.add(deriveDoc(r, n), jen.Func().Id("Derive"+n.Ref).
		Add(p.params(p.deriveParams(r), 2*len(n.Ref)+len("Derive"))).Id(n.Ref).Block(body...))
}

// traceOf is the trace that the value of a tag gives.
func (p *printer) traceOf(n spanNames, t *client.Tag) *jen.Statement {
	field := namesOf(t.Model).Field
	return jen.Id(n.Var).Dot("Trace").Call(jen.Id("flowName"), jen.Id(field).Dot(field))
}

// child is the ids of a span that derive from its trace and its parent.
func (p *printer) child(function string, n spanNames, trace, parent jen.Code) *jen.Statement {
	return p.gen(function).Call(trace, jen.Id(n.Var).Dot("Name"), parent)
}

// keyed is the ids of a span that derive from its trace and the values of its key tags.
func (p *printer) keyed(function string, r *client.Ref, trace jen.Code) *jen.Statement {
	span := p.span(r.Model).Var
	items := []jen.Code{trace, jen.Id(span).Dot("Name")}
	width := len(span) + len("gen.DeriveTraceID(flowName, .)")
	for _, key := range r.ID.Keys {
		field := namesOf(key.Model).Field
		items = append(items, p.use(keyFunc(key.Model.Kind)).Call(jen.Id(field).Dot(field)))
		width += 2*len(field) + len("flowtrace.StringValue(.), ")
	}
	return p.gen(function).Add(fit("(", ")", items, width))
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
