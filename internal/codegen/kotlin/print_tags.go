package kotlin

import (
	"strings"

	"github.com/specgen/specgen/internal/model"
)

// tags prints the types that callers make values of.
func (p *printer) tags() {
	for _, t := range p.view.Types {
		p.w.Blank()
		switch {
		case t.Kind == model.KindID:
			p.id(t)
		case t.Open:
			p.openEnum(t)
		default:
			p.closedEnum(t)
		}
	}
	for _, span := range p.view.Spans {
		for _, call := range []*callView{&span.Begin, &span.End} {
			for _, variant := range call.Variants {
				p.w.Blank()
				p.variant(variant)
			}
			for _, group := range call.Groups {
				p.w.Blank()
				p.group(span, group)
			}
		}
	}
}

var wireDoc = kdoc{blocks: [][]string{{"The value on the wire."}}}

func (p *printer) id(t *model.Tag) {
	tagDoc(t).write(p.w)
	p.w.P("@JvmInline")
	p.w.Block("public value class "+tagType(t)+"(", ")", func() {
		wireDoc.write(p.w)
		p.w.P("public val value: String,")
	})
}

// closedEnum prints an enum; its values are Kotlin's own, so that a when over them can be exhaustive.
func (p *printer) closedEnum(t *model.Tag) {
	tagDoc(t).write(p.w)
	p.w.P("public enum class ", tagType(t), "(")
	p.w.Indented(func() {
		wireDoc.write(p.w)
		p.w.P("public val wire: String,")
	})
	p.w.Block(") {", "}", func() {
		for _, v := range t.Values {
			p.w.Blank()
			valueDoc(v).write(p.w)
			annotate(p.w, v.Deprecated)
			p.w.P(constant(entryWords(&v.Entry)), "(", stringLiteral(v.Wire), "),")
		}
	})
}

// openEnum prints an enum whose values may grow: a class, so that no caller's when is exhaustive without an else.
func (p *printer) openEnum(t *model.Tag) {
	name := tagType(t)
	tagDoc(t).write(p.w)
	p.w.P("@JvmInline")
	p.w.P("public value class ", name, " private constructor(")
	p.w.Indented(func() {
		wireDoc.write(p.w)
		p.w.P("public val wire: String,")
	})
	p.w.Block(") {", "}", func() {
		p.w.P("/** The values that the spec knows. */")
		p.w.Block("public companion object {", "}", func() {
			for _, v := range t.Values {
				p.w.Blank()
				valueDoc(v).write(p.w)
				annotate(p.w, v.Deprecated)
				constant := constant(entryWords(&v.Entry))
				p.w.P("@get:JvmName(", stringLiteral(constant), ")")
				p.w.P("public val ", constant, ": ", name, " = ", name, "(", stringLiteral(v.Wire), ")")
			}
			p.w.Blank()
			p.w.P("/** Any value, also one that the spec does not know. */")
			p.w.P("@JvmStatic")
			p.w.P(`@JvmName("of")`)
			p.w.P("public fun of(wire: String): ", name, " = ", name, "(wire)")
		})
	})
}

func valueDoc(v *model.EnumValue) *kdoc {
	d := &kdoc{}
	d.para(docSentence(v.Brief), "Wire: "+code(v.Wire)+".")
	d.note(v.Note)
	d.para(entryFacts(&v.Entry))
	return d
}

// variant prints the type that stands for a discriminator.
func (p *printer) variant(v *variantView) {
	d := &kdoc{}
	d.para("What "+code(v.Span.Name)+" says for each value of "+code(v.Tag.Name)+".", docSentence(v.Tag.Brief))
	d.para(entryFacts(&v.Tag.Entry))
	d.write(p.w)
	p.w.Block("public sealed interface "+v.Type+" {", "}", func() {
		p.w.P("/** The value of ", code(v.Tag.Name), " on the wire. */")
		p.w.P("public val wire: ", p.wireType(v))
		for _, one := range v.Cases {
			p.w.Blank()
			p.variantCase(v, one)
		}
	})
}

func (p *printer) variantCase(v *variantView, one *caseView) {
	d := &kdoc{}
	d.para(code(v.Tag.Name)+" is "+code(one.Case.Value.Wire)+".", docSentence(one.Case.Value.Brief))
	d.note(one.Case.Value.Note)
	d.para(entryFacts(&one.Case.Value.Entry))
	d.params(one.Tags)
	d.write(p.w)
	p.class(one.Name, p.qualified(v, one.Tags), " : "+v.Type, one.Case.Value.Deprecated, func() {
		p.w.Blank()
		p.w.P("override val wire: ", p.wireType(v), " get() = ", stringLiteral(one.Case.Value.Wire))
	})
}

// qualified names types in full that a case of the variant would hide: inside the interface its cases come first.
func (p *printer) qualified(v *variantView, params []param) []param {
	hidden := map[string]bool{}
	for _, one := range v.Cases {
		hidden[one.Name] = true
	}
	out := make([]param, len(params))
	for i, one := range params {
		name := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(one.Type, "?"), "List<"), ">")
		if hidden[name] {
			one.Type = strings.Replace(one.Type, name, p.packageOf(name)+"."+name, 1)
		}
		if hidden["List"] && strings.HasPrefix(one.Type, "List<") {
			one.Type = "kotlin.collections." + one.Type
		}
		out[i] = one
	}
	return out
}

// wireType is String, unless a case is called so.
func (p *printer) wireType(v *variantView) string {
	return p.qualified(v, []param{{Type: "String"}})[0].Type
}

// packageOf is where a type of a tag's value is declared.
func (p *printer) packageOf(name string) string {
	switch name {
	case "String", "Long", "Double", "Boolean":
		return "kotlin"
	}
	return p.view.Package
}

// group prints the class of tags that are given together.
func (p *printer) group(span *spanView, g *groupView) {
	d := &kdoc{}
	d.para("Some of the many tags of " + code(span.Span.Name) + ".")
	d.params(g.Tags)
	d.write(p.w)
	p.class(g.Type, g.Tags, "", nil, nil)
}

// class prints a class that holds params. An optional one that is deprecated is taken by a deprecated constructor only, so
// that IDEs strike its use through; such a class keeps its values through a constructor of its own.
func (p *printer) class(name string, params []param, super string, old *model.Deprecated, body func()) {
	overloads := overloadsOf(params)
	if len(overloads) == 1 {
		p.plainClass(name, params, super, old, body)
		return
	}
	open := "public class " + name + " internal constructor("
	held := append(withoutDefaults(params), param{Name: "unit", Type: "Unit"})
	p.typed(params)
	p.w.P(open)
	p.w.Indented(func() {
		for _, one := range held[:len(params)] {
			p.w.P(declared(one, "internal val "), ",")
		}
		p.w.P("unit: Unit,")
	})
	p.w.Block(")"+super+" {", "}", func() {
		p.w.P("init {")
		p.w.Indented(func() { p.w.P("check(unit === Unit)") })
		p.w.P("}")
		if body != nil {
			body()
		}
		for _, one := range overloads {
			p.w.Blank()
			one.annotate(p.w, old)
			p.signature("public constructor", one.params, "", " :")
			p.w.Indented(func() { p.call("this(" + one.arguments(params) + ", Unit)") })
		}
	})
}

func (p *printer) plainClass(name string, params []param, super string, old *model.Deprecated, body func()) {
	end := super
	if body != nil {
		end += " {"
	}
	p.typed(params)
	finish := func() {
		if body != nil {
			p.w.Indented(body)
			p.w.P("}")
		}
	}
	if old == nil {
		if len(params) == 0 {
			p.w.P("public class ", name, end)
		} else {
			p.parameters("public class "+name+"(", params, "internal val ", ")"+end)
		}
		finish()
		return
	}
	p.w.P("public class ", name)
	p.w.Indented(func() {
		annotate(p.w, old)
		p.parameters("constructor(", params, "internal val ", ")"+end)
		finish()
	})
}

func withoutDefaults(params []param) []param {
	out := make([]param, len(params))
	for i, one := range params {
		one.Default = ""
		out[i] = one
	}
	return out
}

// overload is one way to call.
type overload struct {
	params []param
	old    *model.Deprecated // the tag that this way is for, or nil
	name   string            // of that tag's parameter
}

// overloadsOf gives the ways to call: one without the deprecated optional parameters, and one for each of them, which
// requires it, leaves out those before it and takes those behind it. So each call means exactly one.
func overloadsOf(params []param) []overload {
	out := []overload{{params: without(params)}}
	for i, one := range params {
		if one.Old == nil {
			continue
		}
		var with []param
		for j, other := range params {
			switch {
			case j == i:
				other.Default = ""
				with = append(with, other)
			case other.Old == nil || j > i:
				with = append(with, other)
			}
		}
		out = append(out, overload{with, one.Old, one.Name})
	}
	return out
}

func without(params []param) []param {
	var out []param
	for _, one := range params {
		if one.Old == nil {
			out = append(out, one)
		}
	}
	return out
}

// arguments are what the overload passes on for all parameters.
func (o overload) arguments(all []param) string {
	given := map[string]bool{}
	for _, one := range o.params {
		given[one.Name] = true
	}
	text := ""
	for i, one := range all {
		if i > 0 {
			text += ", "
		}
		if given[one.Name] {
			text += one.Name
		} else {
			text += one.Default
		}
	}
	return text
}
