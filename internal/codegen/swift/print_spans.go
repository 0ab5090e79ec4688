package swift

import "strings"

// refs writes the typed pointers to spans.
func (p *printer) refs(m *module) {
	for _, ref := range m.Refs {
		p.ref(ref)
		p.w.Blank()
	}
}

func (p *printer) ref(ref *refView) {
	p.doc(refDoc(ref))
	p.block("public struct "+ref.Ref+": SpanRef", func() {
		p.w.P("/// The ids of the span.")
		p.w.P("public let context: SpanContext")
		p.w.Blank()
		if ref.Derived {
			p.derivedInit(ref)
		} else {
			p.w.P("init(_ context: SpanContext) { self.context = context }")
		}
		p.w.Blank()
		p.w.P("/// Takes over a reference that was carried here; nil where it is malformed.")
		p.block("public init?(traceparent: String)", func() {
			p.w.P("guard let context = SpanContext(traceparent: traceparent) else { return nil }")
			p.w.P("self.context = context")
		})
		if ref.Factory != nil {
			p.w.Blank()
			p.factory(ref)
		}
	})
}

func refDoc(ref *refView) *doc {
	d := newDoc("A reference to a " + code(ref.Span.Name) + " span.").entry(&ref.Span.Entry)
	switch {
	case ref.Factory != nil:
		d.para("It derives, so that nothing needs to be carried.")
	default:
		d.para("It comes from emitting the span, or was carried here.")
	}
	return d
}

// derivedInit writes the initializer that works out the ids from the trace and the key.
func (p *printer) derivedInit(ref *refView) {
	params := append([]string{"in traceID: TraceID"}, inner(ref.Keys)...)
	var keys []string
	if ref.Span.Occurs.PerParent {
		keys = append(keys, ".parent(parent.spanID)")
	}
	for i, key := range ref.Span.Occurs.Keys {
		at := i
		if ref.Span.Occurs.PerParent {
			at++
		}
		keys = append(keys, "."+keyCase(key)+"("+ref.Keys[at].inner()+")")
	}
	p.function("init", params, "", func() {
		args := []string{"traceID", literal(ref.Span.Name)}
		if len(keys) > 0 {
			args = append(args, "["+strings.Join(keys, ", ")+"]")
		}
		p.list("context = .derived(", args, ")")
	})
}

// factory writes how the reference is worked out, by a name that completion offers where such a parent is asked for.
func (p *printer) factory(ref *refView) {
	f := ref.Factory
	d := newDoc("The reference that derives from the ids.")
	d.params, d.returns = f.Params, "The reference."
	p.doc(d)
	p.function("public static func "+quoted(ref.Lower), inner(f.Params), ref.Ref, func() {
		p.list(ref.Ref+"(", append([]string{"in: " + f.Trace}, f.Keys...), ")")
	})
}

// span writes what emits a span, for the emitters of all services, with its variants and its handle.
func (p *printer) span(view *spanView) {
	p.declared(view)
	p.w.Blank()
	p.block("extension Emitter", func() {
		if view.Measured {
			p.start(view)
		} else {
			p.emit(view)
		}
	})
	if view.Measured {
		p.w.Blank()
		p.handle(view)
	}
	for _, variant := range view.Variants {
		p.w.Blank()
		p.variant(variant)
	}
}

// declared writes what the runtime is told about a span.
func (p *printer) declared(view *spanView) {
	args := []string{literal(view.Span.Name)}
	add := func(label string, names []string) {
		if len(names) == 0 {
			return
		}
		items := make([]string, len(names))
		for i, name := range names {
			items[i] = literal(name)
		}
		args = append(args, label+": ["+strings.Join(items, ", ")+"]")
	}
	add("tags", view.Tags)
	add("keys", view.Keys)
	line := "private let declared = DeclaredSpan(" + strings.Join(args, ", ") + ")"
	if len([]rune(line)) <= columns {
		p.w.P(line)
		return
	}
	p.w.P("private let declared = DeclaredSpan(")
	p.w.Indented(func() {
		p.w.P(literal(view.Span.Name), ",")
		if len(view.Keys) == 0 {
			p.array("tags: ", view.Tags, "")
			return
		}
		p.array("tags: ", view.Tags, ",")
		p.array("keys: ", view.Keys, "")
	})
	p.w.P(")")
}

// begin writes the statements that both kinds of span start with.
func (p *printer) begin(view *spanView) {
	p.long("let ref = ", view.Context)
	parent := ""
	if view.Parent != "" {
		parent = ", parent: " + view.Parent
	}
	p.w.P("var draft = begin(declared, ref.context", parent, ")")
	for _, one := range view.Puts {
		if one.Match {
			p.w.P("draft.checkTraceID(TagRules.", one.Rule, ", ", one.Value, ")")
		}
	}
	if view.Carried != nil {
		p.w.P("draft.check(TagRules.", view.Carried.Rule, ", ", view.Carried.Value, ")")
	}
	p.puts(view.Puts)
	for _, links := range view.Links {
		p.w.P("draft.link(", links, ")")
	}
	p.w.P("draft.put(extra)")
}

// long writes a statement; a call that is too long is broken at its arguments.
func (p *printer) long(head, call string) {
	if p.w.Width()+len([]rune(head+call)) <= columns {
		p.w.P(head, call)
		return
	}
	open := strings.IndexByte(call, '(') + 1
	p.list(head+call[:open], arguments(call[open:len(call)-1]), ")")
}

// arguments splits at the commas that stand in no brackets; literals are the flow's name at most.
func arguments(text string) []string {
	var out []string
	depth, from, inText := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inText && c == '\\':
			i++
		case c == '"':
			inText = !inText
		case inText:
		case c == '(' || c == '[':
			depth++
		case c == ')' || c == ']':
			depth--
		case c == ',' && depth == 0:
			out = append(out, strings.TrimSpace(text[from:i]))
			from = i + 1
		}
	}
	return append(out, strings.TrimSpace(text[from:]))
}

func (p *printer) puts(puts []put) {
	for _, one := range puts {
		if one.Rule == "" {
			p.w.P("draft.put(", one.Value, ")")
			continue
		}
		p.list("draft.put(", []string{"TagRules." + one.Rule, one.Value}, ")")
	}
}

// emit writes the function of an instant span.
func (p *printer) emit(view *spanView) {
	p.doc(newDoc("Emits " + code(view.Span.Name) + "."))
	p.function("func "+view.Emit, inner(view.Params), view.Ref, func() {
		p.begin(view)
		p.w.P("emit(draft)")
		p.w.P("return ref")
	})
}

// start writes the function that begins a measured span.
func (p *printer) start(view *spanView) {
	p.doc(newDoc("Starts " + code(view.Span.Name) + "."))
	p.function("func "+view.Emit, inner(view.Params), view.Handle, func() {
		p.begin(view)
		p.w.P("return ", view.Handle, "(ref, RunningSpan(draft))")
	})
}

// handle writes the running span, which only its start can make.
func (p *printer) handle(view *spanView) {
	p.doc(newDoc("A running "+code(view.Span.Name)+".",
		"It may be kept, shared and ended on any thread. One that is never ended is emitted by nobody."))
	p.block("public final class "+view.Handle+": Sendable", func() {
		p.w.P("/// What a child takes as its parent, also before the span ends.")
		p.w.P("public let ref: ", view.Ref)
		p.w.P("private let running: RunningSpan")
		p.w.Blank()
		p.block("fileprivate init(_ ref: "+view.Ref+", _ running: RunningSpan)", func() {
			p.w.P("self.ref = ref")
			p.w.P("self.running = running")
		})
		forms := overloads(view.End)
		for _, form := range forms {
			p.w.Blank()
			p.end(view, form, len(forms) > 1)
		}
		if len(forms) > 1 {
			p.w.Blank()
			p.doc(newDoc("Ends and emits the span."))
			p.function("private func finish", inner(view.End), "", func() { p.finish(view) })
		}
	})
}

// end writes one form of a measured span's end.
func (p *printer) end(view *spanView, form overload, shared bool) {
	d := newDoc("Ends and emits the span.")
	if view.Span.End != "" {
		d.para("When: " + plain(view.Span.End))
	}
	d.para("To end it again does nothing but report a violation.")
	d.params = form.Params
	p.doc(d)
	if form.Deprecated != nil {
		p.paramDeprecated(form.Deprecated)
	}
	p.function("public func end", outer(form.Params), "", func() {
		if shared {
			p.list("finish(", form.Args, ")")
			return
		}
		p.finish(view)
	})
}

func (p *printer) finish(view *spanView) {
	p.w.Block("running.end { draft in", "}", func() {
		p.puts(view.EndPuts)
		p.w.P("draft.put(extra)")
	})
}
