// Package swift generates the Swift client of a flow: a SwiftPM target with a file for each service and each span, typed
// tags and typed references to spans. Package client has decided what the client is. Here, names.go and params.go give it
// names and types, trace.go says which trace a span is in, clashes.go finds names that would be taken twice, docs.go has the sentences of the comments and
// comment.go their layout, print*.go the declarations, and sample.go the code in the README.
//
// The output is laid out as swift-format does, two spaces and at most 100 columns, so that its linter has nothing to say:
// expr.go breaks what is longer.
//
// A file for each span has its variants, its handle and the one function that emits it; in the file of a service each
// method is one call. Apps of four platforms share spans, and a flow of 1,000 spans compiles in small files, where one big
// expression would not. File names also differ where case does not count. A pattern's table is a string, two characters for
// each number: an array literal of 4,096 numbers takes the compiler seconds. RuntimeAtLeast1v0 makes an older runtime a
// compile error.
package swift

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
	"github.com/specgen/specgen/internal/model"
)

// Backend generates Swift.
type Backend struct{}

// Name returns swift.
func (Backend) Name() string { return "swift" }

// Generate returns the sources of one flow's target.
func (b Backend) Generate(in codegen.Input) ([]codegen.File, error) {
	if err := findClashes(in.Flow).Err("Swift"); err != nil {
		return nil, err
	}
	c, err := client.NewSince(in.Flow, in.Services, in.History)
	if err != nil {
		return nil, err
	}
	var files []codegen.File
	for _, source := range sources(c) {
		p := newPrinter(in)
		p.header(source)
		source.print(p)
		content, err := p.Bytes()
		if err != nil {
			return nil, fmt.Errorf("cannot print %s: %w", source.name, err)
		}
		files = append(files, codegen.File{Path: path.Join("Sources", targetName(in.Flow), source.name), Content: content})
	}
	slices.SortFunc(files, func(a, b codegen.File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

// source is a file to be printed.
type source struct {
	name   string
	public bool // whether public declarations name what is imported
	dates  bool // whether declarations take times
	print  func(*printer)
}

func sources(c *client.Client) []source {
	all := []source{
		{"Refs.swift", true, false, func(p *printer) {
			for _, ref := range c.Refs {
				p.ref(ref)
			}
			for _, parents := range c.Choices {
				p.choice(parents)
			}
		}},
		{"TagRules.swift", false, false, func(p *printer) { p.rules(c) }},
	}
	ids, enums := declaredTypes(c, model.KindID), declaredTypes(c, model.KindEnum)
	if len(ids)+len(enums) > 0 {
		all = append(all, source{"Tags.swift", len(ids) > 0, false, func(p *printer) { p.tags(ids, enums) }})
	}
	for _, s := range c.Spans {
		name := "Emitter+" + namesOf(s.Model, c.Flow).Type + ".swift"
		all = append(all, source{name, s.Measured, true, func(p *printer) { p.span(s) }})
	}
	for _, s := range c.Services {
		all = append(all, source{serviceName(s.Model, c.Flow) + ".swift", true, len(s.Spans) > 0, func(p *printer) { p.service(s) }})
	}
	return all
}
