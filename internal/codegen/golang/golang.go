// Package golang generates the Go client of a flow: a package with a file for each service, typed tags and typed
// references to spans. Package client has decided what the client is; here, names.go and params.go give it names and types,
// clashes.go finds names that would be taken twice, docs*.go write the comments, print*.go the syntax, and readme*.go the
// README. Only this package knows dave/jennifer.
//
// A name is a pure function of its entry: the words of the entry, or those of its code_name, cased with a fixed list of
// initialisms. That list cannot be configured, since a name would then depend on more than the spec. Two entries with the
// same exported name, or one that the generated code has already, are a diagnostic (codegen.Clash), never a suffix. Names
// that callers do not write, such as those of parameters, get a suffix where they would be a keyword, a predeclared name or
// a local variable of the generated function: typeTag.
//
// A flow is one package, its words without a separator, as Go names packages. A service is one file, likewise without an
// underscore, because the go command gives a meaning to _test, _linux or _arm64 at the end of a file's name. Beside the
// services stand tags.go, refs.go (a reference for every span of the flow, since a client's parent is a backend's span),
// spans.go (what emitting takes, once, however many services emit a span) and patterns.go. Only what is used is declared,
// so that staticcheck has nothing to report in a client for one service, also without the header line.
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
	c, err := client.NewSince(in.Flow, in.Services, in.History)
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
	path    string               // by which others import it
	runtime string               // import path of the runtime
	options map[string][]string  // the option interfaces that a type implements, by the type's name, in the order of the spec
	choices map[*client.Ref]bool // the spans whose parents have a closed interface
}

func newPackage(c *client.Client, in codegen.Input) *goPackage {
	name := packageName(in.Flow)
	p := &goPackage{
		Client: c, in: in, name: name, path: path.Join(in.Options.Package, name), runtime: runtimePath(in.Options), options: map[string][]string{}, choices: map[*client.Ref]bool{},
	}
	p.noteChoices()
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
