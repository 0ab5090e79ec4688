package golang

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path"
	"sync"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/specgen/specgen/internal/codegen"
)

// world type-checks packages against the runtime and the standard library, which are loaded once.
type world struct {
	fset  *token.FileSet
	known map[string]*types.Package
}

var loadRuntime = sync.OnceValues(func() (map[string]*types.Package, error) {
	config := &packages.Config{Mode: packages.NeedTypes | packages.NeedImports | packages.NeedDeps | packages.NeedName | packages.NeedSyntax | packages.NeedTypesInfo}
	loaded, err := packages.Load(config, publishedRuntime, publishedRuntime+"/gen", publishedRuntime+"/otlphttp", publishedRuntime+"/flowtracetest", "fmt", "log", "os",
		"testing", "time")
	if err != nil {
		return nil, err
	}
	known := map[string]*types.Package{}
	packages.Visit(loaded, nil, func(p *packages.Package) {
		known[p.PkgPath] = p.Types
		for _, problem := range p.Errors {
			err = errors.Join(err, problem)
		}
	})
	return known, err
})

func newWorld(t testing.TB) *world {
	t.Helper()
	known, err := loadRuntime()
	if err != nil {
		t.Fatal(err)
	}
	return &world{token.NewFileSet(), maps.Clone(known)}
}

// Import implements types.Importer.
func (w *world) Import(importPath string) (*types.Package, error) {
	if p, ok := w.known[importPath]; ok {
		return p, nil
	}
	return nil, fmt.Errorf("no package %s", importPath)
}

// check type-checks files as one package, which later ones may import. It returns all errors.
func (w *world) check(importPath string, files []codegen.File) (*types.Package, []error) {
	var parsed []*ast.File
	for _, file := range files {
		syntax, err := parser.ParseFile(w.fset, file.Path, file.Content, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, []error{err}
		}
		parsed = append(parsed, syntax)
	}
	var problems []error
	config := types.Config{Importer: w, Error: func(err error) { problems = append(problems, err) }}
	checked, _ := config.Check(importPath, w.fset, parsed, nil) // the errors come through config.Error, all of them
	w.known[importPath] = checked
	return checked, problems
}

// mustCheck type-checks a flow's generated files.
func (w *world) mustCheck(t testing.TB, in codegen.Input, files []codegen.File) *types.Package {
	t.Helper()
	checked, problems := w.check(path.Join(in.Options.Package, packageName(in.Flow)), files)
	for _, problem := range problems {
		t.Error(problem)
	}
	return checked
}

// generate generates a flow, which must succeed.
func generate(t testing.TB, in codegen.Input) []codegen.File {
	t.Helper()
	files, err := Backend{}.Generate(in)
	if err != nil {
		t.Fatal(err)
	}
	return files
}
