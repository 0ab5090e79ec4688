package resolve_test

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestImports holds the package to what stands before it: it knows no checks, no languages and no files on disk.
func TestImports(t *testing.T) {
	allowed := []string{"internal/diag", "internal/model", "internal/spec"}
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
			if imported == "os" {
				t.Errorf("%s imports os; an Opener reads files", file)
			}
			if strings.Contains(first, ".") && !(isOwn && slices.Contains(allowed, own)) {
				t.Errorf("%s imports %s; package resolve may import %v and the standard library", file, imported, allowed)
			}
		}
	}
}
