// Package swift generates the Swift client of a flow: a SwiftPM target with a file for each service and each span, typed
// tags and typed references to spans. names.go has the words, view*.go the decisions, print*.go the syntax.
//
// The output is laid out as swift-format does, two spaces and at most 100 columns, so that its linter has nothing to say.
package swift

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
)

// Backend generates Swift.
type Backend struct{}

// Name returns swift.
func (Backend) Name() string { return "swift" }

// Generate returns the sources of one flow's target.
func (b Backend) Generate(in codegen.Input) ([]codegen.File, error) {
	if clashes := b.Clashes(in.Flow); len(clashes) > 0 {
		return nil, fmt.Errorf("cannot generate Swift: %s: run specgen check", clashText(clashes[0]))
	}
	module, err := newModule(in)
	if err != nil {
		return nil, err
	}
	files := []source{
		{"Refs.swift", true, func(p *printer) { p.refs(module) }},
		{"TagRules.swift", false, func(p *printer) { p.rules(module) }},
	}
	if len(module.IDs)+len(module.Enums) > 0 {
		files = append(files, source{"Tags.swift", len(module.IDs) > 0, func(p *printer) { p.tags(module) }})
	}
	for _, span := range module.Spans {
		files = append(files, source{"Emitter+" + span.Type + ".swift", span.Measured, func(p *printer) { p.span(span) }})
	}
	for _, service := range module.Services {
		files = append(files, source{service.Type + ".swift", true, func(p *printer) { p.service(service) }})
	}
	return printAll(in, path.Join("Sources", module.Target), files)
}

// source is a file to be printed.
type source struct {
	name   string
	public bool // whether public declarations name what the runtime declares
	print  func(*printer)
}

func printAll(in codegen.Input, folder string, sources []source) ([]codegen.File, error) {
	var files []codegen.File
	for _, source := range sources {
		p := newPrinter(in)
		p.header(source.public)
		source.print(p)
		content, err := p.w.Bytes()
		if err != nil {
			return nil, fmt.Errorf("cannot print %s: %w", source.name, err)
		}
		files = append(files, codegen.File{Path: path.Join(folder, source.name), Content: content})
	}
	slices.SortFunc(files, func(a, b codegen.File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

// clashText says a clash in one line.
func clashText(c codegen.Clash) string {
	text := fmt.Sprintf("%q would be %s", c.Entry.Name, c.Name)
	if c.Other != nil {
		text += fmt.Sprintf(", as %q is already", c.Other.Name)
	}
	if c.Reason != "" {
		text += ", which " + c.Reason
	}
	return text
}
