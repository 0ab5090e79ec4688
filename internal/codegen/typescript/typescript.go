// Package typescript generates the TypeScript client of a flow: its decisions come from package client, names and syntax from
// here. names.go has the names, clashes.go those that would meet, doc.go the comments, checks.go what the runtime checks of a
// tag; file.go and imports.go collect a file, print_*.go write them; package.go and readme.go write what stands around the
// flows.
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

// module is the module of one flow. It is immutable.
type module struct {
	*client.Client
	in codegen.Input
}

func newModule(in codegen.Input) (*module, error) {
	c, err := client.NewSince(in.Flow, in.Services, in.History)
	return &module{c, in}, err
}

// Generate returns the files of the flow's module.
func (Backend) Generate(in codegen.Input) ([]codegen.File, error) {
	m, err := newModule(in)
	if err != nil {
		return nil, err
	}
	printers := []func() (codegen.File, error){m.tags, m.rules, m.refs, m.spans, m.emit, m.index}
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

// index writes what callers import: everything but how spans are put together.
func (m *module) index() (codegen.File, error) {
	f := m.newFile("index")
	f.P("export * from ", quote(f.local(tagsFile)), ";")
	f.P("export * from ", quote(f.local(refsFile)), ";")
	f.P("export { ", checksName(m.Flow), " } from ", quote(f.local(rulesFile)), ";")
	f.P("export type * from ", quote(f.local(spansFile)), ";")
	for _, service := range m.Services {
		f.P("export * from ", quote(f.local(serviceFile(service, m.Flow))), ";")
	}
	return f.done(
		code(m.Flow.Name)+" "+m.Flow.Version.String()+": "+brief(m.Doc),
		escape(m.Doc.Note),
		"A span is emitted by one call on the emitter of its service. The call never throws or blocks, and takes no current "+
			"context: the flow is a trace of its own. What breaks the spec at run time is emitted all the same, and reported to "+
			"`onViolation`.",
		remarks(entryRemarks(m.Doc)...),
	)
}
