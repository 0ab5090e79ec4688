package typescript

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

// file is one file of a flow's module while it is written. Imports are gathered as they are used.
type file struct {
	*codegen.Writer
	path   string
	header []string
	values map[string]map[string]bool // names by module
	types  map[string]map[string]bool
}

func newFile(path string, header []string) *file {
	return &file{codegen.NewWriter("  "), path, header, map[string]map[string]bool{}, map[string]map[string]bool{}}
}

// value imports a function or constant, and returns its name.
func (f *file) value(name, module string) string { return add(f.values, name, module) }

// typ imports a type, and returns its name.
func (f *file) typ(name, module string) string { return add(f.types, name, module) }

func add(names map[string]map[string]bool, name, module string) string {
	if names[module] == nil {
		names[module] = map[string]bool{}
	}
	names[module][name] = true
	return name
}

// done returns the file: header, doc of the module, imports, body.
func (f *file) done(doc ...string) (codegen.File, error) {
	body, err := f.Bytes()
	if err != nil {
		return codegen.File{}, err
	}
	w := codegen.NewWriter("  ")
	w.Lines("// ", f.header)
	if len(doc) > 0 {
		w.Blank()
		tsdoc(w, append(doc, "@packageDocumentation")...)
	}
	w.Blank()
	for _, module := range modules(f.values, f.types) {
		importNames(w, "import ", f.values[module], module)
		importNames(w, "import type ", f.types[module], module)
	}
	top, err := w.Bytes()
	if err != nil {
		return codegen.File{}, err
	}
	if len(body) == 0 {
		body = []byte("export {};\n") // a module also where the flow has nothing for it
	}
	top = append(top, '\n')
	return codegen.File{Path: f.path, Content: bytes.Join([][]byte{top, body}, nil)}, nil
}

// modules are what is imported from: packages first, then the files from the outer ones inwards.
func modules(all ...map[string]map[string]bool) []string {
	var out []string
	for _, names := range all {
		for module := range names {
			if !slices.Contains(out, module) {
				out = append(out, module)
			}
		}
	}
	slices.SortFunc(out, func(a, b string) int {
		if byRank := rank(a) - rank(b); byRank != 0 {
			return byRank
		}
		return strings.Compare(a, b)
	})
	return out
}

func rank(module string) int {
	switch {
	case strings.HasPrefix(module, "../"):
		return 1
	case strings.HasPrefix(module, "./"):
		return 2
	}
	return 0
}

func importNames(w *codegen.Writer, keyword string, names map[string]bool, module string) {
	if len(names) == 0 {
		return
	}
	var sorted []string
	for name := range names {
		sorted = append(sorted, name)
	}
	slices.Sort(sorted)
	list(w, keyword+"{ ", sorted, " } from "+quote(module)+";")
}

// list writes items in one line, or each on its own.
func list(w *codegen.Writer, open string, items []string, end string) {
	line := open + strings.Join(items, ", ") + end
	if w.Width()+utf8.RuneCountInString(line) <= 120 {
		w.P(line)
		return
	}
	w.Block(strings.TrimRight(open, " "), strings.TrimLeft(end, " "), func() {
		for _, item := range items {
			w.P(item, ",")
		}
	})
}

func (f *file) list(open string, items []string, end string) { list(f.Writer, open, items, end) }

// property writes a property of an interface.
func (f *file) property(name, kind string, required bool) {
	if !required {
		name, kind = name+"?", kind+" | undefined"
	}
	f.P("readonly ", name, ": ", kind, ";")
}

// tagType is the type of a tag's values, imported where it is one of the flow's.
func (f *file) tagType(t *client.Tag, tagsModule string) string {
	if name := namesOfTag(t.Model).Type; name != "" {
		f.typ(name, tagsModule)
	}
	return typeOf(t.Model)
}
