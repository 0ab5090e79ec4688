package golang

import (
	"embed"
	"fmt"
	"go/format"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
)

const readmeWidth = 118

//go:embed templates
var templateFiles embed.FS

var templates = codegen.Templates(templateFiles, nil)

// readmeFlow is what the README says of a flow. Program and Test are two files that compile, which the first flow with a sample
// has; the others have a snippet. They end in a line break.
type readmeFlow struct {
	codegen.ReadmeFlow
	Path                   string // of the import
	Program, Test, Snippet string
}

// readme tells a Go developer what is here and how to use it, with calls that compile as they stand.
func readme(flows []codegen.Input) ([]byte, error) {
	first := flows[0]
	var texts []readmeFlow
	shown := false
	for _, in := range flows {
		c, err := client.NewSince(in.Flow, in.Services, in.History)
		if err != nil {
			return nil, err
		}
		text, err := newPackage(c, in).readmeFlow(!shown)
		if err != nil {
			return nil, err
		}
		shown = shown || text.Program != ""
		texts = append(texts, text)
	}
	return codegen.Document(templates, "README.md", map[string]any{
		"Header":  codegen.Mark(first.Source.Version) + " Again: " + first.Source.Command,
		"Package": first.Options.Package, "Runtime": runtimePath(first.Options), "Emit": first.Options.EmitRuntime, "Flows": texts,
	}, readmeWidth)
}

// readmeFlow is what the README says of the package's flow, with whole files or with a snippet.
func (p *goPackage) readmeFlow(whole bool) (readmeFlow, error) {
	text := readmeFlow{ReadmeFlow: codegen.NewReadmeFlow(p.Flow), Path: p.path}
	text.Services = codegen.Map(p.Services, func(s *client.Service) codegen.ReadmeService {
		methods := codegen.Map(s.Spans, func(span *client.Span) string { return p.span(span.Model).method() })
		return codegen.ReadmeService{Name: s.Name, Emitter: "New" + entryName(&s.Model.Entry), Methods: methods}
	})
	x := p.example()
	if x == nil {
		return text, nil
	}
	sources := map[string]*string{"snippet.go.txt": &text.Snippet}
	if whole {
		sources = map[string]*string{"program.go.txt": &text.Program, "test.go.txt": &text.Test}
	}
	for name, to := range sources {
		source, err := codegen.Execute(templates, name, x)
		if err != nil {
			return text, err
		}
		if source, err = format.Source(source); err != nil {
			return text, fmt.Errorf("cannot write the README of the Go packages: %w; please report this spec as a fault of specgen", err)
		}
		*to = strings.TrimSuffix(string(source), "\n") + "\n"
	}
	return text, nil
}
