package typescript

import (
	"bytes"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

// columns is how long a line of code gets where it can be broken.
const columns = 120

// The files of a flow's module that others import from, without their extension.
const (
	tagsFile  = "tags"
	rulesFile = "rules"
	refsFile  = "refs"
	spansFile = "spans"
	emitFile  = "emit"
)

// file is one file of a flow's module while it is written. It collects imports as names are used.
type file struct {
	*codegen.Writer
	*module
	name          string // without its extension, such as services/web
	values, types imports
}

func (m *module) newFile(name string) *file {
	return &file{codegen.NewWriter("  "), m, name, imports{}, imports{}}
}

// fromRoot is the relative path from the file to the folder of its flow's module.
func (f *file) fromRoot() string { return strings.Repeat("../", strings.Count(f.name, "/")) }

// local is the specifier of another file of the flow's module.
func (f *file) local(name string) string {
	if up := f.fromRoot(); up != "" {
		return up + name + ".js"
	}
	return "./" + name + ".js"
}

// runtime is the specifier of an entry point of the runtime.
func (f *file) runtime(entry string) string {
	switch {
	case f.in.Options.EmitRuntime:
		return f.fromRoot() + "../" + runtimeFolder + "/" + entry + ".js"
	case entry == appEntry:
		return runtimePackage
	}
	return runtimePackage + "/" + entry
}

// value imports a function or constant of another file of the flow's module. Like the three methods below, it returns the name.
func (f *file) value(name, from string) string { return f.values.add(name, f.local(from)) }

// typ imports a type of another file of the flow's module.
func (f *file) typ(name, from string) string { return f.types.add(name, f.local(from)) }

// runtimeValue imports a function or constant of the runtime.
func (f *file) runtimeValue(name string) string {
	return f.values.add(name, f.runtime(generatedEntry))
}

// runtimeType imports a type of the runtime.
func (f *file) runtimeType(name string) string {
	if generatedExports[name] {
		return f.types.add(name, f.runtime(generatedEntry))
	}
	return f.types.add(name, f.runtime(appEntry))
}

// done returns the file: header, doc of the module, imports, body.
func (f *file) done(doc ...string) (codegen.File, error) {
	body, err := f.Bytes()
	if err != nil {
		return codegen.File{}, err
	}
	w := codegen.NewWriter("  ")
	w.Lines("// ", codegen.Header(f.in))
	if len(doc) > 0 {
		w.Blank()
		tsdoc(w, append(doc, "@packageDocumentation")...)
	}
	w.Blank()
	writeImports(w, f.values, f.types)
	top, err := w.Bytes()
	if err != nil {
		return codegen.File{}, err
	}
	if len(body) == 0 {
		body = []byte("export {};\n") // without an export or import, a file is a script and not a module
	}
	path := "src/" + flowFolder(f.Flow) + "/" + f.name + ".ts"
	return codegen.File{Path: path, Content: bytes.Join([][]byte{top, body}, []byte("\n"))}, nil
}

// doc writes a doc comment.
func (f *file) doc(paragraphs ...string) { tsdoc(f.Writer, paragraphs...) }

// property writes a property of an interface.
func (f *file) property(name, kind string, required bool) {
	if !required {
		name, kind = name+"?", kind+" | undefined"
	}
	f.P("readonly ", name, ": ", kind, ";")
}

// tagType is the type of a tag's values, imported where it is one of the flow's.
func (f *file) tagType(t *client.Tag) string {
	if name := namesOfTag(t.Model).Type; name != "" {
		f.typ(name, tagsFile)
	}
	return typeOf(t.Model)
}
