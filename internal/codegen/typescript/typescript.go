// Package typescript generates the TypeScript client: names.go has the words, checks.go what the runtime is told of a tag's
// values, doc.go the comments, the files print_*.go the syntax.
package typescript

import (
	"fmt"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

// Backend generates an npm package: a module for each flow, with a file for each service.
type Backend struct{}

// Name returns the language's name.
func (Backend) Name() string { return "typescript" }

// module is a flow's module while it is written.
type module struct {
	*client.Client
	in      codegen.Input
	runtime string // what the files of the module import the runtime as
}

func newModule(in codegen.Input) (*module, error) {
	c, err := client.New(in.Flow, in.Services)
	m := &module{c, in, runtimePackage}
	if in.Options.EmitRuntime {
		m.runtime = "../" + runtimeFolder + "/index.js"
	}
	return m, err
}

// Generate returns the files of the flow's module.
func (Backend) Generate(in codegen.Input) ([]codegen.File, error) {
	m, err := newModule(in)
	if err != nil {
		return nil, err
	}
	printers := []func() (codegen.File, error){m.tags, m.checks, m.refs, m.spans, m.emit, m.index}
	for _, service := range m.Services {
		printers = append(printers, func() (codegen.File, error) { return m.service(service) })
	}
	var files []codegen.File
	for _, print := range printers {
		file, err := print()
		if err != nil {
			return nil, fmt.Errorf("cannot print the TypeScript client of flow %q: %w", in.Flow.Name, err)
		}
		files = append(files, file)
	}
	return files, nil
}

// newFile begins a file of the module.
func (m *module) newFile(name string) *file {
	return newFile("src/"+flowFolder(m.Flow)+"/"+name, codegen.Header(m.in))
}

// index writes what the flow's module exports.
func (m *module) index() (codegen.File, error) {
	f := m.newFile("index.ts")
	f.P(`export * from "./tags.js";`)
	f.P(`export * from "./refs.js";`)
	f.P(`export type * from "./spans.js";`)
	for _, service := range m.Services {
		f.P("export * from ", quote("./services/"+namesOfService(service.Model, m.Flow).File+".js"), ";")
	}
	f.Blank()
	tsdoc(f.Writer, "The runtime that this module asks for: with an older one it does not compile.", "@internal")
	f.P("export { atLeast1_0 } from ", quote(m.runtime), ";")
	return f.done(
		code(m.Flow.Name)+" "+m.Flow.Version.String()+": "+brief(m.Doc),
		escape(m.Doc.Note),
		"A span is emitted by one call on the emitter of its service. The call never throws or blocks, and takes no current "+
			"context: the flow is a trace of its own. What breaks the spec at run time is emitted all the same, and reported to "+
			"`onViolation`.",
		remarks(entryRemarks(m.Doc)...),
	)
}
