package architecture

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// raced returns the folders that make test-race names. One that ends in /... stands for all below it.
func raced(t *testing.T) []string {
	t.Helper()
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^RACED := (.*)$`).FindSubmatch(makefile)
	if line == nil {
		t.Fatal("the Makefile has no RACED")
	}
	text := regexp.MustCompile(`\$\(addprefix ([^,]*),([^)]*)\)`).ReplaceAllStringFunc(string(line[1]), func(call string) string {
		prefix, names, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(call, "$(addprefix "), ")"), ",")
		return prefix + strings.Join(strings.Fields(names), " "+prefix)
	})
	var out []string
	for _, folder := range strings.Fields(text) {
		out = append(out, strings.TrimPrefix(folder, "./"))
	}
	return out
}

// concurrent tells whether a file starts a goroutine, has a channel, or guards something from others.
func concurrent(t *testing.T, file string) bool {
	t.Helper()
	syntax, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := slices.ContainsFunc(syntax.Imports, func(i *ast.ImportSpec) bool {
		return i.Path.Value == `"sync"` || i.Path.Value == `"sync/atomic"` || strings.HasSuffix(i.Path.Value, `/errgroup"`)
	})
	ast.Inspect(syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt, *ast.ChanType:
			found = true
		case *ast.SelectorExpr:
			found = found || n.Sel.Name == "Parallel" || n.Sel.Name == "RunParallel"
		}
		return !found
	})
	return found
}

// TestTheRaceDetectorSeesAllConcurrency: what runs in a service is tested under the race detector wherever it has to do with goroutines.
func TestTheRaceDetectorSeesAllConcurrency(t *testing.T) {
	folders, seen := raced(t), 0
	for _, top := range []string{"runtime/go", "validator", "test/vectors"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(name string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() && entry.Name() == "target" {
				return filepath.SkipDir // Maven may be at work there
			}
			if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".go") || !concurrent(t, name) {
				return err
			}
			folder, err := filepath.Rel(root, filepath.Dir(name))
			folder = filepath.ToSlash(folder)
			if seen++; !slices.ContainsFunc(folders, func(raced string) bool {
				below, all := strings.CutSuffix(raced, "/...")
				return folder == below || all && strings.HasPrefix(folder, below+"/")
			}) {
				t.Errorf("%s has to do with goroutines, and RACED in the Makefile lacks its package", name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if seen < 20 {
		t.Errorf("only %d files have to do with goroutines", seen)
	}
}
