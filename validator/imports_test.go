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

// allowed is what each package may import besides the standard library. Readers and rules know nothing of each other, nor facts of
// rules, nor rules of the engine.
var allowed = map[string][]string{
	".":             {"internal/diag", "internal/lint", "internal/model", "internal/resolve", "validator/trace", "validator/internal/"},
	"trace":         {},
	"validatortest": {"internal/output", "internal/report", "validator", "validator/trace"},

	"internal/readers": {"validator/internal/readers/decompress", "validator/internal/readers/input", "validator/internal/readers/otlp",
		"validator/internal/readers/scan", "validator/internal/readers/spanevent", "validator/trace"},
	"internal/readers/input":      {"validator/trace"},
	"internal/readers/decompress": {"github.com/klauspost/compress"},
	"internal/readers/record":     {"validator/trace"},
	"internal/readers/scan":       {"validator/internal/readers/input", "validator/trace"},
	"internal/readers/jsonrecord": {"validator/internal/readers/record", "validator/internal/readers/scan", "validator/trace"},
	"internal/readers/otlp": {"validator/internal/readers/input", "validator/internal/readers/jsonrecord", "validator/internal/readers/record",
		"validator/internal/readers/scan", "validator/internal/temp", "validator/trace"},
	"internal/readers/spanevent": {"validator/internal/readers/input", "validator/internal/readers/jsonrecord",
		"validator/internal/readers/record", "validator/internal/readers/scan", "validator/trace"},
	"internal/readers/printrecords": {"validator/internal/readers", "validator/trace"},

	"internal/compiled": {"internal/constraint", "internal/model", "validator/trace"},
	"internal/temp":     {},
	"internal/group":    {"validator/internal/temp"},
	"internal/findings": {"internal/constraint", "internal/diag", "validator/internal/group", "validator/trace"},
	"internal/facts":    {"internal/diag", "internal/model", "validator/internal/compiled", "validator/internal/findings", "validator/trace"},
	"internal/rules": {"internal/constraint", "internal/diag", "internal/model", "validator/internal/compiled", "validator/internal/facts",
		"validator/internal/findings", "validator/trace"},
	"internal/engine": {"validator/internal/compiled", "validator/internal/facts", "validator/internal/findings", "validator/internal/group",
		"validator/internal/rules", "validator/trace"},
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
