package lint_test

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestImports holds the package to what it may know: the model, never the source text or the commands.
func TestImports(t *testing.T) {
	allowed := []string{"internal/codegen", "internal/diag", "internal/model", "internal/pattern", "runtime/go/flowtrace"}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("cannot list the package's files: %v", err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range parsed.Imports {
			imported := strings.Trim(spec.Path.Value, `"`)
			first, _, _ := strings.Cut(imported, "/")
			own, isOwn := strings.CutPrefix(imported, "github.com/specgen/specgen/")
			if strings.Contains(first, ".") && !(isOwn && slices.Contains(allowed, own)) {
				t.Errorf("%s imports %s; package lint may import %v and the standard library", file, imported, allowed)
			}
		}
	}
}
