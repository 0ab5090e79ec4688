// Package architecture checks the imports of the module's packages against the table of docs/architecture.md.
package architecture

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	root   = "../.."
	module = "github.com/specgen/specgen/"
)

// tools are folders of programs and tests around the product, which the table leaves out.
var tools = []string{
	"examples", "gen", "scripts", "test", "tools",
	"internal/codegentest", "internal/markup/markuptest", "internal/mistakes", "validator/internal/readers/printrecords", "validator/internal/readers/timereading",
}

// reachesOut are the packages of the standard library through which a program touches what is around it, with who may.
var reachesOut = map[string][]string{
	"os":         {"cmd/specgen", "cmd/specgenvet", "internal/cli", "validator", "validator/internal/parts", "validator/internal/temp"},
	"os/exec":    {"internal/cli"},
	"os/signal":  {"cmd/specgen", "internal/cli"},
	"os/user":    nil,
	"io/ioutil":  nil,
	"net":        {"internal/live"},
	"net/http":   {"internal/live", "runtime/go/flowtrace/otlphttp"},
	"plugin":     nil,
	"syscall":    {"internal/cli", "validator/internal/readers"}, // the names of signals and errors
	"log":        {"internal/live"},                              // to switch that of net/http off
	"log/syslog": nil,
}

// row is a line of the table. A folder that ends in /… stands for all below it.
type row struct {
	folder  string
	allowed []string
}

// below returns the folder without /…, and whether it had that.
func below(name string) (string, bool) { return strings.CutSuffix(name, "/…") }

// covers reports whether the name of a row or of an import in the table means a folder.
func covers(name, folder string) bool {
	base, all := below(name)
	return folder == base || all && strings.HasPrefix(folder, base+"/")
}

var quoted = regexp.MustCompile("`([^`]+)`")

// readTable returns the rows of docs/architecture.md.
func readTable(t *testing.T) []row {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	for _, line := range strings.Split(string(text), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || !strings.HasPrefix(strings.TrimSpace(cells[1]), "`") {
			continue
		}
		r := row{folder: strings.Trim(cells[1], " `")}
		for _, name := range quoted.FindAllStringSubmatch(cells[3], -1) {
			r.allowed = append(r.allowed, fullPath(name[1]))
		}
		if (len(r.allowed) == 0) != (strings.TrimSpace(cells[3]) == "nothing") {
			t.Errorf("%s may import neither something nor nothing: %s", r.folder, cells[3])
		}
		rows = append(rows, r)
	}
	if len(rows) < 20 {
		t.Fatalf("docs/architecture.md has a table of %d rows", len(rows))
	}
	return rows
}

// fullPath is what a name of the last column means.
func fullPath(name string) string {
	first, _, _ := strings.Cut(name, "/")
	switch {
	case strings.Contains(first, "."), first == "runtime", first == "validator":
		return name
	case first == "":
		return name[1:]
	}
	return "internal/" + name
}

// imports returns what each folder of the module imports, tests left out.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		folder, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		folder = filepath.ToSlash(folder)
		if entry.IsDir() {
			hidden := len(entry.Name()) > 1 && strings.HasPrefix(entry.Name(), ".") && name != root
			if hidden || entry.Name() == "testdata" || entry.Name() == "node_modules" || entry.Name() == "target" || slices.Contains(tools, folder) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		folder = path.Dir(folder)
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		out[folder] = append(out[folder], []string{}...)
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			out[folder] = append(out[folder], imported)
		}
		return nil
	})
	if err != nil || len(out) < 20 {
		t.Fatalf("found %d packages: %v", len(out), err)
	}
	return out
}

// rowOf returns the row that a folder is held to: its own, else that of the nearest folder which stands for what is below
// it.
func rowOf(rows []row, folder string) (row, bool) {
	var best row
	for _, r := range rows {
		switch base, all := below(r.folder); {
		case r.folder == folder:
			return r, true
		case all && covers(r.folder, folder) && len(base) >= len(best.folder):
			best = r
		}
	}
	if within := path.Dir(folder); best.folder == "" && strings.HasPrefix(folder, "runtime/go/flowtrace/") {
		return rowOf(rows, within)
	}
	return best, best.folder != ""
}

func TestEveryPackageKeepsToTheTable(t *testing.T) {
	rows, found := readTable(t), imports(t)
	for _, folder := range slices.Sorted(maps.Keys(found)) {
		r, ok := rowOf(rows, folder)
		if !ok {
			t.Errorf("%s has no row in docs/architecture.md, such as\n%s", folder, rowFor(folder, found[folder]))
			continue
		}
		for _, imported := range found[folder] {
			first, _, _ := strings.Cut(imported, "/")
			if strings.Contains(first, ".") && !r.allows(imported) {
				t.Errorf("%s imports %s; docs/architecture.md allows %v", folder, imported, r.allowed)
			}
		}
	}
}

// rowFor is the row that a folder with these imports needs, without its words.
func rowFor(folder string, imported []string) string {
	names := map[string]bool{}
	for _, name := range imported {
		own, isOwn := strings.CutPrefix(name, module)
		first, _, _ := strings.Cut(own, "/")
		switch {
		case isOwn && strings.HasPrefix(own, "internal/"):
			names["`"+strings.TrimPrefix(own, "internal/")+"`"] = true
		case isOwn && first != "validator" && first != "runtime":
			names["`/"+own+"`"] = true
		case isOwn || strings.Contains(first, "."):
			names["`"+own+"`"] = true
		}
	}
	if len(names) == 0 {
		return fmt.Sprintf("| `%s` | … | nothing |", folder)
	}
	return fmt.Sprintf("| `%s` | … | %s |", folder, strings.Join(slices.Sorted(maps.Keys(names)), ", "))
}

func (r row) allows(imported string) bool {
	own, isOwn := strings.CutPrefix(imported, module)
	for _, name := range r.allowed {
		if isOwn && (covers(name, own) || own == r.folder) || !isOwn && (imported == name || strings.HasPrefix(imported, name+"/")) {
			return true
		}
	}
	return isOwn && own == r.folder
}

// TestTheTableIsTrue finds rows without a package, and imports that are allowed and not needed.
func TestTheTableIsTrue(t *testing.T) {
	rows, found := readTable(t), imports(t)
	for _, r := range rows {
		used, seen := map[string]bool{}, false
		for folder, imported := range found {
			if own, ok := rowOf(rows, folder); !ok || own.folder != r.folder {
				continue
			}
			seen = true
			for _, name := range imported {
				for _, allowed := range r.allowed {
					if (row{allowed: []string{allowed}}).allows(name) {
						used[allowed] = true
					}
				}
			}
		}
		if !seen {
			t.Errorf("there is no package %s", r.folder)
		}
		for _, allowed := range r.allowed {
			if !used[allowed] {
				t.Errorf("%s does not import %s, which the table allows", r.folder, allowed)
			}
		}
	}
}

// TestOneOwnerOfADependency holds each module of others to one row.
func TestOneOwnerOfADependency(t *testing.T) {
	owner := map[string]string{}
	for _, r := range readTable(t) {
		for _, name := range r.allowed {
			if first, _, _ := strings.Cut(name, "/"); !strings.Contains(first, ".") {
				continue
			}
			if other := owner[name]; other != "" {
				t.Errorf("%s and %s both import %s", other, r.folder, name)
			}
			owner[name] = r.folder
		}
	}
	if len(owner) < 4 {
		t.Errorf("the table names the dependencies %v", owner)
	}
}

func TestWhoReachesOut(t *testing.T) {
	for folder, imported := range imports(t) {
		for _, name := range imported {
			if who, known := reachesOut[name]; known && !slices.Contains(who, folder) {
				t.Errorf("%s imports %s; let internal/cli do it, or say why in docs/architecture.md", folder, name)
			}
		}
	}
}

// TestHelpersFindMistakes checks that the helpers of these tests report wrong tables and imports.
func TestHelpersFindMistakes(t *testing.T) {
	r := row{"internal/model", []string{fullPath("diag"), fullPath("github.com/a/b"), fullPath("validator/internal/…")}}
	for imported, want := range map[string]bool{
		module + "internal/diag":          true,
		module + "internal/diagram":       false,
		module + "internal/diag/sub":      false,
		module + "internal/lint":          false,
		module + "validator/internal/x/y": true,
		module + "validator":              false,
		"github.com/a/b/c":                true,
		"github.com/a/bc":                 false,
	} {
		if r.allows(imported) != want {
			t.Errorf("%s: want %v", imported, want)
		}
	}
	rows := []row{{folder: "a/…"}, {folder: "a/b"}, {folder: "a/b/c/…"}, {folder: "d"}}
	for folder, want := range map[string]string{"a/b": "a/b", "a/x": "a/…", "a/b/x": "a/…", "a/b/c/x/y": "a/b/c/…", "d": "d", "d/x": "", "ab": ""} {
		if got, ok := rowOf(rows, folder); got.folder != want || ok != (want != "") {
			t.Errorf("%s is held to %q, want %q", folder, got.folder, want)
		}
	}
	needed := []string{module + "internal/diag", module + "spec", module + "validator/trace", "fmt", "github.com/a/b"}
	if got := rowFor("x", needed); got != "| `x` | … | `/spec`, `diag`, `github.com/a/b`, `validator/trace` |" {
		t.Errorf("the row is %s", got)
	}
	if got := rowFor("x", []string{"fmt"}); got != "| `x` | … | nothing |" {
		t.Errorf("the row of a leaf is %s", got)
	}
	if fullPath("/spec") != "spec" || fullPath("runtime") != "runtime" || fullPath("spec") != "internal/spec" {
		t.Error("names of the table are misread")
	}
}
