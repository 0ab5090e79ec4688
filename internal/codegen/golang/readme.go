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

var templates = codegen.ParseTemplates(templateFiles, nil)

// readme tells a Go developer what is here and how to use it, with calls that compile as they stand.
func readme(flows []codegen.Input) ([]byte, error) {
	first := flows[0]
	var texts []codegen.Values
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
		shown = shown || text["Program"] != ""
		texts = append(texts, text)
	}
	return templates.Document("README.md", codegen.Values{
		"Header":  codegen.Mark(first.Source.Version) + " Again: " + first.Source.Command,
		"Package": first.Options.Package, "Runtime": runtimePath(first.Options), "Emit": first.Options.EmitRuntime, "Flows": texts,
	}, readmeWidth)
}

// readmeFlow is what the README says of the package's flow. Program and Test are two files that compile, which the first flow with a sample has; the
// others have a snippet. They end in a line break.
func (p *goPackage) readmeFlow(whole bool) (codegen.Values, error) {
	text := codegen.ReadmeFlow(p.Flow, codegen.Map(p.Services, func(s *client.Service) codegen.Values {
		methods := codegen.Map(s.Spans, func(span *client.Span) string { return p.span(span.Model).method() })
		return codegen.ReadmeService(s.Name, "New"+entryName(&s.Model.Entry), methods)
	}))
	text["Path"] = p.path // of the import
	text["Sentence"] = codegen.Sentence(codegen.Markdown(p.Flow.Brief))
	text["Program"], text["Test"], text["Snippet"] = "", "", ""
	x := p.example()
	if x == nil {
		return text, nil
	}
	sources := map[string]string{"snippet.go.txt": "Snippet"}
	if whole {
		sources = map[string]string{"program.go.txt": "Program", "test.go.txt": "Test"}
	}
	for name, to := range sources {
		source, err := templates.Execute(name, x.texts())
		if err != nil {
			return text, err
		}
		if source, err = format.Source(source); err != nil {
			return text, fmt.Errorf("cannot write the README of the Go packages: %w; please report this spec as a fault of specgen", err)
		}
		text[to] = strings.TrimSuffix(string(source), "\n") + "\n"
	}
	return text, nil
}
