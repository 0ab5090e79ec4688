package kotlin

import (
	"maps"
	"slices"

	"github.com/specgen/specgen/internal/codegen"
)

// runtimePackage is the runtime's, emitted or not.
const runtimePackage = "dev.specgen.flowtrace"

// printer prints one file. The layout is that of ktlint's own style, so that a user's ktlint has nothing to say.
type printer struct {
	*flow
	w        *codegen.Writer
	imported map[string]bool
	optIn    bool // the file uses what only generated files may
}

func newPrinter(f *flow) *printer {
	return &printer{flow: f, w: codegen.NewWriter("    "), imported: map[string]bool{}}
}

// use imports a name of the runtime and returns it.
func (p *printer) use(name string) string {
	p.imported[runtimePackage+"."+name] = true
	return name
}

// generated is use for a type that only generated files may use.
func (p *printer) generated(name string) string {
	p.optIn = true
	return p.use(name)
}

// imports imports what parameters' types come from.
func (p *printer) imports(params []param) {
	for _, one := range params {
		if one.Import != "" {
			p.imported[one.Import] = true
		}
	}
}

// bytes puts the header before what was printed. Nothing printed gives no file.
func (p *printer) bytes() ([]byte, error) {
	body, err := p.w.Bytes()
	if err != nil || len(body) == 0 {
		return nil, err
	}
	head := codegen.NewWriter("    ")
	head.Lines("// ", codegen.Header(p.in))
	if p.optIn {
		p.use("GeneratedApi")
		head.P("@file:OptIn(GeneratedApi::class)")
	}
	head.Blank()
	head.P("package ", p.pkg)
	head.Blank()
	head.Lines("import ", slices.Sorted(maps.Keys(p.imported)))
	top, err := head.Bytes()
	if err != nil {
		return nil, err
	}
	return slices.Concat(top, []byte("\n"), body), nil
}

// member is a name of the class, which a parameter may hide.
func member(name string, params []param) string {
	if hasParam(params, name) {
		return "this." + name
	}
	return name
}

// internalClass prints a class around one value that only generated files may make.
func (p *printer) internalClass(name string, supers []string, value, body func()) {
	p.optIn = true
	p.w.P("public ", name)
	p.w.Indented(func() {
		p.w.P("@GeneratedApi")
		p.w.P("internal constructor(")
		p.w.Indented(value)
		p.supers(supers)
		p.w.Indented(body)
		p.w.P("}")
	})
}

// supers ends the head of a class, with its interfaces.
func (p *printer) supers(supers []string) {
	if len(supers) == 0 {
		p.w.P(") {")
		return
	}
	before := ") : "
	for i, one := range supers {
		end := ","
		if i == len(supers)-1 {
			end = " {"
		}
		p.w.P(before, one, end)
		before = "    "
	}
}

// static marks a function of a companion for Java.
func (p *printer) static(name string) {
	p.w.P("@JvmStatic")
	p.w.P("@JvmName(", stringLiteral(name), ")")
}
