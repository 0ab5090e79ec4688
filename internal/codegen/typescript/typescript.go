// Package typescript generates the TypeScript client: names.go has the words, view.go and rules.go the decisions, the
// files print_*.go the syntax.
package typescript

import (
	"fmt"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/model"
)

// Backend generates an npm package: a module for each flow, with a file for each service.
type Backend struct{}

// Name returns the language's name.
func (Backend) Name() string { return "typescript" }

// Generate returns the files of the flow's module.
func (Backend) Generate(in codegen.Input) ([]codegen.File, error) {
	v := newFlowView(in)
	printers := []func() (codegen.File, error){v.tags, v.checks, v.refs, v.inits, v.emit, v.index}
	for _, service := range in.Services {
		printers = append(printers, func() (codegen.File, error) { return v.service(service) })
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

// index writes what the flow's module exports.
func (v *flowView) index() (codegen.File, error) {
	f := newFile(v.path("index.ts"), v.in.Source)
	f.P(`export * from "./tags.js";`)
	f.P(`export * from "./refs.js";`)
	f.P(`export type * from "./spans.js";`)
	for _, service := range v.in.Services {
		f.P("export * from ", quote("./services/"+namesOfService(service, v.flow).File+".js"), ";")
	}
	f.Blank()
	tsdoc(f.Writer, "The runtime that this module asks for: with an older one it does not compile.", "@internal")
	f.P("export { atLeast1_0 } from ", quote(v.runtime), ";")
	return f.done(
		code(v.flow.Name)+" "+v.flow.Version.String()+": "+brief(&v.flow.Entry),
		escape(v.flow.Note),
		"A span is emitted by one call on the emitter of its service. The call never throws or blocks, and takes no current "+
			"context: the flow is a trace of its own. What breaks the spec at run time is emitted all the same, and reported to "+
			"`onViolation`.",
		remarks(owners(&v.flow.Entry), stability(&v.flow.Entry)),
	)
}

// Clashes reports names of the flow that would meet in TypeScript.
func (Backend) Clashes(flow *model.Flow) []codegen.Clash { return newClashes(flow).find() }
