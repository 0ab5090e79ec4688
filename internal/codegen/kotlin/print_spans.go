package kotlin

import (
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

// emission prints what the emitters of all services call, and the handles of measured spans.
func (p *printer) emission() {
	for _, s := range p.spans {
		if s.Measured {
			p.w.Blank()
			p.handle(s)
		}
	}
	p.rules()
	for _, s := range p.spans {
		p.w.Blank()
		p.emit(s)
		for _, m := range []*moment{&s.begin, &s.end} {
			for i := range m.groups {
				p.w.Blank()
				p.putGroup(&m.groups[i])
			}
			for _, v := range m.variants {
				p.w.Blank()
				p.putVariant(v)
			}
		}
	}
}

// emit prints the function that emits or begins a span.
func (p *printer) emit(s *span) {
	begin, context := "begin", "null"
	if s.Measured {
		begin = "beginMeasured"
	}
	switch parent := s.Parent; {
	case parent.Kind == client.OutsideParent:
		context = "parent"
	case parent.Kind == client.RefParent && parent.Optional:
		context = "parent?.context"
	case parent.Kind == client.RefParent:
		context = "parent.context"
	}
	draft := chain{call{name: begin, args: []expr{s.RefType + ".TYPE", p.context(s, context), context, s.begun.Name}}}
	draft = append(draft, p.traceChecks(s.begin.puts)...)
	if tag := s.TraceID.Tag; s.TraceID.ParameterOnly {
		draft = append(draft, plainCall(p.use("checkId"), p.rule(tag), wireValue(tag.Model, tagParam(tag.Model), false)))
	}
	draft = append(draft, p.given(&s.begin)...)
	for _, link := range s.Links {
		param := namesOf(link.To.Model, p.Flow).LinkParam
		draft = append(draft, plainCall("links", p.use("Links")+".of("+param+") { it.context }"))
	}
	if !s.Measured {
		draft = append(draft, plainCall("emit"))
	}
	p.signature("internal fun "+p.generated("FlowEmitter")+"."+quote(s.Method), withoutDefaults(s.begin.params), ": "+s.Result+" =")
	p.layBelow(call{name: s.Result, args: []expr{draft}, always: true})
}

// context is the expression of the span's own ids, or of its trace where the runtime makes up what is missing; parent is
// that of its parent's ids.
func (p *printer) context(s *span, parent string) expr {
	trace, mayBeNew := p.traceFrom(s)
	if !s.ID.Derived {
		return trace
	}
	switch {
	case s.TraceID.Source == client.NewTrace:
		trace = "newTrace()"
	case mayBeNew:
		trace = trace.(atom) + " ?: newTrace()"
	}
	if s.ID.Parent && s.Parent.Optional {
		return call{name: s.RefType + ".below", args: []expr{"this", trace, parent}}
	}
	return call{name: s.RefType + ".derive", args: p.key(trace, &s.ID), tail: ".context"}
}

// traceFrom is the expression of a span's trace id, and whether it is null where the runtime makes one up.
func (p *printer) traceFrom(s *span) (trace expr, mayBeNew bool) {
	switch {
	case s.TraceID.Source == client.TagTrace:
		return p.traceOf(s.TraceID.Tag), false
	case s.TraceID.Source == client.OutsideTrace:
		return "parent?.traceId", true
	case s.TraceID.Source == client.NewTrace:
		return "null", true
	case someElsewhere(s.Parent.Parents):
		return s.RefType + ".traceBelow(parent)", true
	case s.Parent.Optional:
		return "parent?.context?.traceId", true
	}
	return "parent.context.traceId", false
}

// someElsewhere reports whether some of the parents are in a trace of another kind.
func someElsewhere(p *client.Parents) bool {
	return slices.ContainsFunc(p.Refs, func(one client.ParentRef) bool { return !one.SameTrace })
}

// handle prints the class of a measured span that runs.
func (p *printer) handle(s *span) {
	handleDoc(s).write(p.w)
	p.internalClass("class "+s.Handle, nil, func() {
		p.w.P("private val draft: ", p.generated("SpanDraft"), ",")
	}, func() {
		p.w.P("/** The span, which a child may name as its parent before it ends. */")
		p.w.P(`@get:JvmName("getRef")`)
		p.value("public val ref: "+s.RefType, plainCall(s.RefType, "draft.context"))
		for _, one := range overloadsOf(s.end.params) {
			p.w.Blank()
			p.end(s, one)
		}
	})
}

// end prints one way to end a span, which leaves out the tags that it does not take.
func (p *printer) end(s *span, one overload) {
	endDoc(s).withParams(one.Params).write(p.w)
	one.annotate(p.w, nil)
	p.w.P(`@JvmName("end")`)
	p.signature("public fun end", one.Params, ": "+s.RefType+" {")
	p.w.Indented(func() {
		given := s.end
		given.puts = codegen.Filter(given.puts, func(put put) bool { return hasParam(one.Params, put.param.Name) })
		draft := member("draft", one.Params)
		p.w.Block("if ("+draft+".end(endTime)) {", "}", func() {
			var all chain
			for _, name := range strings.Split(draft, ".") {
				all = append(all, name)
			}
			all = slices.Concat(all, p.traceChecks(given.puts), p.given(&given), chain{plainCall("emit")})
			p.lay("", all, "")
		})
		p.w.P("return ", member("ref", one.Params))
	})
	p.w.P("}")
}

func (p *printer) putGroup(g *group) {
	params := []param{{Name: "tags", Type: g.Type}}
	p.signature("internal fun "+p.generated("SpanDraft")+".put", params, ": SpanDraft =")
	p.layBelow(append(p.traceChecks(g.puts), p.putCalls(g.puts)...))
}

// putVariant prints a function that puts the tags of the case that was chosen, and one for each case that has tags.
func (p *printer) putVariant(v *client.Variant) {
	name := p.variantType(v)
	p.signature("internal fun "+p.generated("SpanDraft")+".put", []param{{Name: "value", Type: name}}, ": SpanDraft =")
	p.w.Indented(func() {
		p.w.Block("when (value) {", "}", func() {
			for _, one := range v.Cases {
				does := "putCase(value)"
				if len(one.Inputs) == 0 {
					does = "this"
				}
				p.w.P("is ", name, ".", caseType(one), " -> ", does)
			}
		})
	})
	for _, one := range v.Cases {
		if len(one.Inputs) > 0 {
			p.w.Blank()
			puts := p.putsOf(one.Inputs, "value.")
			value := []param{{Name: "value", Type: name + "." + caseType(one)}}
			p.function("private fun SpanDraft.putCase", value, ": SpanDraft", append(p.traceChecks(puts), p.putCalls(puts)...))
		}
	}
}

// traceChecks are the calls that hold tags to the trace which the parent gives. They stand before all others, because their
// violations are reported first.
func (p *printer) traceChecks(puts []put) chain {
	var out chain
	for _, one := range puts {
		if one.GivesTraceOf {
			out = append(out, plainCall(p.use("checkTrace"), p.rule(one.Tag), one.wire()))
		}
	}
	return out
}

// putCalls are the calls that give tags to a draft.
func (p *printer) putCalls(puts []put) chain {
	var out chain
	for _, one := range puts {
		name := "put"
		if one.Tag.Model.List {
			name = p.use("putAll")
		}
		out = append(out, plainCall(name, p.rule(one.Tag), one.wire()))
	}
	return out
}

// given are the calls for all that is given at one moment, undeclared tags last.
func (p *printer) given(m *moment) chain {
	out := p.putCalls(m.puts)
	for _, group := range m.groups {
		out = append(out, plainCall("put", group.param))
	}
	for _, v := range m.variants {
		param := tagParam(v.Tag.Model)
		out = append(out, plainCall("put", p.rule(v.Tag), param+".wire"), plainCall("put", param))
	}
	return append(out, plainCall("extra", "extra"))
}
