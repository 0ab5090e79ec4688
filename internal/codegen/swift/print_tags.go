package swift

import (
	"fmt"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/pattern"
)

// tags writes the types of ids and enums.
func (p *printer) tags(m *module) {
	for _, tag := range m.IDs {
		p.id(tag)
		p.w.Blank()
	}
	for _, tag := range m.Enums {
		if tag.Tag.Open {
			p.openEnum(tag)
		} else {
			p.enum(tag)
		}
		p.w.Blank()
	}
}

func (p *printer) typeDoc(tag *tagView) {
	d := newDoc("The tag " + code(tag.Tag.Name) + ".").entry(&tag.Tag.Entry)
	for _, fact := range tagFacts(tag.Tag) {
		d.para("- " + codegen.Sentence(fact))
	}
	p.doc(d)
}

// id writes the type of an id tag.
func (p *printer) id(tag *tagView) {
	p.typeDoc(tag)
	p.block("public struct "+tag.Type+": TextTag", func() {
		p.w.P("/// The value on the wire.")
		p.w.P("public let rawValue: String")
		p.w.Blank()
		p.w.P("/// Wraps a value as it stands on the wire.")
		p.w.P("public init(_ rawValue: String) { self.rawValue = rawValue }")
		p.w.Blank()
		p.w.P("/// Whether the value keeps what the spec asks of it.")
		p.w.P("public var isValid: Bool { TagRules.", quoted(tag.Name), ".accepts(rawValue) }")
	})
}

func (p *printer) valueDoc(value *model.EnumValue) {
	p.doc(newDoc(code(value.Wire) + " on the wire.").entry(&value.Entry))
	if d := value.Deprecated; d != nil {
		p.deprecate("", d.Since.String(), d.Use)
	}
}

// enum writes the type of a closed enum. A deprecated case is not among allCases, which Swift would not derive then.
func (p *printer) enum(tag *tagView) {
	deprecated := slices.ContainsFunc(tag.Tag.Values, func(v *model.EnumValue) bool { return v.Deprecated != nil })
	p.typeDoc(tag)
	p.block("public enum "+tag.Type+": String, CaseIterable, Codable, Sendable", func() {
		var current []string
		for _, value := range tag.Tag.Values {
			name := casing.Lower(entryWords(&value.Entry))
			p.valueDoc(value)
			if value.Wire == name {
				p.w.P("case ", quoted(name))
			} else {
				p.w.P("case ", quoted(name), " = ", literal(value.Wire))
			}
			if value.Deprecated == nil {
				current = append(current, "."+quoted(name))
			}
		}
		if deprecated {
			p.w.Blank()
			p.w.P("/// The values that are not deprecated.")
			p.list("public static let allCases: [Self] = [", current, "]")
		}
	})
}

// openEnum writes the type of an enum whose values may grow.
func (p *printer) openEnum(tag *tagView) {
	p.typeDoc(tag)
	p.block("public struct "+tag.Type+": RawRepresentable, Hashable, Codable, Sendable", func() {
		p.w.P("/// The value on the wire.")
		p.w.P("public let rawValue: String")
		p.w.Blank()
		p.w.P("/// Any value, also one that the spec does not have yet.")
		p.w.P("public init(rawValue: String) { self.rawValue = rawValue }")
		for _, value := range tag.Tag.Values {
			p.w.Blank()
			p.valueDoc(value)
			p.w.P("public static let ", quoted(casing.Lower(entryWords(&value.Entry))), " = Self(rawValue: ", literal(value.Wire), ")")
		}
	})
}

// rules writes what the spec asks of each tag.
func (p *printer) rules(m *module) {
	p.w.P("/// Does not compile where the runtime is older than this file.")
	p.w.P("private typealias RequiredRuntime = RuntimeAtLeast1v0")
	p.w.Blank()
	p.w.P("/// What the spec asks of each tag.")
	p.block("enum TagRules", func() {
		for _, tag := range m.Rules {
			if tag.TooLong != "" {
				p.doc(newDoc("The pattern is too big to be checked here; the validator does."))
			}
			p.rule(tag)
		}
	})
	if !m.Variants {
		return
	}
	p.w.Blank()
	p.w.P("/// A discriminator with the tags that go with its value.")
	p.block("protocol SpanVariant", func() {
		p.w.P("/// The discriminator's value on the wire.")
		p.w.P("var wire: String { get }")
		p.w.P("/// Puts the tags that go with it.")
		p.w.P("func put(in draft: inout Draft)")
	})
	p.w.Blank()
	p.w.P("/// Asks by the protocol: a value that is deprecated makes the enum's own member deprecated.")
	p.block("func wireOf(_ variant: some SpanVariant) -> String", func() { p.w.P("variant.wire") })
	p.w.Blank()
	p.block("extension Draft", func() {
		p.w.P("/// Adds a discriminator.")
		p.block("mutating func put(_ rule: TextRule, _ variant: some SpanVariant)", func() {
			p.w.P("put(rule, variant.wire)")
		})
		p.w.Blank()
		p.w.P("/// Adds the tags that go with a discriminator.")
		p.block("mutating func put(_ variant: some SpanVariant)", func() { p.w.P("variant.put(in: &self)") })
	})
}

// rule writes the constant of one tag.
func (p *printer) rule(tag *tagView) {
	kind := map[model.Kind]string{model.KindInt: "IntRule", model.KindDouble: "DoubleRule", model.KindBool: "BoolRule"}[tag.Tag.Kind]
	if kind == "" {
		kind = "TextRule"
	}
	args := []string{literal(tag.Tag.Name)}
	var table *constraint.Constraint
	for i, check := range tag.Checks {
		switch check.Kind {
		case constraint.MinLength:
			args = append(args, fmt.Sprintf("minLength: %d", check.N))
		case constraint.MaxLength:
			args = append(args, fmt.Sprintf("maxLength: %d", check.N))
		case constraint.Pattern:
			table = &tag.Checks[i]
			args = append(args, "pattern: "+quoted(tag.Name)+"Pattern")
		case constraint.Format:
			args = append(args, "format: ."+formatCase(check.Format))
		case constraint.Min:
			args = append(args, "min: "+bound(tag.Tag, check))
		case constraint.Max:
			args = append(args, "max: "+bound(tag.Tag, check))
		}
	}
	if tag.Tag.MaxItems > 0 {
		args = append(args, fmt.Sprintf("maxItems: %d", tag.Tag.MaxItems))
	}
	if table != nil {
		args[slices.IndexFunc(args, func(arg string) bool { return strings.HasPrefix(arg, "pattern: ") })] = "pattern: pattern"
		p.w.P("static let ", quoted(tag.Name), ": TextRule = {")
		p.w.Indented(func() {
			p.pattern(strings.TrimPrefix(table.Expected, "pattern "), table.Table)
			p.list("return TextRule(", args, ")")
		})
		p.w.P("}()")
		return
	}
	p.list("static let "+quoted(tag.Name)+" = "+kind+"(", args, ")")
}

func formatCase(format model.Format) string {
	if format == model.FormatDateTime {
		return "dateTime"
	}
	return string(format)
}

// bound is an end of a range: doubles keep the spec's digits, ints are whole and within 64 bits.
func bound(t *model.Tag, c constraint.Constraint) string {
	if t.Kind == model.KindDouble {
		return literal(constraint.Decimal(c.Number))
	}
	return constraint.Decimal(c.Number)
}

// pattern writes an automaton in the runtime's compact form.
func (p *printer) pattern(source string, table *pattern.Table) {
	p.w.P("let pattern = Pattern(")
	p.w.Indented(func() {
		p.text("", source, ",", false)
		p.text("classes: ", classRuns(table), ",", true)
		next := make([]int, len(table.Next))
		for i, state := range table.Next {
			next[i] = int(state)
		}
		p.text("next: ", sextets(next), ",", true)
		var accepting []int
		for state, accepts := range table.Accept {
			if accepts {
				accepting = append(accepting, state)
			}
		}
		p.text("accepting: ", sextets(accepting), "", true)
	})
	p.w.P(")")
}

// text writes an argument that is a literal; a long one that is all plain is broken over lines.
func (p *printer) text(label, text, end string, plain bool) {
	line := label + literal(text) + end
	room := columns - p.w.Width()
	if !plain || len([]rune(line)) <= room {
		p.w.P(line)
		return
	}
	p.w.P(label, `"""`)
	p.w.Indented(func() {
		width := columns - p.w.Width() - 1
		for len(text) > width {
			p.w.P(strings.ReplaceAll(text[:width], `\`, `\\`), `\`)
			text = text[width:]
		}
		p.w.P(text)
		p.w.P(`"""`, end)
	})
}

// classRuns are the classes of the bytes, as runs of a length and a class.
func classRuns(table *pattern.Table) string {
	var runs []int
	for from := 0; from < len(table.Classes); {
		to := from
		for to < len(table.Classes) && table.Classes[to] == table.Classes[from] {
			to++
		}
		runs = append(runs, to-from, int(table.Classes[from]))
		from = to
	}
	return sextets(runs)
}

// sextets writes numbers below 4096 as two characters of six bits each.
func sextets(numbers []int) string {
	var b strings.Builder
	for _, n := range numbers {
		b.WriteByte(byte('0' + n>>6))
		b.WriteByte(byte('0' + n&63))
	}
	return b.String()
}
