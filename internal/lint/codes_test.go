package lint_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/resolve"
	"github.com/specgen/specgen/internal/spec"
	"github.com/specgen/specgen/internal/yamlsource"
)

var codeForm = regexp.MustCompile(`^"(deprecated|duration|entry|file|flow|group|import|service|span|spec|tag|trace|variant|yaml)/[a-z-]+"$`)

// TestCodesAreThoseOfTheSources holds the tables of the stages before lint to the literals in their sources; the
// checks are a table themselves.
func TestCodesAreThoseOfTheSources(t *testing.T) {
	for _, stage := range []struct {
		folder string
		table  []diag.CodeDoc
		also   []string // codes that are put together
	}{
		{"yamlsource", yamlsource.Codes(), nil},
		{"spec", slices.DeleteFunc(spec.Codes(), func(d diag.CodeDoc) bool { return slices.Contains(yamlsource.Codes(), d) }), nil},
		{"resolve", resolve.Codes(), []string{"service/unknown", "span/unknown", "tag/unknown", "trace/unknown", "tag/default-type", "tag/example-type"}},
	} {
		var inTable []string
		for _, doc := range stage.table {
			inTable = append(inTable, doc.Code)
			if !strings.HasSuffix(doc.Doc, ".") {
				t.Errorf("%s: the doc is no sentence: %q", doc.Code, doc.Doc)
			}
		}
		inSources := append(stage.also, codesIn(t, filepath.Join("..", stage.folder))...)
		slices.Sort(inSources)
		if inSources = slices.Compact(inSources); !slices.Equal(inTable, inSources) {
			t.Errorf("%s: the table has\n%q\nthe sources\n%q", stage.folder, inTable, inSources)
		}
	}
}

// codesIn returns the literals of a package that look like codes, its table and tests left out.
func codesIn(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no sources: %v", folder, err)
	}
	var out []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || filepath.Base(file) == "codes.go" {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && codeForm.MatchString(literal.Value) {
				out = append(out, strings.Trim(literal.Value, `"`))
			}
			return true
		})
	}
	return out
}
