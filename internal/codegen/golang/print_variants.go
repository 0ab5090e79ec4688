package golang

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/specgen/specgen/internal/codegen/client"
)

// variant writes the type of an enum tag with the tags of its values, and a function for each value.
func (p *printer) variant(v *client.Variant) {
	typ := p.variantType(v)
	fields := []jen.Code{jen.Id(namesOf(v.Tag.Model).Field).String()}
	kept := map[*client.Tag]bool{}
	for _, in := range v.Tags {
		n := namesOf(in.Tag.Model)
		kept[in.Tag] = in.Kept
		if in.Kept {
			fields = append(fields, jen.Id(n.Field).Add(optionalOf(n)))
			continue
		}
		fields = append(fields, jen.Id(n.Field).Id(n.Type))
	}
	p.add(variantDoc(v, typ), jen.Type().Id(typ).Struct(fields...))
	for _, c := range v.Cases {
		p.variantCase(v, c, kept)
	}
	p.variantPut(v, kept)
}

// optionalOf is the type of a field that says whether its tag is given.
func optionalOf(n tagNames) *jen.Statement { return jen.Id("optional").Types(jen.Id(n.Type)) }

func (p *printer) variantCase(v *client.Variant, c *client.Case, kept map[*client.Tag]bool) {
	name, typ := p.caseFunc(v, c), p.variantType(v)
	values := []field{textField(namesOf(v.Tag.Model).Field, c.Value.Wire)}
	var cases []optionCase
	for _, in := range c.Inputs {
		n := namesOf(in.Tag.Model)
		switch {
		case !in.Required:
			given := optionalOf(n).Values(jen.Id("option"), jen.True())
			cases = append(cases, optionCase{n.Type, []jen.Code{jen.Id("v").Dot(n.Field).Op("=").Add(given)}})
		case kept[in.Tag]:
			given := optionalOf(n).Values(jen.Id(n.Field), jen.True())
			values = append(values, field{n.Field, given, len(n.Field) + len(n.Type) + len("optional[]{, true}")})
		default:
			values = append(values, field{n.Field, jen.Id(n.Field), len(n.Field)})
		}
	}
	made := jen.Id(typ).Add(keyed(values))
	result, body := jen.Id(typ), []jen.Code{jen.Return(made)}
	if len(cases) > 0 {
		p.optionType(optionDoc(name+"Option", name, makers(c.Inputs.Optional())), name+"Option")
		result = jen.Params(jen.Id("v").Id(typ)) // filled in where it is returned, and not copied there
		body = []jen.Code{jen.Id("v").Op("=").Add(made), options(cases), jen.Return(jen.Id("v"))}
	}
	p.add(caseDoc(v, c, name), jen.Func().Id(name).Add(p.params(p.caseParams(v, c), len(name)+len("(v )")+len(typ))).Add(result).Block(body...))
}

// variantPut writes the method that puts the enum tag and the tags of its value. Values with the same tags share a case. The
// zero value of the type puts the enum tag alone, which reports it.
func (p *printer) variantPut(v *client.Variant, kept map[*client.Tag]bool) {
	n := namesOf(v.Tag.Model)
	chosen := jen.Id("v").Dot(n.Field)
	body := []jen.Code{jen.Id(n.Var).Dot("Put").Call(jen.Id("d"), chosen)}
	var order []string
	wires, puts := map[string][]jen.Code{}, map[string][]jen.Code{}
	for _, c := range v.Cases {
		if len(c.Inputs) == 0 {
			continue
		}
		same := fmt.Sprintf("%q", client.TagNames(client.TagsOf(c.Inputs)))
		if _, ok := wires[same]; !ok {
			order = append(order, same)
			puts[same] = casePuts(c, kept)
		}
		wires[same] = append(wires[same], jen.Lit(c.Value.Wire))
	}
	switch len(order) {
	case 0:
	case 1:
		body = append(body, jen.If(oneOf(chosen, wires[order[0]])).Block(puts[order[0]]...))
	default:
		blocks := make([]jen.Code, len(order))
		for i, same := range order {
			blocks[i] = jen.Case(wires[same]...).Block(puts[same]...)
		}
		body = append(body, jen.Switch(chosen).Block(blocks...))
	}
	p.add(comment{}, receiver("v", "*"+p.variantType(v)).Id("put").Params(p.draft()).Block(body...))
}

// oneOf compares a value with each of some.
func oneOf(value *jen.Statement, wires []jen.Code) *jen.Statement {
	s := value.Clone().Op("==").Add(wires[0])
	for _, wire := range wires[1:] {
		s.Op("||").Add(value).Op("==").Add(wire)
	}
	return s
}

func casePuts(c *client.Case, kept map[*client.Tag]bool) []jen.Code {
	var body []jen.Code
	for _, in := range c.Inputs {
		at := jen.Id("v").Dot(namesOf(in.Tag.Model).Field)
		value := at
		if kept[in.Tag] {
			value = at.Clone().Dot("tag")
		}
		puts := append(checkTrace(in, value), value.Clone().Dot("put").Call(jen.Id("d")))
		if kept[in.Tag] {
			puts = []jen.Code{jen.If(at.Clone().Dot("given")).Block(puts...)}
		}
		body = append(body, puts...)
	}
	return body
}
