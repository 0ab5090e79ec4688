package golang

import (
	"slices"
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
)

// tags writes tags.go: the package's comment, and what all services share.
func (p *printer) tags() {
	doc := p.packageDoc()
	p.out.PackageComment(doc.text())
	p.add(comment{}, jen.Const().Id("_").Op("=").Add(p.gen("AtLeastVersion1_0")).
		Comment("// undefined: the runtime is older than this file needs"))
	derivesTrace := func(r *client.Ref) bool { return r.Derivation != nil && r.Derivation.TraceID != nil }
	if len(p.Services) > 0 || slices.ContainsFunc(p.Refs, derivesTrace) { // staticcheck reports what nothing uses
		p.add(paragraph("flowName is the flow as it stands on the wire; trace ids may derive from it."),
			jen.Const().Id("flowName").Op("=").Lit(p.Flow.Name))
	}
	for _, t := range p.Tags {
		p.tag(t, namesOf(t.Model))
	}
	if slices.ContainsFunc(p.Spans, keepsOptional) {
		p.add(paragraph("optional is a tag that may be left out."),
			jen.Type().Id("optional").Types(jen.Id("T").Any()).Struct(jen.Id("tag").Id("T"), jen.Id("given").Bool()))
	}
	if len(p.Spans) > 0 {
		p.timestamp()
		p.extra()
	}
}

// keepsOptional reports whether a variant of the span has a tag that may be left out.
func keepsOptional(s *client.Span) bool {
	return slices.ContainsFunc(s.Variants, func(v *client.Variant) bool {
		return slices.ContainsFunc(v.Tags, func(t client.VariantTag) bool { return t.Kept })
	})
}

func (p *printer) tag(t *client.Tag, n tagNames) {
	if t.Checked {
		p.add(comment{}, jen.Var().Id(n.Var).Op("=").Add(p.tagDeclaration(t)))
	}
	if !t.InSignature {
		return
	}
	if n.Item != "" {
		p.enum(t, n)
	}
	if n.Make != "" {
		p.add(paragraph(n.Type+" is the tag "+t.Name+"."),
			jen.Type().Id(n.Type).Add(oneLiner("struct", jen.Id(n.Field).Add(goType(t.Model)))))
		p.maker(t, n)
	}
	if t.Put {
		put := "Put"
		if t.Model.List {
			put = "PutList"
		}
		p.add(comment{}, receiver("t", n.Type).Id("put").Params(p.draft()).
			Add(short(jen.Id(n.Var).Dot(put).Call(jen.Id("d"), jen.Id("t").Dot(n.Field)))))
	}
	p.markers(n.Type)
}

// goType is the type of a tag's value. An enum is text.
func goType(t *model.Tag) *jen.Statement {
	if t.List {
		return jen.Index().Add(itemType(t.Kind))
	}
	return itemType(t.Kind)
}

func itemType(kind model.Kind) *jen.Statement {
	switch kind {
	case model.KindInt:
		return jen.Int64()
	case model.KindDouble:
		return jen.Float64()
	case model.KindBool:
		return jen.Bool()
	}
	return jen.String()
}

// maker writes the function that makes a tag of its value. A list is copied, so that the tag cannot change.
func (p *printer) maker(t *client.Tag, n tagNames) {
	doc, fn := tagDoc(t, n.Make), jen.Func().Id(n.Make)
	item := itemType(t.Model.Kind)
	switch {
	case n.Item != "":
		p.add(doc, fn.Params(jen.Id("values").Op("...").Id(n.Item)).Id(n.Type).Block(
			jen.Id("items").Op(":=").Make(jen.Index().String(), jen.Len(jen.Id("values"))),
			jen.For(jen.List(jen.Id("i"), jen.Id("value")).Op(":=").Range().Id("values")).Block(
				jen.Id("items").Index(jen.Id("i")).Op("=").Id("value").Dot(n.Field),
			),
			jen.Return(jen.Id(n.Type).Values(jen.Id("items"))),
		))
	case t.Model.List:
		value := jen.Append(jen.Index().Add(item).Call(jen.Nil()), jen.Id("values").Op("..."))
		p.add(doc, fn.Params(jen.Id("values").Op("...").Add(item)).Id(n.Type).Add(short(jen.Return(jen.Id(n.Type).Values(value)))))
	default:
		p.add(doc, fn.Params(jen.Id("value").Add(item)).Id(n.Type).Add(short(jen.Return(jen.Id(n.Type).Values(jen.Id("value"))))))
	}
}

// enum writes the type of an enum's values and a function for each, so that no other can be made up.
func (p *printer) enum(t *client.Tag, n tagNames) {
	p.add(enumDoc(t, n), jen.Type().Id(n.Item).Add(oneLiner("struct", jen.Id(n.Field).String())))
	wires := make([]jen.Code, len(t.Model.Values))
	for i, v := range t.Model.Values {
		name := n.value(v)
		wires[i] = jen.Lit(v.Wire)
		p.add(valueDoc(t.Doc.Values[i], name, v.Wire), jen.Func().Id(name).Params().Id(n.Item).
			Add(short(jen.Return(jen.Id(n.Item).Values(jen.Lit(v.Wire))))))
	}
	if t.Doc.Open {
		p.add(paragraph(n.Item+"Other is a value that the spec does not know."), jen.Func().Id(n.Item+"Other").Params(jen.Id("text").String()).Id(n.Item).
			Add(short(jen.Return(jen.Id(n.Item).Values(jen.Id("text"))))))
	}
	p.add(paragraph("Parse"+n.Item+" returns the value that stands as text on the wire, and whether the spec knows it."),
		jen.Func().Id("Parse"+n.Item).Params(jen.Id("text").String()).Params(jen.Id(n.Item), jen.Bool()).Block(
			jen.Switch(jen.Id("text")).Block(
				jen.Case(wires...).Block(jen.Return(jen.Id(n.Item).Values(jen.Id("text")), jen.True())),
			),
			jen.Return(jen.Id(n.Item).Values(), jen.False()),
		))
	p.add(paragraph("String returns the value as it stands on the wire."),
		receiver("t", n.Item).Id("String").Params().String().Add(short(jen.Return(jen.Id("t").Dot(n.Field)))))
}

// timestampType is the type of the option that says when something happened.
const timestampType = "WithTimestampOption"

// timestamp writes the option that says when something happened.
func (p *printer) timestamp() {
	p.add(paragraph(timestampType+" is a time that is given."),
		jen.Type().Id(timestampType).Add(oneLiner("struct", jen.Id("at").Qual("time", "Time"))))
	p.add(paragraph("WithTimestamp says when it happened, where that is not now: what a webhook or an offline device tells later. A measured "+
		"span takes one at its start and one at its end. The zero time counts as not given."),
		jen.Func().Id("WithTimestamp").Params(jen.Id("t").Qual("time", "Time")).Id(timestampType).
			Add(short(jen.Return(jen.Id(timestampType).Values(jen.Id("t"))))))
	p.markers(timestampType)
}

// extra writes the option for tags that the spec does not know.
func (p *printer) extra() {
	p.add(paragraph("ExtraTag is a tag that the spec does not declare."),
		jen.Type().Id("ExtraTag").Add(oneLiner("struct", jen.Id("extra").Add(p.use("Tag")))))
	p.add(paragraph("Extra is a tag that the spec does not declare; the validator's policy judges it. A declared tag of the same name wins."),
		jen.Func().Id("Extra").Params(jen.Id("tag").Add(p.use("Tag"))).Id("ExtraTag").
			Add(short(jen.Return(jen.Id("ExtraTag").Values(jen.Id("tag"))))))
	p.markers("ExtraTag")
}

// tagDeclaration is the tag as the runtime takes it.
func (p *printer) tagDeclaration(t *client.Tag) *jen.Statement {
	fields := []field{textField("Key", t.Name)}
	for _, c := range t.Constraints {
		fields = append(fields, p.constraint(t, c)...)
	}
	for _, c := range t.Items {
		fields = append(fields, p.constraint(t, c)...)
	}
	return p.gen(declaredTypes[t.Model.Kind]).Add(keyed(fields))
}

var declaredTypes = map[model.Kind]string{
	model.KindID: "TextTag", model.KindString: "TextTag", model.KindEnum: "TextTag",
	model.KindInt: "IntTag", model.KindDouble: "DoubleTag", model.KindBool: "BoolTag",
}

func numberField(name, literal string) field { return field{name, jen.Op(literal), len(literal)} }

func (p *printer) constraint(t *client.Tag, c constraint.Constraint) []field {
	switch c.Kind {
	case constraint.MinItems:
		return []field{numberField("MinItems", strconv.Itoa(c.N))}
	case constraint.MaxItems:
		return []field{numberField("MaxItems", strconv.Itoa(c.N))}
	case constraint.MinLength:
		return []field{numberField("MinLength", strconv.Itoa(c.N))}
	case constraint.MaxLength:
		return []field{numberField("MaxLength", strconv.Itoa(c.N))}
	case constraint.Pattern:
		name := patternVar(t.Pattern)
		return []field{{"Pattern", jen.Op("&").Id(name), len(name) + 1}}
	case constraint.Format:
		name := formatNames[c.Format]
		return []field{{"Format", p.gen(name), len("gen.") + len(name)}}
	case constraint.Min:
		return bound("Min", constraint.Decimal(c.Number))
	case constraint.Max:
		return bound("Max", constraint.Decimal(c.Number))
	case constraint.OneOf:
		return []field{textsField("Values", codegen.Map(t.Model.Values, func(v *model.EnumValue) string { return v.Wire }))}
	}
	return nil
}

var formatNames = map[model.Format]string{
	model.FormatUUID: "FormatUUID", model.FormatHex: "FormatHex", model.FormatDateTime: "FormatDateTime",
	model.FormatURI: "FormatURI", model.FormatEmail: "FormatEmail", model.FormatIPv4: "FormatIPv4", model.FormatIPv6: "FormatIPv6",
}

func bound(name, literal string) []field {
	fields := []field{trueField("Has" + name)}
	if literal == "0" {
		return fields
	}
	return append(fields, numberField(name, literal))
}
