package swift

import (
	"slices"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// declaredTypes are the tags that get a type of their own: of ids, or of enums.
func declaredTypes(c *client.Client, kind model.Kind) []*client.Tag {
	return codegen.Filter(c.Tags, func(t *client.Tag) bool { return t.InSignature && t.Model.Kind == kind })
}

// tags writes the types of ids and enums.
func (p *printer) tags(ids, enums []*client.Tag) {
	for _, t := range ids {
		p.id(t)
		p.Blank()
	}
	for _, t := range enums {
		if t.Model.Open {
			p.openEnum(t)
		} else {
			p.enum(t)
		}
		p.Blank()
	}
}

// id writes the type of an id tag.
func (p *printer) id(t *client.Tag) {
	p.doc(typeDoc(t))
	p.block("public struct "+tagType(t.Model)+": TextTag", func() {
		p.P("/// The value on the wire.")
		p.P("public let rawValue: String")
		p.Blank()
		p.P("/// Wraps a value as it stands on the wire.")
		p.P("public init(_ rawValue: String) { self.rawValue = rawValue }")
		p.Blank()
		p.P("/// Whether the value keeps what the spec asks of it.")
		p.P("public var isValid: Bool { ", rule(t).text, ".accepts(rawValue) }")
	})
}

// enum writes the type of a closed enum. A deprecated case is not among allCases, which Swift would not derive then.
func (p *printer) enum(t *client.Tag) {
	p.doc(typeDoc(t))
	p.block("public enum "+tagType(t.Model)+": String, CaseIterable, Codable, Sendable", func() {
		var current []expr
		for i, value := range t.Model.Values {
			name := quoted(valueName(value))
			p.doc(valueDoc(value, &t.Doc.Values[i]))
			p.deprecate("", value.Deprecated)
			if value.Wire == valueName(value) {
				p.P("case ", name)
			} else {
				p.P("case ", name, " = ", literal(value.Wire))
			}
			if value.Deprecated == nil {
				current = append(current, word(".", name))
			}
		}
		if len(current) < len(t.Model.Values) {
			p.Blank()
			p.P("/// The values that are not deprecated.")
			p.lay("public static let allCases: [Self] = ", array(current), "")
		}
	})
}

// openEnum writes the type of an enum whose values may grow.
func (p *printer) openEnum(t *client.Tag) {
	p.doc(typeDoc(t))
	p.block("public struct "+tagType(t.Model)+": RawRepresentable, Hashable, Codable, Sendable", func() {
		p.P("/// The value on the wire.")
		p.P("public let rawValue: String")
		p.Blank()
		p.P("/// Any value, also one that the spec does not have yet.")
		p.P("public init(rawValue: String) { self.rawValue = rawValue }")
		for i, value := range t.Model.Values {
			p.Blank()
			p.doc(valueDoc(value, &t.Doc.Values[i]))
			p.deprecate("", value.Deprecated)
			p.P("public static let ", quoted(valueName(value)), " = Self(rawValue: ", literal(value.Wire), ")")
		}
	})
}

// variant writes the enum that stands for the choice of a variant.
func (p *printer) variant(v *client.Variant) {
	p.doc(newDoc("The tag "+code(v.Tag.Name)+" of "+code(v.Span.Name)+".",
		"Each value comes with the tags that go with it.").entry(&v.Tag.Doc.EntryDoc))
	p.block("public enum "+variantType(v.Span, v.Tag.Model, p.in.Flow)+": Hashable, Sendable, SpanVariant", func() {
		for _, c := range v.Cases {
			p.variantCase(c)
		}
		for _, c := range v.Cases {
			p.bareCase(c)
		}
		p.Blank()
		p.perCase(v, "var wire: String", func(c *client.Case) {
			p.P("case .", quoted(valueName(c.Value)), ": ", literal(c.Value.Wire))
		})
		p.Blank()
		p.perCase(v, "func put(in draft: inout Draft)", p.casePuts)
	})
}

func (p *printer) variantCase(c *client.Case) {
	d := valueDoc(c.Value, &c.Doc)
	params := p.inputs(c.Inputs)
	fields := make([]expr, len(params))
	for i, one := range params {
		d.para("- " + one.label + ": " + one.doc)
		fields[i] = word(quoted(one.label), ": ", one.typ)
		if one.value != "" {
			fields[i] = word(fields[i].text, " = ", one.value)
		}
	}
	p.doc(d)
	p.deprecate("", c.Value.Deprecated)
	p.say(member("case "+quoted(valueName(c.Value)), fields))
}

// member is a case with what goes with it, in brackets where there is something.
func member(name string, fields []expr) expr {
	if len(fields) == 0 {
		return word(name)
	}
	return call(name, fields...)
}

// bareCase writes a case whose tags are all optional as a constant too, without brackets: so callers wrote it before it
// had a tag.
func (p *printer) bareCase(c *client.Case) {
	if len(c.Inputs) == 0 || len(c.Inputs.Required()) > 0 {
		return
	}
	nils := codegen.Map(c.Inputs, func(in client.Input) expr { return word("nil").as(argument(tagName(in.Tag.Model))) })
	p.Blank()
	p.doc(newDoc(code(c.Value.Wire) + " on the wire, without its tags."))
	p.deprecate("", c.Value.Deprecated)
	name := quoted(valueName(c.Value))
	p.block("public static var "+name+": Self", func() { p.say(call("."+name, nils...)) })
}

// perCase writes a function that does something else for each case. It is deprecated where it names a deprecated case; it is
// called by the protocol, which is not.
func (p *printer) perCase(v *client.Variant, head string, write func(*client.Case)) {
	if slices.ContainsFunc(v.Cases, func(c *client.Case) bool { return c.Value.Deprecated != nil }) {
		p.P("@available(*, deprecated)")
	}
	p.block(head, func() {
		p.P("switch self {")
		for _, c := range v.Cases {
			write(c)
		}
		p.P("}")
	})
}

func (p *printer) casePuts(c *client.Case) {
	bindings := codegen.Map(c.Inputs, func(in client.Input) expr { return word("let ", local(tagName(in.Tag.Model))) })
	p.lay("", member("case ."+quoted(valueName(c.Value)), bindings), ":")
	p.Indented(func() {
		p.checkTraceIDs(c.Inputs)
		p.puts(c.Inputs)
		if len(c.Inputs) == 0 {
			p.P("break")
		}
	})
}
