package swift

import "github.com/specgen/specgen/internal/model"

// service writes the emitter of one service.
func (p *printer) service(view *serviceView) {
	p.doc(newDoc("Emits the spans of the service " + code(view.Service.Name) + ".").entry(&view.Service.Entry))
	p.entryDeprecated(view.Service.Deprecated)
	p.block("public struct "+view.Type+": Sendable", func() {
		p.w.P("private let emitter: Emitter")
		forms := overloads(view.Params)
		for _, form := range forms {
			p.w.Blank()
			p.initializer(view, form, len(forms) > 1)
		}
		if len(forms) > 1 {
			p.w.Blank()
			p.function("private static func make", inner(view.Params), "Emitter", func() { p.emitter(view, "") })
		}
		for _, span := range view.Spans {
			for _, form := range overloads(span.Params) {
				p.w.Blank()
				p.method(span, form)
			}
		}
	})
}

func (p *printer) entryDeprecated(d *model.Deprecated) {
	if d != nil {
		p.deprecate("", d.Since.String(), d.Use)
	}
}

// paramDeprecated names the parameter: the attribute can only stand at the whole form.
func (p *printer) paramDeprecated(one *param) {
	p.deprecate(one.Label, one.Deprecated.Since.String(), one.Deprecated.Use)
}

// initializer writes one form of the emitter's initializer.
func (p *printer) initializer(view *serviceView, form overload, shared bool) {
	d := newDoc("An emitter; make one, and share it.")
	d.params = form.Params
	p.doc(d)
	if form.Deprecated != nil {
		p.paramDeprecated(form.Deprecated)
	}
	p.function("public init", outer(form.Params), "", func() {
		if shared {
			p.list("emitter = Self.make(", form.Args, ")")
			return
		}
		p.emitter(view, "emitter = ")
	})
}

// emitter writes the expression that makes the emitter.
func (p *printer) emitter(view *serviceView, head string) {
	names := make([]string, len(view.Service.Tags))
	for i, own := range view.Service.Tags {
		names[i] = own.Tag.Name
	}
	end := ")"
	if len(view.Puts) > 0 {
		end = ") { draft in"
	}
	p.w.P(head, "Emitter(")
	p.w.Indented(func() {
		p.w.P("DeclaredService(")
		p.w.Indented(func() {
			p.w.P(literal(view.Service.Name), ",")
			p.w.P("flow: ", literal(view.Flow.Name), ",")
			if len(names) == 0 {
				p.w.P("version: ", literal(view.Flow.Version.String()))
				return
			}
			p.w.P("version: ", literal(view.Flow.Version.String()), ",")
			p.array("tags: ", names, "")
		})
		p.w.P("),")
		p.w.P("processor: processor,")
		p.w.P("options: options")
	})
	p.w.P(end)
	if len(view.Puts) > 0 {
		p.w.Indented(func() { p.puts(view.Puts) })
		p.w.P("}")
	}
}

// method writes one form of a span's method.
func (p *printer) method(span *spanView, form overload) {
	d := spanDoc(span)
	d.params = form.Params
	p.doc(d)
	switch {
	case form.Deprecated != nil:
		p.paramDeprecated(form.Deprecated)
	default:
		p.entryDeprecated(span.Span.Deprecated)
	}
	result := span.Handle
	if !span.Measured {
		p.w.P("@discardableResult")
		result = span.Ref
	}
	p.function("public func "+quoted(span.Method), outer(form.Params), result, func() {
		p.list("emitter."+span.Emit+"(", form.Args, ")")
	})
}
