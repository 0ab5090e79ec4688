package swift

import (
	_ "embed"
	"strconv"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/pattern"
)

// variantSupport is the Swift that the enums of variants need.
//
//go:embed support/variants.swift
var variantSupport string

// rules writes what the spec asks of each tag whose values are checked. An id has a rule also where it only gives references
// their ids, because its type offers to check it.
func (p *printer) rules(c *client.Client) {
	p.P("/// Does not compile where the runtime is older than this file.")
	p.P("private typealias RequiredRuntime = RuntimeAtLeast1v0")
	p.Blank()
	p.P("/// What the spec asks of each tag.")
	p.block("enum TagRules", func() {
		for _, t := range c.Tags {
			if t.Checked || t.InSignature && t.Model.Kind == model.KindID {
				p.rule(t)
			}
		}
	})
	for _, s := range c.Spans {
		if len(s.Variants) > 0 {
			p.Blank()
			p.Lines("", strings.Split(strings.TrimSuffix(variantSupport, "\n"), "\n"))
			return
		}
	}
}

// rule writes the constant of one tag.
func (p *printer) rule(t *client.Tag) {
	if t.PatternTooBig != "" {
		p.doc(newDoc("The pattern is too big to be checked here; the validator does."))
	}
	kind := map[model.Kind]string{model.KindInt: "IntRule", model.KindDouble: "DoubleRule", model.KindBool: "BoolRule"}[t.Model.Kind]
	if kind == "" {
		kind = "TextRule"
	}
	var table *pattern.Table
	args := []expr{word(literal(t.Name))}
	add := func(label, value string) { args = append(args, word(value).as(label)) }
	for _, c := range t.Constraints {
		switch c.Kind {
		case constraint.MinLength:
			add("minLength", strconv.Itoa(c.N))
		case constraint.MaxLength:
			add("maxLength", strconv.Itoa(c.N))
		case constraint.Pattern:
			table = c.Table
			add("pattern", "pattern")
		case constraint.Format:
			add("format", "."+casing.Lower(codegen.Words(string(c.Format))))
		case constraint.Min:
			add("min", bound(t.Model, c))
		case constraint.Max:
			add("max", bound(t.Model, c))
		}
	}
	for _, c := range t.Items {
		switch c.Kind {
		case constraint.MinItems:
			add("minItems", strconv.Itoa(c.N))
		case constraint.MaxItems:
			add("maxItems", strconv.Itoa(c.N))
		}
	}
	name := quoted(tagName(t.Model))
	if table == nil {
		p.lay("static let "+name+" = ", call(kind, args...), "")
		return
	}
	p.Block("static let "+name+": TextRule = {", "}()", func() {
		p.pattern(t.Model.Pattern, table)
		p.lay("return ", call(kind, args...), "")
	})
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
	next := codegen.Map(table.Next, func(state uint16) int { return int(state) })
	p.Block("let pattern = Pattern(", ")", func() {
		p.P(literal(source), ",")
		p.packed("classes: ", classRuns(table), ",")
		p.packed("next: ", sextets(next), ",")
		p.packed("accepting: ", sextets(table.Accepting()), "")
	})
}

// packed writes an argument that is a literal of sextets; a long one is broken over lines.
func (p *printer) packed(label, text, end string) {
	line := label + literal(text) + end
	if p.Width()+len(line) <= columns {
		p.P(line)
		return
	}
	p.P(label, `"""`)
	p.Indented(func() {
		width := columns - p.Width() - 1
		for len(text) > width {
			p.P(strings.ReplaceAll(text[:width], `\`, `\\`), `\`)
			text = text[width:]
		}
		p.P(strings.ReplaceAll(text, `\`, `\\`))
		p.P(`"""`, end)
	})
}

// classRuns are the classes of the bytes, as runs of a length and a class.
func classRuns(table *pattern.Table) string {
	var runs []int
	for _, run := range codegen.Runs(table.Classes[:]) {
		runs = append(runs, run.Length, int(run.Item))
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
