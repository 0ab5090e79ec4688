package golang

import (
	"strings"

	"github.com/dave/jennifer/jen"
)

// variant writes the type of a discriminator with the tags of its values, and a function for each value.
func (p *printer) variant(v *variantView) {
	fields := []jen.Code{jen.Id(v.Tag.Field).String()}
	for _, f := range v.Fields {
		if f.Optional {
			fields = append(fields, jen.Id(f.Field).Id("optional").Types(jen.Id(f.Type)))
			continue
		}
		fields = append(fields, jen.Id(f.Field).Id(f.Type))
	}
	p.add(v.Doc.code(), jen.Type().Id(v.Type).Struct(fields...))
	for i := range v.Cases {
		p.variantCase(v, &v.Cases[i])
	}
	p.variantPut(v)
}

func (p *printer) variantCase(v *variantView, c *caseView) {
	values := []field{textField(v.Tag.Field, c.Wire)}
	var cases []optionCase
	for _, put := range c.Puts {
		switch {
		case put.Optional:
			given := jen.Id("optional").Types(jen.Id(put.Type)).Values(jen.Id("option"), jen.True())
			cases = append(cases, optionCase{put.Type, []jen.Code{jen.Id("v").Dot(put.Field).Op("=").Add(given)}})
		case put.Kept:
			given := jen.Id("optional").Types(jen.Id(put.Type)).Values(jen.Id(put.Field), jen.True())
			values = append(values, field{put.Field, given, len(put.Field) + len(put.Type) + len("optional[]{, true}")})
		default:
			values = append(values, field{put.Field, jen.Id(put.Field), len(put.Field)})
		}
	}
	made := jen.Id(v.Type).Add(keyed(values))
	fn := jen.Func().Id(c.Func).Add(p.params(c.Params, len(c.Func)+len(v.Type))).Id(v.Type)
	if c.Option == "" {
		p.add(c.Doc.code(), fn.Block(jen.Return(made)))
		return
	}
	p.add(c.OptionDoc.code(), jen.Type().Id(c.Option).Add(oneLiner("interface", jen.Id(marker(c.Option)).Params())))
	p.add(c.Doc.code(), fn.Block(jen.Id("v").Op(":=").Add(made), options(cases), jen.Return(jen.Id("v"))))
}

// variantPut writes the method that puts the discriminator and the tags of its value. Values with the same tags share a
// case. The zero value of the type puts the discriminator alone, which reports it.
func (p *printer) variantPut(v *variantView) {
	body := []jen.Code{jen.Id(v.Tag.Var).Dot("Put").Call(jen.Id("d"), jen.Id("v").Dot(v.Tag.Field))}
	var order []string
	wires, puts := map[string][]jen.Code{}, map[string][]jen.Code{}
	for i := range v.Cases {
		c := &v.Cases[i]
		if len(c.Puts) == 0 {
			continue
		}
		same := c.signature()
		if _, ok := wires[same]; !ok {
			order = append(order, same)
			puts[same] = casePuts(c)
		}
		wires[same] = append(wires[same], jen.Lit(c.Wire))
	}
	discriminator := jen.Id("v").Dot(v.Tag.Field)
	switch len(order) {
	case 0:
	case 1:
		body = append(body, jen.If(oneOf(discriminator, wires[order[0]])).Block(puts[order[0]]...))
	default:
		blocks := make([]jen.Code, len(order))
		for i, same := range order {
			blocks[i] = jen.Case(wires[same]...).Block(puts[same]...)
		}
		body = append(body, jen.Switch(discriminator).Block(blocks...))
	}
	p.add(jen.Func().Params(jen.Id("v").Op("*").Id(v.Type)).Id("put").Params(p.draft()).Block(body...))
}

// oneOf compares a value with each of some.
func oneOf(value *jen.Statement, wires []jen.Code) *jen.Statement {
	s := value.Clone().Op("==").Add(wires[0])
	for _, wire := range wires[1:] {
		s.Op("||").Add(value.Clone()).Op("==").Add(wire)
	}
	return s
}

// signature is the same for two cases whose tags are put in the same way.
func (c *caseView) signature() string {
	var b strings.Builder
	for _, put := range c.Puts {
		b.WriteString(put.Field)
		if put.Kept {
			b.WriteByte('?')
		}
		b.WriteByte(' ')
	}
	return b.String()
}

func casePuts(c *caseView) []jen.Code {
	var body []jen.Code
	for _, put := range c.Puts {
		at := jen.Id("v").Dot(put.Field)
		if !put.Kept {
			body = append(body, putTag(at, put.putView, jen.Id("d"))...)
			continue
		}
		body = append(body, jen.If(at.Clone().Dot("given")).Block(putTag(at.Clone().Dot("tag"), put.putView, jen.Id("d"))...))
	}
	return body
}

// optional writes the generic type that holds what a variant may do without.
func (p *printer) optional() {
	p.add(jen.Comment("// optional is a tag that may be left out."),
		jen.Type().Id("optional").Types(jen.Id("T").Any()).Struct(jen.Id("tag").Id("T"), jen.Id("given").Bool()))
}
