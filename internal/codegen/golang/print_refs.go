package golang

import (
	"github.com/dave/jennifer/jen"

	"github.com/specgen/specgen/internal/model"
)

// refs writes refs.go: a reference for every span of the flow, whoever emits it.
func (p *printer) refs() {
	for _, r := range p.view.Refs {
		if r.Span != nil {
			p.add(jen.Var().Id(r.Var).Op("=").Add(p.span(r.Span)))
		}
		p.ref(r)
		if r.Derive != nil {
			p.derive(r)
		}
	}
}

// span is a span as the runtime takes it.
func (p *printer) span(s *spanDecl) *jen.Statement {
	fields := []field{textField("Name", s.Wire)}
	if s.Parent != "" {
		fields = append(fields, textField("Parent", s.Parent))
	}
	if len(s.Tags) > 0 {
		fields = append(fields, field{"Tags", texts(s.Tags), len("[]string{}") + width(s.Tags)})
	}
	if len(s.Keys) > 0 {
		fields = append(fields, field{"Keys", texts(s.Keys), len("[]string{}") + width(s.Keys)})
	}
	if s.Measured {
		fields = append(fields, field{"Measured", jen.True(), len("true")})
	}
	return p.runtime("Span").Add(keyed(fields))
}

func (p *printer) ref(r *refView) {
	context := p.runtime("SpanContext")
	p.add(r.Doc.code(), jen.Type().Id(r.Ref).Add(oneLiner("struct", jen.Id(r.Field).Add(context))))

	var c comment
	c.para("Parse" + r.Ref + " reads the traceparent of a span " + quoted(r.Wire) + ".")
	p.add(c.code(), jen.Func().Id("Parse"+r.Ref).Params(jen.Id("traceparent").String()).Params(jen.Id(r.Ref), jen.Error()).Block(
		jen.List(jen.Id("ids"), jen.Err()).Op(":=").Add(p.runtime("ParseTraceparent")).Call(jen.Id("traceparent")),
		jen.Return(jen.Id(r.Ref).Values(jen.Id("ids")), jen.Err()),
	))
	p.add(jen.Comment("// SpanContext returns the span's ids."),
		jen.Func().Params(jen.Id("r").Id(r.Ref)).Id("SpanContext").Params().Add(context).
			Add(short(jen.Return(jen.Id("r").Dot(r.Field)))))
	p.add(jen.Comment("// Traceparent returns the text that Parse"+r.Ref+" reads."),
		jen.Func().Params(jen.Id("r").Id(r.Ref)).Id("Traceparent").Params().String().
			Add(short(jen.Return(jen.Id("r").Dot(r.Field).Dot("Traceparent").Call()))))
}

func (p *printer) derive(r *refView) {
	d := r.Derive
	var trace *jen.Statement
	if d.Trace != nil {
		trace = p.traceOf(d.Trace)
	} else {
		trace = jen.Id("parent").Dot(d.Parent.Field).Dot("TraceID")
	}
	p.add(d.Doc.code(), jen.Func().Id("Derive"+r.Ref).Add(p.params(d.Params, 2*len(r.Ref)+len("Derive"))).Id(r.Ref).Block(
		jen.Id("trace").Op(":=").Add(trace),
		jen.Return(jen.Id(r.Ref).Values(p.ids(r.Var, jen.Id("trace"), d.Parent, d.Keys))),
	))
}

// traceOf is the trace id that the value of an id tag gives.
func (p *printer) traceOf(t *tagView) *jen.Statement {
	return p.runtime("DeriveTraceID").Call(jen.Id("flowName"), jen.Id(t.Field).Dot(t.Field))
}

// ids is the ids of a span that derive from its trace and its key.
func (p *printer) ids(span string, trace jen.Code, parent *spanNames, keys []keyView) *jen.Statement {
	if parent != nil {
		return p.runtime("DeriveChild").Call(trace, jen.Id(span).Dot("Name"), jen.Id("parent").Dot(parent.Field))
	}
	items := []jen.Code{trace, jen.Id(span).Dot("Name")}
	width := len(span) + len("flowtrace.DeriveTraceID(flowName, .)")
	for _, key := range keys {
		items = append(items, p.key(key))
		width += 2*len(key.Field) + len("flowtrace.StringValue(.), ")
	}
	return p.runtime("DeriveSpan").Add(fit("(", ")", items, width))
}

// key is the value of a key tag, or of the discriminator of a variant, whose field is called the same.
func (p *printer) key(k keyView) *jen.Statement {
	value := map[model.Kind]string{model.KindInt: "IntValue", model.KindBool: "BoolValue"}[k.Tag.Kind]
	if value == "" {
		value = "StringValue"
	}
	return p.runtime(value).Call(jen.Id(k.Field).Dot(k.Field))
}
