package golang

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/specgen/specgen/internal/codegen"
)

// printer writes one file of the package with jennifer. It takes no decision: what is declared stands in the view.
type printer struct {
	view *packageView
	file *jen.File
}

func newPrinter(view *packageView, importPath string) *printer {
	p := &printer{view: view, file: jen.NewFilePathName(importPath, view.Name)}
	p.file.ImportName(view.Runtime, "flowtrace")
	for _, line := range view.Header {
		p.file.HeaderComment(line)
	}
	return p
}

// add writes declarations, with a blank line behind.
func (p *printer) add(code ...jen.Code) {
	for _, c := range code {
		p.file.Add(c)
	}
	p.file.Line()
}

// runtime is a name of the runtime.
func (p *printer) runtime(name string) *jen.Statement { return jen.Qual(p.view.Runtime, name) }

// bytes is the file as gofmt writes it.
func (p *printer) bytes(name string) (codegen.File, error) {
	var b bytes.Buffer
	if err := p.file.Render(&b); err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n") // the rest is the whole source
		return codegen.File{}, fmt.Errorf("cannot print %s: %s; please report this spec as a fault of specgen", name, first)
	}
	return codegen.File{Path: p.view.Name + "/" + name, Content: b.Bytes()}, nil
}

// lines puts items on a line each, with a comma behind.
func lines(open, end string, items []jen.Code) *jen.Statement {
	return jen.Custom(jen.Options{Open: open, Close: end, Separator: ",", Multi: true}, items...)
}

// list puts items on one line.
func list(open, end string, items []jen.Code) *jen.Statement {
	return jen.Custom(jen.Options{Open: open, Close: end, Separator: ","}, items...)
}

// oneLiner is a struct or an interface of one member, on one line.
func oneLiner(kind string, member jen.Code) *jen.Statement {
	return jen.Custom(jen.Options{Open: kind + "{ ", Close: " }"}, member)
}

func texts(values []string) *jen.Statement {
	items := make([]jen.Code, len(values))
	for i, v := range values {
		items[i] = jen.Lit(v)
	}
	return jen.Index().String().Add(fit("{", "}", items, width(values)))
}

func width(values []string) int {
	n := 0
	for _, v := range values {
		n += len(v) + len(`"", `)
	}
	return n
}

// fit puts items on one line, or where that gets too long on a line each.
func fit(open, end string, items []jen.Code, width int) *jen.Statement {
	if width > maxLine {
		return lines(open, end, items)
	}
	return list(open, end, items)
}

// How many columns a list of items and the first line of a function take before they are broken up.
const (
	maxLine      = 84
	maxSignature = 112
)

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

func textField(name, value string) field { return field{name, jen.Lit(value), len(value) + 2} }

// params is the parameters of a function, each on a line where they would make the line too long. around is how many
// columns the function's name, receiver and result take.
func (p *printer) params(params []paramView, around int) *jen.Statement {
	items, width := make([]jen.Code, 0, len(params)), around+len("func ()")
	for _, param := range params {
		items = append(items, p.param(param))
		width += len(param.Name) + len(param.Type) + len(", ...")
		if param.Runtime {
			width += len("flowtrace.")
		}
	}
	if width > maxSignature {
		return lines("(", ")", items)
	}
	return list("(", ")", items)
}

func (p *printer) param(v paramView) *jen.Statement {
	s := jen.Id(v.Name)
	if v.Variadic {
		s.Op("...")
	}
	if v.List {
		s.Index()
	}
	if v.Pointer {
		s.Op("*")
	}
	if v.Runtime {
		return s.Add(p.runtime(v.Type))
	}
	return s.Id(v.Type)
}

// args hands parameters on under their own names.
func args(params []paramView) []jen.Code {
	items := make([]jen.Code, len(params))
	for i, param := range params {
		items[i] = jen.Id(param.Name)
	}
	return items
}

// call calls a function with its arguments on one line, or on a line each.
func call(params []paramView, first ...jen.Code) *jen.Statement {
	items := append(first, args(params)...)
	width := len("e.emitter, ")
	for _, param := range params {
		width += len(param.Name) + len(", ")
	}
	return fit("(", ")", items, width)
}

// draft is the parameter that every put takes.
func (p *printer) draft() *jen.Statement { return jen.Id("d").Op("*").Add(p.runtime("Draft")) }
