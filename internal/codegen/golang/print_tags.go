package golang

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
)

// tags writes tags.go: the package's comment, and what all services share.
func (p *printer) tags() {
	p.file.PackageComment(p.view.Doc.text())
	p.add(jen.Const().Id("_").Op("=").Add(p.runtime("AtLeastVersion1_0")).
		Comment("// undefined: the runtime is older than this file needs"))
	if p.view.Named {
		p.add(jen.Comment("// flowName is the flow as it stands on the wire; trace ids may derive from it."),
			jen.Const().Id("flowName").Op("=").Lit(p.view.Flow))
	}
	for _, t := range p.view.Tags {
		p.tag(t)
	}
	if p.view.Optional {
		p.optional()
	}
	if len(p.view.Spans) > 0 {
		p.extra()
	}
}

func (p *printer) tag(t *tagView) {
	if t.Declared {
		p.add(jen.Var().Id(t.Var).Op("=").Add(p.declaration(t)))
	}
	if !t.Typed {
		return
	}
	p.tagType(t)
	if t.Put {
		p.add(jen.Func().Params(jen.Id("t").Id(t.Type)).Id("put").Params(p.draft()).Add(short(p.putField(t))))
	}
	p.markers(t.Type, t.Options)
}

// markers writes the hidden methods that make a type an option.
func (p *printer) markers(typ string, options []string) {
	if len(options) == 0 {
		return
	}
	for _, option := range options {
		p.file.Add(jen.Func().Params(jen.Id(typ)).Id(marker(option)).Params().Block())
	}
	p.file.Line()
}

func (p *printer) tagType(t *tagView) {
	switch {
	case t.Item == "":
		p.add(t.TypeDoc.code(), jen.Type().Id(t.Type).Add(oneLiner("struct", jen.Id(t.Field).Add(goType(t.Tag)))))
		p.maker(t)
	case t.Tag.List:
		p.enum(t)
		p.add(t.TypeDoc.code(), jen.Type().Id(t.Type).Add(oneLiner("struct", jen.Id(t.Field).Index().String())))
		p.enumList(t)
	default:
		p.enum(t)
	}
}

// goType is the type of a tag's value, of the item where it is a list. An enum is text.
func goType(t *model.Tag) *jen.Statement {
	s := jen.Null()
	if t.List {
		s = jen.Index()
	}
	return s.Add(itemType(t))
}

func itemType(t *model.Tag) *jen.Statement {
	switch t.Kind {
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
func (p *printer) maker(t *tagView) {
	param, value := jen.Id("value").Add(itemType(t.Tag)), jen.Id("value")
	if t.Tag.List {
		param = jen.Id("values").Op("...").Add(itemType(t.Tag))
		value = jen.Append(jen.Index().Add(itemType(t.Tag)).Call(jen.Nil()), jen.Id("values").Op("..."))
	}
	p.add(t.MakeDoc.code(), jen.Func().Id(t.Make).Params(param).Id(t.Type).Add(short(jen.Return(jen.Id(t.Type).Values(value)))))
}

// enum writes the type of an enum's values and a function for each, so that no other can be made up.
func (p *printer) enum(t *tagView) {
	p.add(t.EnumDoc.code(), jen.Type().Id(t.Item).Add(oneLiner("struct", jen.Id(t.Field).String())))
	for _, v := range t.Values {
		p.add(v.Doc.code(), jen.Func().Id(v.Func).Params().Id(t.Item).
			Add(short(jen.Return(jen.Id(t.Item).Values(jen.Lit(v.Wire))))))
	}
	if t.Tag.Open {
		var c comment
		c.para(t.Item + "Other is a value that the spec does not know.")
		p.add(c.code(), jen.Func().Id(t.Item+"Other").Params(jen.Id("text").String()).Id(t.Item).
			Add(short(jen.Return(jen.Id(t.Item).Values(jen.Id("text"))))))
	}
	p.parser(t)
	var c comment
	c.para("String returns the value as it stands on the wire.")
	p.add(c.code(), jen.Func().Params(jen.Id("t").Id(t.Item)).Id("String").Params().String().
		Add(short(jen.Return(jen.Id("t").Dot(t.Field)))))
}

// parser writes the function that reads a value off the wire.
func (p *printer) parser(t *tagView) {
	wires := make([]jen.Code, len(t.Values))
	for i, v := range t.Values {
		wires[i] = jen.Lit(v.Wire)
	}
	var c comment
	c.para("Parse" + t.Item + " returns the value that stands as text on the wire, and whether the spec knows it.")
	p.add(c.code(), jen.Func().Id("Parse"+t.Item).Params(jen.Id("text").String()).Params(jen.Id(t.Item), jen.Bool()).Block(
		jen.Switch(jen.Id("text")).Block(
			jen.Case(wires...).Block(jen.Return(jen.Id(t.Item).Values(jen.Id("text")), jen.True())),
		),
		jen.Return(jen.Id(t.Item).Values(), jen.False()),
	))
}

func (p *printer) enumList(t *tagView) {
	p.add(t.MakeDoc.code(), jen.Func().Id(t.Make).Params(jen.Id("values").Op("...").Id(t.Item)).Id(t.Type).Block(
		jen.Id("items").Op(":=").Make(jen.Index().String(), jen.Len(jen.Id("values"))),
		jen.For(jen.List(jen.Id("i"), jen.Id("value")).Op(":=").Range().Id("values")).Block(
			jen.Id("items").Index(jen.Id("i")).Op("=").Id("value").Dot(t.Field),
		),
		jen.Return(jen.Id(t.Type).Values(jen.Id("items"))),
	))
}

// putField puts the value of the receiver t.
func (p *printer) putField(t *tagView) jen.Code {
	put := "Put"
	if t.Tag.List {
		put = "PutList"
	}
	return jen.Id(t.Var).Dot(put).Call(jen.Id("d"), jen.Id("t").Dot(t.Field))
}

// extra writes the option for tags that the spec does not know.
func (p *printer) extra() {
	var typ, fn comment
	typ.para("ExtraTag is a tag that the spec does not declare.")
	fn.para("Extra is a tag that the spec does not declare; the validator's policy judges it. A declared tag of the same " +
		"name wins.")
	p.add(typ.code(), jen.Type().Id("ExtraTag").Add(oneLiner("struct", jen.Id("extra").Add(p.runtime("Tag")))))
	p.add(fn.code(), jen.Func().Id("Extra").Params(jen.Id("tag").Add(p.runtime("Tag"))).Id("ExtraTag").
		Add(short(jen.Return(jen.Id("ExtraTag").Values(jen.Id("tag"))))))
	var options []string
	for _, s := range p.view.Spans {
		for _, steps := range []stepsView{s.Begin, s.End} {
			if steps.Option != "" {
				options = append(options, steps.Option)
			}
		}
	}
	p.markers("ExtraTag", options)
}

// declaration is the tag as the runtime takes it.
func (p *printer) declaration(t *tagView) *jen.Statement {
	fields := []field{textField("Key", t.Tag.Name)}
	for _, c := range t.Checks {
		fields = append(fields, p.constraint(t, c)...)
	}
	if t.Tag.MaxItems > 0 {
		fields = append(fields, number("MaxItems", t.Tag.MaxItems))
	}
	return p.runtime(declaredTypes[t.Tag.Kind]).Add(keyed(fields))
}

var declaredTypes = map[model.Kind]string{
	model.KindID: "TextTag", model.KindString: "TextTag", model.KindEnum: "TextTag",
	model.KindInt: "IntTag", model.KindDouble: "DoubleTag", model.KindBool: "BoolTag",
}

func number(name string, n int) field { return field{name, jen.Lit(n), len(strconv.Itoa(n))} }

func (p *printer) constraint(t *tagView, c constraint.Constraint) []field {
	switch c.Kind {
	case constraint.MinLength:
		return []field{number("MinLength", c.N)}
	case constraint.MaxLength:
		return []field{number("MaxLength", c.N)}
	case constraint.Pattern:
		return []field{{"Pattern", jen.Op("&").Id(t.Pattern), len(t.Pattern) + 1}}
	case constraint.Format:
		name := formatNames[c.Format]
		return []field{{"Format", p.runtime(name), len("flowtrace.") + len(name)}}
	case constraint.Min:
		return bound("Min", constraint.Decimal(c.Number))
	case constraint.Max:
		return bound("Max", constraint.Decimal(c.Number))
	case constraint.OneOf:
		wires := make([]string, len(t.Values))
		for i, v := range t.Values {
			wires[i] = v.Wire
		}
		return []field{{"Values", texts(wires), len("[]string{}") + width(wires)}}
	}
	return nil
}

var formatNames = map[model.Format]string{
	model.FormatUUID: "FormatUUID", model.FormatHex: "FormatHex", model.FormatDateTime: "FormatDateTime",
	model.FormatURI: "FormatURI", model.FormatEmail: "FormatEmail", model.FormatIPv4: "FormatIPv4", model.FormatIPv6: "FormatIPv6",
}

func bound(name, literal string) []field {
	fields := []field{{"Has" + name, jen.True(), len("true")}}
	if literal == "0" {
		return fields
	}
	return append(fields, field{name, jen.Op(literal), len(literal)})
}
