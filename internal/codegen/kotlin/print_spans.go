package kotlin

import "strings"

// spans prints what the emitters of all services call, and the handles of measured spans.
func (p *printer) spans() {
	for _, span := range p.view.Spans {
		if span.Span.Measured {
			p.w.Blank()
			p.handle(span)
		}
	}
	p.rules()
	for _, span := range p.view.Spans {
		p.w.Blank()
		p.emit(span)
		for _, call := range []*callView{&span.Begin, &span.End} {
			for _, group := range call.Groups {
				p.w.Blank()
				p.putGroup(group)
			}
			for _, variant := range call.Variants {
				p.w.Blank()
				p.putVariant(variant)
			}
		}
	}
}

func (c *callView) params() []param {
	return append(append(append([]param(nil), c.First...), c.Tags...), c.Last...)
}

// emit prints the function that emits or begins a span.
func (p *printer) emit(s *spanView) {
	p.use("FlowEmitter")
	result, begin := s.Ref, "begin"
	if s.Span.Measured {
		result, begin = s.Handle, "beginMeasured"
	}
	p.signature("internal fun FlowEmitter."+s.Method, withoutDefaults(s.Begin.params()), ": "+result, " =")
	start := begin + "(" + strings.Join([]string{s.Ref + ".TYPE", p.context(s), parentOf(s)}, ", ") + ")"
	var steps []string
	for _, put := range s.Begin.Puts {
		if put.Match {
			steps = append(steps, p.use("checkTrace")+"("+put.Rule+", "+wireValue(put.Tag, put.From, put.Optional)+")")
		}
	}
	if s.Carry {
		rule := p.view.ruleOf(s.TraceTag)
		steps = append(steps, p.use("checkId")+"("+rule+", "+wireValue(s.TraceTag, tagParam(s.TraceTag), false)+")")
	}
	for _, step := range p.allSteps(&s.Begin) {
		if !strings.HasPrefix(step, "checkTrace(") {
			steps = append(steps, step)
		}
	}
	for _, link := range s.Links {
		steps = append(steps, "links("+p.use("Links")+".of("+link.Param+") { it.context })")
	}
	if !s.Span.Measured {
		steps = append(steps, "emit()")
	}
	p.w.Indented(func() {
		p.w.Block(result+"(", ")", func() { p.chain(start, steps, ",") })
	})
}

// parentOf is the expression of the parent's context.
func parentOf(s *spanView) string {
	switch {
	case len(s.Begin.First) == 0 || s.Begin.First[0].Name != "parent":
		return "null"
	case s.Begin.First[0].Type == "SpanContext?":
		return "parent"
	}
	return "parent.context"
}

// context is the expression of the span's own ids.
func (p *printer) context(s *spanView) string {
	trace, given := "newTrace()", "null" // what derives takes, and what random takes, which makes up what is missing
	switch s.Trace {
	case traceTag:
		trace = p.use("TraceId") + ".of(FLOW.name, " + wireValue(s.TraceTag, tagParam(s.TraceTag), false) + ")"
		given = trace
	case traceParent:
		trace = "parent.context.traceId"
		given = trace
	case traceAny:
		trace, given = "parent?.traceId ?: newTrace()", "parent?.traceId"
	}
	parent := parentOf(s)
	switch {
	case !s.Span.DerivesID() || s.Span.Occurs.PerParent && parent == "null":
		return "random(" + given + ")"
	case s.Span.Occurs.PerParent && parent == "parent":
		below := trace
		if s.Trace == traceAny {
			below = "it.traceId"
		}
		return "parent?.let { " + s.Ref + ".derive(" + below + ", it).context } ?: random(" + given + ")"
	}
	args := []string{trace}
	if s.Span.Occurs.PerParent {
		args = append(args, parent)
	}
	return s.Ref + ".derive(" + strings.Join(append(args, s.Keys...), ", ") + ").context"
}

// handle prints the class of a measured span that runs.
func (p *printer) handle(s *spanView) {
	d := &kdoc{}
	d.para("A "+code(s.Span.Name)+" that has begun.", "Thread-safe.")
	d.para("It is emitted when it is ended; one that is not is kept nowhere.")
	d.write(p.w)
	p.w.P("public class ", s.Handle)
	p.w.Indented(func() {
		p.w.P("@GeneratedApi")
		p.w.P("internal constructor(")
		p.w.Indented(func() { p.w.P("private val draft: ", p.use("SpanDraft"), ",") })
		p.w.Block(") {", "}", func() {
			p.w.P("/** The span, which a child may name as its parent before it ends. */")
			p.w.P(`@get:JvmName("getRef")`)
			p.w.P("public val ref: ", s.Ref, " = ", s.Ref, "(draft.context)")
			for _, one := range overloadsOf(s.End.params()) {
				p.w.Blank()
				p.end(s, one)
			}
		})
	})
}

func (p *printer) end(s *spanView, one overload) {
	d := endDoc(s)
	d.params(one.params)
	d.write(p.w)
	one.annotate(p.w, nil)
	p.w.P(`@JvmName("end")`)
	p.signature("public fun end", one.params, ": "+s.Ref, " {")
	p.w.Indented(func() {
		draft := "draft"
		for _, param := range one.params {
			if param.Name == "draft" {
				draft = "this.draft"
			}
		}
		p.w.Block("if ("+draft+".end()) {", "}", func() {
			p.chain(draft, append(p.endSteps(s, one), "emit()"), "")
		})
		p.w.P("return ", refOf(one.params))
	})
	p.w.P("}")
}

func refOf(params []param) string {
	for _, param := range params {
		if param.Name == "ref" {
			return "this.ref"
		}
	}
	return "ref"
}

// endSteps leaves out what an overload does not take.
func (p *printer) endSteps(s *spanView, one overload) []string {
	given := map[string]bool{}
	for _, param := range one.params {
		given[param.Name] = true
	}
	call := s.End
	call.Puts = nil
	for _, put := range s.End.Puts {
		if given[put.From] {
			call.Puts = append(call.Puts, put)
		}
	}
	return p.allSteps(&call)
}

func (p *printer) putGroup(g *groupView) {
	p.use("SpanDraft")
	p.signature("internal fun SpanDraft.put", []param{{Name: "tags", Type: g.Type}}, ": SpanDraft", " =")
	p.w.Indented(func() { p.chainOfThis(p.steps(g.Puts)) })
}

func (p *printer) putVariant(v *variantView) {
	p.use("SpanDraft")
	p.signature("internal fun SpanDraft.put", []param{{Name: "value", Type: v.Type}}, ": SpanDraft", " =")
	p.w.Indented(func() {
		p.w.Block("when (value) {", "}", func() {
			for _, one := range v.Cases {
				name := v.Type + "." + one.Name
				if len(one.Puts) == 0 {
					p.w.P("is ", name, " -> this")
				} else {
					p.w.P("is ", name, " -> putCase(value)")
				}
			}
		})
	})
	for _, one := range v.Cases {
		if len(one.Puts) == 0 {
			continue
		}
		p.w.Blank()
		steps := p.steps(one.Puts)
		head, value := "private fun SpanDraft.putCase", []param{{Name: "value", Type: v.Type + "." + one.Name}}
		if text := head + "(value: " + v.Type + "." + one.Name + "): SpanDraft = " + strings.Join(steps, "."); len(steps) < minChain && p.fits(text) {
			p.w.P(text)
			continue
		}
		p.signature(head, value, ": SpanDraft", " =")
		p.w.Indented(func() { p.chainOfThis(steps) })
	}
}

// chainOfThis prints calls on the receiver.
func (p *printer) chainOfThis(steps []string) {
	p.chain(steps[0], steps[1:], "")
}
