package spec

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var codeForm = regexp.MustCompile(`^"(file|yaml|spec)/[a-z-]+"$`)

// TestCodesAreThoseOfTheSources holds the table to the literals in the package.
func TestCodesAreThoseOfTheSources(t *testing.T) {
	var inTable, inSources []string
	for _, doc := range Codes() {
		inTable = append(inTable, doc.Code)
		if !strings.HasSuffix(doc.Doc, ".") {
			t.Errorf("%s: the doc is no sentence: %q", doc.Code, doc.Doc)
		}
	}
	for _, file := range sourceFiles(t) {
		if filepath.Base(file) == "codes.go" {
			continue
		}
		tree, err := parser.ParseFile(gotoken.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && codeForm.MatchString(literal.Value) {
				inSources = append(inSources, strings.Trim(literal.Value, `"`))
			}
			return true
		})
	}
	slices.Sort(inSources)
	if inSources = slices.Compact(inSources); !slices.Equal(inTable, inSources) {
		t.Errorf("the table has\n%q\nthe sources\n%q", inTable, inSources)
	}
}

// TestImports holds the rule of docs/architecture.md: of this module the package knows diagnostics and the schemas, of
// others the YAML and the JSON Schema library, each in one file.
func TestImports(t *testing.T) {
	owners := map[string]string{
		"github.com/goccy/go-yaml":              "yaml.go",
		"github.com/santhosh-tekuri/jsonschema": "schema.go",
	}
	for _, file := range sourceFiles(t) {
		tree, err := parser.ParseFile(gotoken.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range tree.Imports {
			path := strings.Trim(spec.Path.Value, `"`)
			first, _, _ := strings.Cut(path, "/")
			if !strings.Contains(first, ".") || path == "github.com/specgen/specgen/internal/diag" || path == "github.com/specgen/specgen/spec" {
				continue
			}
			allowed := false
			for prefix, owner := range owners {
				allowed = allowed || strings.HasPrefix(path, prefix) && filepath.Base(file) == owner
			}
			if !allowed {
				t.Errorf("%s imports %s", file, path)
			}
		}
	}
}

// sourceFiles returns the package's files without its tests.
func sourceFiles(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob("*.go")
	if err != nil || len(all) == 0 {
		t.Fatalf("no sources: %v", err)
	}
	return slices.DeleteFunc(all, func(name string) bool { return strings.HasSuffix(name, "_test.go") })
}
