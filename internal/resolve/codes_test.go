package resolve

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestCodesAreThoseOfTheSources holds the table to the literals behind Code: and in the first argument of what reports.
func TestCodesAreThoseOfTheSources(t *testing.T) {
	// These are put together from the kind of an entry or the role of a value.
	inSources := []string{"service/unknown", "span/unknown", "tag/unknown", "trace/unknown", "tag/default-type", "tag/example-type"}
	form := regexp.MustCompile(`^"(deprecated|duration|entry|flow|group|import|service|span|tag|trace|variant)/[a-z-]+"$`)
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("cannot list the package's files: %v", err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || file == "codes.go" {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && form.MatchString(literal.Value) {
				inSources = append(inSources, strings.Trim(literal.Value, `"`))
			}
			return true
		})
	}
	var inTable []string
	for _, doc := range Codes() {
		inTable = append(inTable, doc.Code)
		if !strings.HasSuffix(doc.Doc, ".") {
			t.Errorf("%s: the doc is no sentence: %q", doc.Code, doc.Doc)
		}
	}
	slices.Sort(inSources)
	if inSources = slices.Compact(inSources); !slices.Equal(inTable, inSources) {
		t.Errorf("the table has\n%q\nthe sources\n%q", inTable, inSources)
	}
}
