package flowtrace_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Whoever emits spans gets this package, and nothing with it: docs/decisions/0020-go-runtime-in-the-module.md.
func TestImports(t *testing.T) {
	const self = "github.com/specgen/specgen/runtime/go/flowtrace"
	forbidden := map[string][]string{
		"gen":           {"net/http", "net", "encoding/json", "testing", "reflect", "os", "log", "io"},
		".":             {"net/http", "net", "encoding/json", "testing", "reflect", "os", "log", "io"},
		"spanevent":     {"net/http", "encoding/json", "testing", "reflect", "os", "log"},
		"otlphttp":      {"testing", "os", "log"},
		"flowtracetest": {"net/http", "os", "log"},
		"console":       {"net/http", "encoding/json", "testing", "reflect", "os", "log"},
	}
	own := map[string][]string{ // packages of the runtime, by what comes behind its path
		".": {"/internal/access"}, "gen": {"", "/internal/access"}, "spanevent": {""}, "otlphttp": {""}, "flowtracetest": {"", "/spanevent"}, "console": {""},
	}
	seen := map[string]int{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		folder := filepath.ToSlash(filepath.Dir(path))
		seen[folder]++
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			first, _, _ := strings.Cut(name, "/")
			if strings.Contains(first, ".") && !slices.Contains(own[folder], strings.TrimPrefix(name, self)) {
				t.Errorf("%s imports %s, which is neither in the standard library nor below it", path, name)
			}
			for _, bad := range forbidden[folder] {
				if name == bad {
					t.Errorf("%s imports %s", path, name)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for folder := range forbidden {
		if seen[folder] == 0 {
			t.Errorf("nothing was seen of %s", folder)
		}
	}
}
