package swift

import (
	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

// span writes what emits a span, for the emitters of all services, with its variants and its handle.
func (p *printer) span(s *client.Span) {
	p.declared(s)
	p.Blank()
	p.block("extension Emitter", func() { p.emit(s) })
	if s.Measured {
		p.Blank()
		p.handle(s)
	}
	for _, variant := range s.Variants {
		p.Blank()
		p.variant(variant)
	}
}

// declared writes what the runtime is told about a span.
func (p *printer) declared(s *client.Span) {
	args := []expr{word(literal(s.Name))}
	if s.Doc.Kind != "" {
		args = append(args, word(".", s.Doc.Kind).as("kind"))
	}
	if len(s.Declared) > 0 {
		args = append(args, literals(client.TagNames(s.Declared)).as("tags"))
	}
	if keys := s.Doc.Occurs.Keys; len(keys) > 0 {
		args = append(args, literals(keys).as("keys"))
	}
	if errors := s.Doc.ErrorWhen; len(errors) > 0 {
		args = append(args, array(codegen.Map(errors, func(when client.ErrorWhenDoc) expr {
			return literals(when.Values).as(literal(when.Tag))
		})).as("errorWhen"))
	}
	p.lay("private let declared = ", call("DeclaredSpan", args...), "")
}

// emit writes the function that emits an instant span or starts a measured one.
func (p *printer) emit(s *client.Span) {
	names := p.names(s.Ref)
	p.doc(newDoc(names.Verb + " " + code(s.Name) + "."))
	p.function("func "+names.Emit, codegen.Map(p.beginParams(s), param.hidden), names.Result, func() {
		p.begin(s)
		if s.Measured {
			p.P("return ", names.Handle, "(ref, RunningSpan(consume draft, at: startTime))")
			return
		}
		p.P("emit(consume draft, at: timestamp)")
		p.P("return ref")
	})
}

// begin writes the statements that both kinds of span start with.
func (p *printer) begin(s *client.Span) {
	p.context(s)
	args := []expr{word("declared"), word("ref.context")}
	switch s.Parent.Kind {
	case client.RefParent:
		args = append(args, parentMember(s.Parent.Parents, "context").as("parent"))
	case client.OutsideParent:
		args = append(args, word("parent").as("parent"))
	}
	p.lay("var draft = ", call("begin", args...), "")
	p.checkTraceIDs(s.Begin)
	if s.TraceID.ParameterOnly {
		p.say(call("draft.check", rule(s.TraceID.Tag), wire(s.TraceID.Tag.Model, false)))
	}
	p.puts(s.Begin)
	for _, link := range s.Links {
		p.P("draft.link(", local(linkLabel(link.To.Model, p.in.Flow)), ")")
	}
	p.P("draft.put(extra)")
}

// context writes the constant for the reference to the span that is emitted. Where a parent gives the key and there may be
// none, the id is random without one.
func (p *printer) context(s *client.Span) {
	names, trace := p.names(s.Ref), p.trace(s)
	choices := codegen.Map(s.Variants, func(v *client.Variant) *client.Tag { return v.Tag })
	switch {
	case !s.ID.Derived:
		p.lay("let ref = ", call(names.Ref, call("randomContext", trace.as("in"))), "")
	case s.ID.Parent && s.Parent.Optional:
		p.lay("let trace: TraceContext = ", trace, "")
		p.P("let ref: ", names.Ref)
		p.P("if let parent {")
		p.Indented(func() { p.lay("ref = ", p.derived(s.Ref, word("trace"), choices), "") })
		p.P("} else {")
		p.Indented(func() { p.lay("ref = ", call(names.Ref, call("randomContext", word("trace").as("in"))), "") })
		p.P("}")
	default:
		p.lay("let ref = ", p.derived(s.Ref, trace, choices), "")
	}
}

// handle writes the running span, which only its start can make.
func (p *printer) handle(s *client.Span) {
	names := p.names(s.Ref)
	p.doc(newDoc("A running "+code(s.Name)+".",
		"It may be kept, shared and ended on any thread. One that is never ended is emitted by nobody."))
	p.block("public final class "+names.Handle+": Sendable", func() {
		p.P("/// What a child takes as its parent, also before the span ends.")
		p.P("public let ref: ", names.Ref)
		p.P("private let running: RunningSpan")
		p.Blank()
		p.block("fileprivate init(_ ref: "+names.Ref+", _ running: RunningSpan)", func() {
			p.P("self.ref = ref")
			p.P("self.running = running")
		})
		p.ends(s)
	})
}

// ends writes the forms of the function that ends a measured span.
func (p *printer) ends(s *client.Span) {
	params := p.endParams(s)
	forms := overloads(params)
	for _, f := range forms {
		p.Blank()
		p.overload(endDoc(s), f, nil)
		p.function("public func end", codegen.Map(f.Params, param.public), "", func() {
			if len(forms) > 1 {
				p.say(call("finish", f.args...))
			} else {
				p.finish(s)
			}
		})
	}
	if len(forms) > 1 {
		p.Blank()
		p.doc(newDoc("Ends and emits the span."))
		p.function("private func finish", codegen.Map(params, param.hidden), "", func() { p.finish(s) })
	}
}

func (p *printer) finish(s *client.Span) {
	p.Block("running.end(at: endTime) { draft in", "}", func() {
		p.puts(s.End)
		p.P("draft.put(extra)")
	})
}
