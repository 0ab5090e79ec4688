package validator_test

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const module = "github.com/specgen/specgen/"

// allowed is what each package may import besides the standard library. Readers and rules know nothing of each other.
var allowed = map[string][]string{
	".":                  {"internal/diag", "internal/lint", "internal/model", "internal/resolve", "validator/trace", "validator/internal/"},
	"trace":              {},
	"validatortest":      {"internal/report", "validator", "validator/trace"},
	"internal/build":     {"validator/trace"},
	"internal/scan":      {},
	"internal/sniff":     {"validator/internal/scan", "github.com/klauspost/compress"},
	"internal/otlp":      {"validator/internal/build", "validator/internal/scan", "validator/internal/temp", "validator/trace"},
	"internal/spanevent": {"validator/internal/build", "validator/internal/scan", "validator/trace"},
	"internal/records":   {"validator/internal/otlp", "validator/internal/scan", "validator/internal/sniff", "validator/trace"},
	"internal/plan":      {"internal/constraint", "internal/model", "validator/trace"},
	"internal/temp":      {},
	"internal/group":     {"validator/internal/temp"},
	"internal/tally":     {"internal/diag", "validator/internal/group", "validator/trace"},
	"internal/check": {"internal/constraint", "internal/diag", "internal/model", "validator/internal/build", "validator/internal/group", "validator/internal/plan",
		"validator/internal/tally", "validator/trace"},
}

func TestImports(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		may, known := allowed[filepath.ToSlash(filepath.Dir(path))]
		if !known {
			t.Errorf("%s is in a package that this test does not know", path)
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			name := strings.Trim(spec.Path.Value, `"`)
			if first, _, _ := strings.Cut(name, "/"); strings.Contains(first, ".") && !permitted(strings.TrimPrefix(name, module), may) {
				t.Errorf("%s may not import %s", path, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func permitted(name string, may []string) bool {
	for _, m := range may {
		if name == m || strings.HasSuffix(m, "/") && strings.HasPrefix(name, m) || strings.HasPrefix(name, m+"/") && strings.HasPrefix(m, "github.com") {
			return true
		}
	}
	return false
}
