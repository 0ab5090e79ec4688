package swift

import (
	"bytes"
	"cmp"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/runtime"
)

// imported is where a package finds the runtime that is not emitted. One of url and path is empty.
type imported struct {
	url, version string
	path         string
	name         string // what products are said to be of
}

// runtimeOf is where the runtime comes from; a zero value where it is emitted.
func runtimeOf(options codegen.Options) imported {
	if options.EmitRuntime {
		return imported{}
	}
	source := cmp.Or(options.RuntimeSource, runtime.SwiftRepository)
	if strings.HasPrefix(source, ".") || strings.HasPrefix(source, "/") {
		return imported{path: source, name: "Flowtrace"}
	}
	// SwiftPM knows a package by the last part of its URL, whatever its manifest says.
	last := source[strings.LastIndexAny(source, "/:")+1:]
	return imported{url: source, version: cmp.Or(options.RuntimeVersion, runtime.SwiftVersion), name: strings.TrimSuffix(last, ".git")}
}

// dependency is the runtime's entry among the dependencies of a package.
func (i imported) dependency() expr {
	if i.path != "" {
		return call(".package", word(literal("Flowtrace")).as("name"), word("runtime").as("path"))
	}
	return call(".package", word(literal(i.url)).as("url"), word(literal(i.version)).as("from"))
}

// markedXML says after the XML declaration that the file is generated.
func markedXML(content []byte, version string) []byte {
	declaration, rest, _ := bytes.Cut(content, []byte("\n"))
	return bytes.Join([][]byte{declaration, []byte("<!-- " + codegen.Mark(version) + " -->"), rest}, []byte("\n"))
}
