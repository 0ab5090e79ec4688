package kotlin

import (
	"strings"

	"github.com/specgen/specgen/internal/model"
)

// refs prints the references to all spans, those of other services included: a client's parent is a backend's span.
func (p *printer) refs() {
	flow := p.view.in.Flow
	p.use("FlowType")
	p.w.P("internal val FLOW: FlowType = FlowType(", stringLiteral(flow.Name), ", ", stringLiteral(flow.Version.String()),
		", FlowType.SINCE_0_1)")
	for _, ref := range p.view.Refs {
		p.w.Blank()
		p.ref(ref)
	}
}

func (p *printer) ref(r *refView) {
	d := &kdoc{}
	text := "A " + code(r.Span.Name) + " span."
	if r.Of == nil {
		text += " Only emitting it or reading a carried reference gives one."
	}
	d.para(text, docSentence(r.Span.Brief))
	d.para(children(p.view.in.Flow, r.Span))
	d.write(p.w)
	p.w.P("@JvmInline")
	p.w.P("public value class ", r.Ref)
	p.w.Indented(func() {
		p.w.P("@GeneratedApi")
		p.w.P("internal constructor(")
		p.w.Indented(func() {
			p.w.P("/** Where the span is. */")
			p.w.P("public val context: ", p.use("SpanContext"), ",")
		})
		p.w.Block(") {", "}", func() {
			p.w.P("/** Gives references without emitting. */")
			p.w.Block("public companion object {", "}", func() { p.companion(r) })
		})
	})
}

func children(flow *model.Flow, s *model.Span) string {
	var names []string
	for _, child := range flow.Spans {
		if child.Parent.Kind == model.ParentSpan && child.Parent.Span == s {
			names = append(names, code(child.Name))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "The parent of " + strings.Join(names, ", ") + "."
}

func (p *printer) companion(r *refView) {
	if r.Derives || len(r.Tags) > 0 || r.emitted(p.view) {
		p.spanType(r)
	}
	if r.Of != nil {
		p.of(r)
	}
	p.w.Blank()
	p.w.P("/** Reads a carried W3C `traceparent`; null when it is malformed. */")
	p.w.P("@JvmStatic")
	p.w.P(`@JvmName("parse")`)
	p.expression("public fun parse", []param{{Name: "traceparent", Type: "String"}}, ": "+r.Ref+"?",
		"SpanContext.parse(traceparent)?.let { "+r.Ref+"(it) }")
	if r.Derives {
		p.derive(r)
	}
}

func (r *refView) emitted(view *flowView) bool {
	for _, span := range view.Spans {
		if span.Span == r.Span {
			return true
		}
	}
	return false
}

// spanType prints what the runtime is told of the span.
func (p *printer) spanType(r *refView) {
	p.use("SpanType")
	args := []string{stringLiteral(r.Span.Name)}
	if len(r.Keys) > 0 && len(r.Tags) > 0 {
		var keys []string
		for _, key := range r.Keys {
			keys = append(keys, stringLiteral(key.Name))
		}
		args = append(args, "listOf("+strings.Join(keys, ", ")+")")
	}
	args = append(args, r.Tags...)
	text := "SpanType(" + strings.Join(args, ", ") + ")"
	if head := "internal val TYPE: SpanType = "; p.fits(head + text) {
		p.w.P(head, text)
		return
	}
	p.w.P("internal val TYPE: SpanType =")
	p.w.Indented(func() { p.call(text) })
}

// of prints how a reference derives from values.
func (p *printer) of(r *refView) {
	in := r.Of
	var params []param
	seen := map[*model.Tag]bool{}
	add := func(t *model.Tag) {
		if !seen[t] {
			seen[t] = true
			params = append(params, param{Name: tagParam(t), Type: tagType(t), Doc: paramDoc(t)})
		}
	}
	if in.Parent != nil {
		params = append(params, param{Name: "parent", Type: namesOfSpan(in.Parent, p.view.in.Flow).Ref, Doc: "The span below which it is."})
	}
	trace := "parent.context.traceId"
	if in.TraceID != nil {
		add(in.TraceID)
		trace = p.use("TraceId") + ".of(FLOW.name, " + wireValue(in.TraceID, tagParam(in.TraceID), false) + ")"
	}
	args := []string{trace}
	if in.Parent != nil {
		args = append(args, "parent.context")
	}
	for _, key := range in.Keys {
		add(key)
		args = append(args, wireValue(key, tagParam(key), false))
	}
	d := &kdoc{}
	d.para("Derives the reference, with nothing carried.", occurs(r.Span))
	d.params(params)
	p.w.Blank()
	d.write(p.w)
	p.w.P("@JvmStatic")
	p.w.P(`@JvmName("of")`)
	p.expression("public fun of", params, ": "+r.Ref, "derive("+strings.Join(args, ", ")+")")
}

// derive prints the hash over the key.
func (p *printer) derive(r *refView) {
	p.use("IdHash")
	params := []param{{Name: "traceId", Type: p.use("TraceId")}}
	steps := []string{}
	if r.Span.Occurs.PerParent {
		params = append(params, param{Name: "parent", Type: "SpanContext"})
		steps = append(steps, "key(parent)")
	}
	for _, key := range r.Keys {
		typ := "String"
		if !key.Kind.IsText() {
			typ = tagType(key)
		}
		params = append(params, param{Name: tagParam(key), Type: typ})
		text := tagParam(key)
		if typ != "String" {
			text += ".toString()"
		}
		steps = append(steps, "key("+text+")")
	}
	steps = append(steps, "context(traceId)")
	p.w.Blank()
	start := "IdHash.start(traceId, TYPE)"
	if body := r.Ref + "(" + start + strings.Join(dotted(steps), "") + ")"; len(steps) < minChain-1 && p.fits("    "+body) {
		p.expression("internal fun derive", params, ": "+r.Ref, body)
		return
	}
	p.signature("internal fun derive", params, ": "+r.Ref, " =")
	p.w.Indented(func() {
		p.w.Block(r.Ref+"(", ")", func() { p.chain(start, steps, ",") })
	})
}
