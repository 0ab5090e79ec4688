// Package golang generates the Go client of a flow: a package with a file for each service, typed tags and typed
// references to spans. Package client has decided what the client is; here, names.go and params.go give it names and types,
// clashes.go finds names that would be taken twice, docs*.go write the comments, print*.go the syntax, and readme*.go the
// README. Only this package knows dave/jennifer.
package golang

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/specgen/specgen/internal/codegen"
	"github.com/specgen/specgen/internal/codegen/client"
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
	if err := findClashes(in.Flow).Err("Go"); err != nil {
		return nil, err
	}
	c, err := client.New(in.Flow, in.Services)
	if err != nil {
		return nil, err
	}
	var files []codegen.File
	p := newPackage(c, in)
	for _, source := range p.sources() {
		file, err := p.file(source)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	slices.SortFunc(files, func(a, b codegen.File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

// goPackage is the Go package of one flow.
type goPackage struct {
	*client.Client
	in      codegen.Input
	name    string
	path    string              // by which others import it
	runtime string              // import path of the runtime
	options map[string][]string // the option interfaces that a type implements, by the type's name, in the order of the spec
}

func newPackage(c *client.Client, in codegen.Input) *goPackage {
	name := packageName(in.Flow)
	p := &goPackage{
		Client: c, in: in, name: name, path: path.Join(in.Options.Package, name), runtime: runtimePath(in.Options), options: map[string][]string{},
	}
	for _, s := range c.Spans {
		p.noteOptions(s)
	}
	return p
}

// source is one file of the package.
type source struct {
	name  string
	print func(*printer)
}

func (p *goPackage) sources() []source {
	all := []source{{"tags.go", (*printer).tags}, {"refs.go", (*printer).refs}}
	if len(p.Spans) > 0 {
		all = append(all, source{"spans.go", (*printer).spans})
	}
	if len(p.Patterns) > 0 {
		all = append(all, source{"patterns.go", (*printer).patterns})
	}
	for _, s := range p.Services {
		all = append(all, source{fileName(s.Model), func(p *printer) { p.service(s) }})
	}
	return all
}

func runtimePath(options codegen.Options) string {
	if options.EmitRuntime {
		return path.Join(options.Package, "flowtrace")
	}
	return publishedRuntime
}
