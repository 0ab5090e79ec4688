package swift

// variant writes the enum that stands for a discriminator.
func (p *printer) variant(view *variantView) {
	p.doc(newDoc("The tag "+code(view.Tag.Name)+" of "+code(view.Span.Name)+".",
		"Each value comes with the tags that go with it.").entry(&view.Tag.Entry))
	p.block("public enum "+view.Type+": Hashable, Sendable, SpanVariant", func() {
		for _, one := range view.Cases {
			p.variantCase(one)
		}
		for _, one := range view.Cases {
			p.bareCase(one)
		}
		p.w.Blank()
		p.variantWire(view)
		p.w.Blank()
		p.variantPut(view)
	})
}

func (p *printer) variantCase(one caseView) {
	d := newDoc(code(one.Value.Wire) + " on the wire.").entry(&one.Value.Entry)
	for _, field := range one.Fields {
		d.para("- " + field.Label + ": " + field.Doc)
	}
	p.doc(d)
	if gone := one.Value.Deprecated; gone != nil {
		p.deprecate("", gone.Since.String(), gone.Use)
	}
	if len(one.Fields) == 0 {
		p.w.P("case ", quoted(one.Name))
		return
	}
	fields := make([]string, len(one.Fields))
	for i, field := range one.Fields {
		fields[i] = quoted(field.Label) + ": " + field.Type
		if field.Default != "" {
			fields[i] += " = " + field.Default
		}
	}
	p.list("case "+quoted(one.Name)+"(", fields, ")")
}

// bareCase writes a case whose tags are all optional as a constant too, without brackets: so callers wrote it before it
// had a tag.
func (p *printer) bareCase(one caseView) {
	nils := make([]string, len(one.Fields))
	for i, field := range one.Fields {
		if field.Default == "" {
			return
		}
		nils[i] = argument(field.Label) + ": nil"
	}
	if len(nils) == 0 {
		return
	}
	p.w.Blank()
	p.doc(newDoc(code(one.Value.Wire) + " on the wire, without its tags."))
	if gone := one.Value.Deprecated; gone != nil {
		p.deprecate("", gone.Since.String(), gone.Use)
	}
	p.block("public static var "+quoted(one.Name)+": Self", func() { p.list("."+quoted(one.Name)+"(", nils, ")") })
}

// witness marks a function that names a deprecated case; it is called by the protocol, which is not deprecated.
func (p *printer) witness(view *variantView) {
	if view.Deprecated {
		p.w.P("@available(*, deprecated)")
	}
}

func (p *printer) variantWire(view *variantView) {
	p.witness(view)
	p.block("var wire: String", func() {
		p.w.P("switch self {")
		for _, one := range view.Cases {
			p.w.P("case .", quoted(one.Name), ": ", literal(one.Value.Wire))
		}
		p.w.P("}")
	})
}

func (p *printer) variantPut(view *variantView) {
	p.witness(view)
	p.block("func put(in draft: inout Draft)", func() {
		p.w.P("switch self {")
		for _, one := range view.Cases {
			bindings := make([]string, len(one.Fields))
			for i, field := range one.Fields {
				bindings[i] = "let " + field.inner()
			}
			if len(one.Fields) == 0 {
				p.w.P("case .", quoted(one.Name), ":")
			} else {
				p.list("case ."+quoted(one.Name)+"(", bindings, "):")
			}
			p.w.Indented(func() {
				for _, put := range one.Puts {
					if put.Match {
						p.w.P("draft.checkTraceID(TagRules.", put.Rule, ", ", put.Value, ")")
					}
				}
				p.puts(one.Puts)
				if len(one.Puts) == 0 {
					p.w.P("break")
				}
			})
		}
		p.w.P("}")
	})
}
