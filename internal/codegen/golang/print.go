package golang

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/specgen/specgen/internal/codegen"
)

// printer writes one file of the package with jennifer.
type printer struct {
	*goPackage
	out *jen.File
}

// file writes one file, as gofmt does.
func (p *goPackage) file(s source) (codegen.File, error) {
	out := jen.NewFilePathName(p.path, p.name)
	out.ImportNames(map[string]string{p.packagePath(forPeople): forPeople, p.packagePath(forGenerated): forGenerated})
	for _, line := range codegen.Header(p.in) {
		out.HeaderComment("// " + line)
	}
	s.print(&printer{p, out})
	var b bytes.Buffer
	if err := out.Render(&b); err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n") // the rest is the whole source
		return codegen.File{}, fmt.Errorf("cannot print %s: %s; please report this spec as a fault of specgen", s.name, first)
	}
	return codegen.File{Path: p.name + "/" + s.name, Content: b.Bytes()}, nil
}

// add writes a declaration behind its comment, with a blank line behind.
func (p *printer) add(doc comment, code ...jen.Code) {
	if len(doc.lines) > 0 {
		p.out.Comment(doc.text())
	}
	p.out.Add(code...)
	p.out.Line()
}

// Packages of the runtime, by their names.
const (
	forPeople    = "flowtrace"
	forGenerated = "gen" // what nobody but generated code calls
)

// use is a name of the runtime that callers of the client use as well.
func (p *printer) use(name string) *jen.Statement { return p.from(forPeople, name) }

// gen is a name of the runtime that generated code alone uses.
func (p *printer) gen(name string) *jen.Statement { return p.from(forGenerated, name) }

func (p *printer) from(pkg, name string) *jen.Statement { return jen.Qual(p.packagePath(pkg), name) }

// packagePath is the import path of a package of the runtime.
func (p *goPackage) packagePath(pkg string) string {
	if pkg == forPeople {
		return p.runtime
	}
	return path.Join(p.runtime, pkg)
}

// markers writes the hidden methods that make a type an option.
func (p *printer) markers(typ string) {
	for _, option := range p.options[typ] {
		p.out.Add(jen.Func().Params(jen.Id(typ)).Id(marker(option)).Params().Block())
	}
	if len(p.options[typ]) > 0 {
		p.out.Line()
	}
}

// optionType writes the closed interface of what a call may leave out.
func (p *printer) optionType(doc comment, name string) {
	p.add(doc, jen.Type().Id(name).Add(oneLiner("interface", jen.Id(marker(name)).Params())))
}

// lines puts items on a line each, with a comma behind.
func lines(open, end string, items []jen.Code) *jen.Statement {
	return jen.Custom(jen.Options{Open: open, Close: end, Separator: ",", Multi: true}, items...)
}

// fit puts items on one line, or where that gets too long on a line each. width is that of the items, in columns, about.
func fit(open, end string, items []jen.Code, width int) *jen.Statement {
	return fitIn(maxLine, open, end, items, width)
}

func fitIn(most int, open, end string, items []jen.Code, width int) *jen.Statement {
	if width > most {
		return lines(open, end, items)
	}
	return jen.Custom(jen.Options{Open: open, Close: end, Separator: ","}, items...)
}

// How many columns a list of items and the first line of a function take before they are broken up.
const (
	maxLine      = 84
	maxSignature = 112
)

// oneLiner is a struct or an interface of one member, on one line.
func oneLiner(kind string, member jen.Code) *jen.Statement {
	return jen.Custom(jen.Options{Open: kind + "{ ", Close: " }"}, member)
}

// short is a function's body of one statement, on the line of the function.
func short(statement jen.Code) *jen.Statement {
	return jen.Custom(jen.Options{Open: "{ ", Close: " }"}, statement)
}

// keyed is the fields of a composite literal, in their order.
func keyed(fields []field) *jen.Statement {
	items, width := make([]jen.Code, 0, len(fields)), 0
	for _, f := range fields {
		items = append(items, jen.Id(f.name).Op(":").Add(f.value))
		width += f.width + len(f.name) + len(": , ")
	}
	return fit("{", "}", items, width)
}

// field is one field of a composite literal.
type field struct {
	name  string
	value jen.Code
	width int // of the value, in columns, about
}

func textField(name, value string) field { return field{name, jen.Lit(value), len(value) + len(`""`)} }

func trueField(name string) field { return field{name, jen.True(), len("true")} }

// textsField is a field of many texts.
func textsField(name string, values []string) field {
	items, width := make([]jen.Code, len(values)), 0
	for i, v := range values {
		items[i] = jen.Lit(v)
		width += len(v) + len(`"", `)
	}
	return field{name, jen.Index().String().Add(fit("{", "}", items, width)), len("[]string{}") + width}
}

// params is the parameters of a function, each on a line where they would make the line too long. around is how many
// columns the function's name, receiver and result take.
func (p *printer) params(params []param, around int) *jen.Statement {
	items, width := make([]jen.Code, 0, len(params)), around+len("func ()")
	for _, one := range params {
		typ := jen.Id(one.typ)
		if one.pkg != "" {
			typ = p.from(one.pkg, one.typ)
			width += len(one.pkg) + len(".")
		}
		items = append(items, jen.Id(one.name).Op(one.mark).Add(typ))
		width += len(one.name) + len(one.typ) + len(", ...")
	}
	return fitIn(maxSignature, "(", ")", items, width)
}

// call hands parameters on, behind the first argument, under their own names.
func call(params []param, first jen.Code) *jen.Statement {
	items, width := []jen.Code{first}, len("e.emitter, ")
	for _, one := range params {
		given := jen.Id(one.name)
		if one.large {
			given = jen.Op("&").Id(one.name)
			width += len("&")
		}
		items = append(items, given)
		width += len(one.name) + len(", ")
	}
	return fit("(", ")", items, width)
}

// receiver is the receiver of a method.
func receiver(name, typ string) *jen.Statement { return jen.Func().Params(jen.Id(name).Id(typ)) }

// draft is the parameter that every put takes.
func (p *printer) draft() *jen.Statement { return jen.Id("d").Op("*").Add(p.gen("Draft")) }
