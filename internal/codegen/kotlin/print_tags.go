package kotlin

import (
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// types prints the types that callers make values of.
func (p *printer) types() {
	for _, t := range p.Tags {
		if t.InSignature && hasType(t.Model) {
			p.w.Blank()
			tagDoc(t).write(p.w)
			switch {
			case t.Model.Kind == model.KindID:
				p.w.P("@JvmInline")
				p.id(t)
			case t.Doc.Open:
				p.openEnum(t)
			default:
				p.closedEnum(t)
			}
		}
	}
	for _, s := range p.spans {
		for _, m := range []*moment{&s.begin, &s.end} {
			for _, v := range m.variants {
				p.w.Blank()
				p.variant(v)
			}
			for _, g := range m.groups {
				p.w.Blank()
				doc("Some of the many tags of " + code(s.Name) + ".").withParams(g.params).write(p.w)
				p.group(g)
			}
		}
	}
}

// group prints the class of some of many tags.
func (p *printer) group(g group) {
	var makers func()
	if mangled(codegen.Map(g.puts, func(one put) client.Input { return one.Input })) {
		makers = func() { p.makers(g.Type, g.params, nil) }
	}
	p.class(g.Type, g.params, "", nil, makers)
}

// held prints the head of a class that holds a value's text.
func (p *printer) held(open, name, end string) {
	p.w.Block(open, end, func() {
		p.w.P("/** The value on the wire. */")
		p.w.P("public val ", name, ": String,")
	})
}

// id prints the type of an id. Java sees its text, but for those in a list.
func (p *printer) id(t *client.Tag) {
	head := "public value class " + tagType(t.Model) + "("
	if !t.Model.List {
		p.held(head, "value", ")")
		return
	}
	p.held(head, "value", ") {")
	p.w.Indented(func() {
		p.w.P("/** Gives what a constructor cannot, as in Java. */")
		p.w.Block("public companion object {", "}", func() { p.listOfTexts(t, "values") })
	})
	p.w.P("}")
}

// listOfTexts prints how Java makes a list of a tag's type from texts.
func (p *printer) listOfTexts(t *client.Tag, texts string) {
	class := tagType(t.Model)
	p.asList("A list of them, such as Java cannot make of texts.", param{Name: texts, Type: "List<String>"}, class, texts+".map { "+class+"(it) }")
}

// values prints the values of an enum.
func (p *printer) values(t *client.Tag, declare func(name, wire string)) {
	for i, v := range t.Model.Values {
		p.w.Blank()
		valueDoc(v.Wire, &t.Doc.Values[i]).write(p.w)
		annotate(p.w, v.Deprecated)
		declare(constant(v), stringLiteral(v.Wire))
	}
}

// closedEnum prints an enum; its values are Kotlin's own, so that a when over them can be exhaustive.
func (p *printer) closedEnum(t *client.Tag) {
	p.held("public enum class "+tagType(t.Model)+"(", "wire", ") {")
	p.w.Indented(func() {
		p.values(t, func(name, wire string) { p.w.P(name, "(", wire, "),") })
	})
	p.w.P("}")
}

// openEnum prints an enum whose values may grow: a class, so that no caller's when is exhaustive without an else.
func (p *printer) openEnum(t *client.Tag) {
	class := tagType(t.Model)
	p.w.P("@JvmInline")
	p.held("public value class "+class+" private constructor(", "wire", ") {")
	p.w.Indented(func() {
		p.w.P("/** The values that the spec knows. */")
		p.w.Block("public companion object {", "}", func() {
			p.values(t, func(name, wire string) {
				p.w.P("@get:JvmName(", stringLiteral(name), ")")
				p.value("public val "+name+": "+class, plainCall(class, wire))
			})
			p.w.Blank()
			p.w.P("/** Any value, also one that the spec does not know. */")
			p.static("of")
			p.function("public fun of", []param{{Name: "wire", Type: "String"}}, ": "+class, plainCall(class, "wire"))
			if t.Model.List {
				p.w.Blank()
				p.listOfTexts(t, "wires")
			}
		})
	})
	p.w.P("}")
}

// variant prints the type that stands for a tag that chooses.
func (p *printer) variant(v *client.Variant) {
	hidden := map[string]bool{}
	for _, one := range v.Cases {
		hidden[caseType(one)] = true
	}
	wire := param{Name: "wire", Type: p.qualified("String", hidden)}
	name := p.variantType(v)
	variantDoc(v).write(p.w)
	p.w.Block("public sealed interface "+name+" {", "}", func() {
		p.w.P("/** The value of ", code(v.Tag.Name), " on the wire. */")
		p.w.P("public val ", wire.declared())
		for _, one := range v.Cases {
			params := requiredFirst(paramsOf(p.putsOf(one.Inputs, "")))
			for i := range params {
				params[i].Type = p.qualified(params[i].Type, hidden)
			}
			p.w.Blank()
			caseDoc(v.Tag, one).withParams(params).write(p.w)
			body := func() {
				p.w.Blank()
				p.w.P("override val ", wire.declared(), " get() = ", stringLiteral(one.Value.Wire))
				if mangled(one.Inputs) {
					p.w.Blank()
					p.makers(caseType(one), params, one.Doc.Deprecated)
				}
			}
			if mangled(one.Inputs) && one.Doc.Deprecated != nil {
				p.overloadedClass(caseType(one), params, " : "+name, one.Doc.Deprecated, body)
			} else {
				p.class(caseType(one), params, " : "+name, one.Doc.Deprecated, body)
			}
		}
	})
}

// qualified names a tag's type in full where hidden has it or List: inside a variant's interface its cases come first.
func (p *printer) qualified(typ string, hidden map[string]bool) string {
	name := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(typ, "?"), "List<"), ">")
	if hidden[name] {
		from := p.pkg
		switch name {
		case "String", "Long", "Double", "Boolean":
			from = "kotlin"
		}
		typ = strings.Replace(typ, name, from+"."+name, 1)
	}
	if hidden["List"] && strings.HasPrefix(typ, "List<") {
		typ = "kotlin.collections." + typ
	}
	return typ
}
