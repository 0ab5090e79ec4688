// Package golang generates the Go client of a flow: a package with a file for each service, typed tags and typed
// references to spans. names.go and clashes.go have the words, view*.go the decisions, docs*.go the
// comments, print*.go the syntax; only this package knows dave/jennifer.
package golang

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
)

// publishedRuntime is the import path of the runtime that this repository publishes.
const publishedRuntime = "github.com/specgen/specgen/runtime/go/flowtrace"

// Backend generates Go.
type Backend struct{}

// Name returns go.
func (Backend) Name() string { return "go" }

// Generate returns the files of one flow's package, in a folder of the package's name.
func (b Backend) Generate(in codegen.Input) ([]codegen.File, error) {
	if in.Options.Package == "" {
		return nil, fmt.Errorf("cannot generate Go without the import path of the output: set generate.go.package in specgen.yaml")
	}
	if clashes := b.Clashes(in.Flow); len(clashes) > 0 {
		return nil, fmt.Errorf("cannot generate Go: %s: run specgen check", clashText(clashes[0]))
	}
	view, err := view(in, runtimePath(in.Options))
	if err != nil {
		return nil, err
	}
	var files []codegen.File
	add := func(name string, print func(*printer)) {
		if err != nil {
			return
		}
		p := newPrinter(view, path.Join(in.Options.Package, view.Name))
		print(p)
		var file codegen.File
		if file, err = p.bytes(name); err == nil {
			files = append(files, file)
		}
	}
	add("tags.go", (*printer).tags)
	add("refs.go", (*printer).refs)
	if len(view.Spans) > 0 {
		add("spans.go", (*printer).spans)
	}
	if len(view.Patterns) > 0 {
		add("patterns.go", (*printer).patterns)
	}
	for _, service := range view.Services {
		add(service.File, func(p *printer) { p.service(service) })
	}
	if err != nil {
		return nil, err
	}
	slices.SortFunc(files, func(a, b codegen.File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

func runtimePath(options codegen.Options) string {
	if options.EmitRuntime {
		return path.Join(options.Package, "flowtrace")
	}
	return publishedRuntime
}

// clashText says a clash in one line.
func clashText(c codegen.Clash) string {
	text := fmt.Sprintf("%q would be %s", c.Entry.Name, c.Name)
	if c.Other != nil {
		text += fmt.Sprintf(", which is %q already", c.Other.Name)
	}
	if c.Reason != "" {
		text += ", which " + c.Reason
	}
	return text
}
