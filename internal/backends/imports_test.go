package backends

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestImports: a backend knows the model and what all backends share, never another backend; only Go's knows jennifer.
func TestImports(t *testing.T) {
	const module = "github.com/specgen/specgen/"
	shared := []string{module + "internal/model", module + "internal/pattern"}
	allowed := map[string][]string{"codegen": shared, "backends": {module + "internal/codegen"}}
	for _, backend := range All() {
		folder := map[string]string{"go": "golang"}[backend.Name()]
		if folder == "" {
			folder = backend.Name()
		}
		allowed["codegen/"+folder] = append([]string{module + "internal/codegen", module + "runtime"}, shared...)
		allowed["backends"] = append(allowed["backends"], module+"internal/codegen/"+folder)
	}
	allowed["codegen/golang"] = append(allowed["codegen/golang"], "github.com/dave/jennifer/jen")
	for folder, imports := range allowed {
		seen := 0
		for name, imported := range importsOf(t, filepath.Join("..", filepath.FromSlash(folder))) {
			seen++
			for _, other := range imported {
				first, _, _ := strings.Cut(other, "/")
				if strings.Contains(first, ".") && !slices.Contains(imports, other) {
					t.Errorf("%s imports %s", path.Join(folder, name), other)
				}
			}
		}
		if seen == 0 {
			t.Errorf("nothing was seen of %s", folder)
		}
	}
}

// importsOf returns what each file of a folder imports, tests left out.
func importsOf(t *testing.T, folder string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != folder:
			return fs.SkipDir
		case entry.IsDir(), !strings.HasSuffix(name, ".go"), strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		imports := []string{}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports = append(imports, imported)
		}
		out[filepath.Base(name)] = imports
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestByName(t *testing.T) {
	for _, name := range Names() {
		backend, err := ByName(name)
		if err != nil || backend.Name() != name {
			t.Errorf("ByName(%q) is %v, %v", name, backend, err)
		}
	}
	if _, err := ByName("cobol"); err == nil || !strings.Contains(err.Error(), strings.Join(Names(), ", ")) {
		t.Errorf("an unknown language gives %v", err)
	}
}
