package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

// scripts are the scripts of the stages that leave out what other languages have, and where these stand.
var scripts = map[string][]string{
	"test-ts":     {"scripts/test-ts.sh", "scripts/ts"},
	"test-kotlin": {"scripts/test-kotlin.sh", "scripts/kotlin/driver", "scripts/kotlin/checks/src", "scripts/kotlin/checks/pom.xml"},
	"test-swift":  {"scripts/test-swift.sh", "scripts/swift", "scripts/swift-toolchain.sh"},
}

// TestNoScriptReadsWhatItsStageIsWithout looks for the names of what a stage leaves out in its scripts.
func TestNoScriptReadsWhatItsStageIsWithout(t *testing.T) {
	for name, paths := range scripts {
		s, looked := stages[name], 0
		for _, path := range paths {
			must(t, filepath.WalkDir(filepath.Join(root, path), func(path string, entry fs.DirEntry, err error) error {
				if err != nil || entry.IsDir() || slices.Contains([]string{"pictures.mjs"}, entry.Name()) {
					return err
				}
				text, err := os.ReadFile(path)
				looked++
				for _, pattern := range s.without {
					if folder, isFolder := strings.CutSuffix(pattern, "/"); isFolder && regexp.MustCompile(regexp.QuoteMeta(folder)+`\b`).Match(text) {
						t.Errorf("%s names %s, which is no input of %s in test/stages/stages.go", path, pattern, name)
					}
				}
				return err
			}))
		}
		if looked < 3 {
			t.Errorf("%d scripts of %s are there", looked, name)
		}
	}
}

var program = regexp.MustCompile(`\bgo (?:run|test|build)(?: -o \S+)? (\./[\w/]+)`)

// TestNoProgramIsBuiltFromWhatItsStageIsWithout looks at the sources of the programs and tests that the scripts run.
func TestNoProgramIsBuiltFromWhatItsStageIsWithout(t *testing.T) {
	top, err := filepath.Abs(root)
	must(t, err)
	for name, paths := range scripts {
		text, err := os.ReadFile(filepath.Join(root, paths[0]))
		must(t, err)
		list := []string{"list", "-deps", "-test", "-f", `{{range .GoFiles}}{{$.Dir}}/{{.}}{{"\n"}}{{end}}`}
		for _, found := range program.FindAllSubmatch(text, -1) {
			list = append(list, string(found[1]))
		}
		command := exec.Command("go", list...)
		command.Dir = root
		out, err := command.Output()
		must(t, err)
		looked := 0
		for file := range strings.Lines(string(out)) {
			path, err := filepath.Rel(top, strings.TrimSpace(file))
			if path = filepath.ToSlash(path); err != nil || strings.HasPrefix(path, "../") {
				continue // a package of Go or of another module
			}
			if looked++; !stages[name].reads(path) {
				t.Errorf("%s runs a program that is built from %s, which is no input of %s in test/stages/stages.go", paths[0], path, name)
			}
		}
		if looked < 50 {
			t.Errorf("the programs of %s are built from %d files", paths[0], looked)
		}
	}
}

// code are the folders of Go whose tests and programs a stage runs that does not read all pages. Those below test-race are RACED's.
var code = map[string][]string{
	"test-race":    {"runtime/go", "validator", "test/vectors"},
	"test-bench":   {"test/bench", "test/duckdb"},
	"test-ts":      {"internal/codegen/typescript", "internal/codegentest", "test/callers", "test/oldcallers"},
	"test-kotlin":  {"internal/codegen/kotlin", "internal/codegentest", "test/callers", "test/oldcallers", "test/kotlincases", "test/vectors"},
	"test-swift":   {"internal/codegen/swift", "internal/codegentest", "test/callers", "test/oldcallers", "test/vectors"},
	"test-vectors": {"test/vectors", "test/delivery", "test/interop"},
}

var (
	page     = regexp.MustCompile(`\bdocs/([\w./-]*)`)
	toPage   = regexp.MustCompile(`^(?:\.\./)*docs/\S*$|^(?:\.\./)+[A-Z]+\.md$`)
	comments = regexp.MustCompile(`(?m)^\s*(#|//|\*|/\*).*$`)
)

// pagesOf returns the pages that a stage's scripts and Go code name as what they read.
func pagesOf(t *testing.T, stage string) map[string]string {
	t.Helper()
	named := map[string]string{}
	walk := func(top string, look func(file string, text []byte)) {
		must(t, filepath.WalkDir(filepath.Join(root, top), func(file string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() && entry.Name() == "target" {
				return filepath.SkipDir // Maven may be at work there
			}
			if err != nil || entry.IsDir() || entry.Name() == "pictures.mjs" {
				return err
			}
			text, err := os.ReadFile(file)
			look(file, text)
			return err
		}))
	}
	for _, top := range append([]string{"scripts/test-vectors.sh", "scripts/driver.sh"}, scripts[stage]...) {
		walk(top, func(file string, text []byte) {
			for _, found := range page.FindAllSubmatch(comments.ReplaceAll(text, nil), -1) {
				named["docs/"+string(found[1])] = file
			}
		})
	}
	for _, top := range code[stage] {
		walk(top, func(file string, text []byte) {
			if filepath.Ext(file) != ".go" || strings.Contains(filepath.ToSlash(file), "/testdata/") {
				return
			}
			syntax, err := parser.ParseFile(token.NewFileSet(), file, text, 0)
			must(t, err)
			ast.Inspect(syntax, func(n ast.Node) bool {
				if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
					if path, _ := strconv.Unquote(literal.Value); toPage.MatchString(path) { // the parser has seen that it can be
						named[strings.TrimLeft(path, "./")] = file
					}
				}
				return true
			})
		})
	}
	return named
}

// TestPagesAreThoseThatAreRead: a change of a page runs the stages that read it, and no others.
func TestPagesAreThoseThatAreRead(t *testing.T) {
	files, err := readTree(root)
	must(t, err)
	seen := 0
	for name, s := range stages {
		if !slices.Contains(s.without, "docs/*.md") {
			continue
		}
		named := pagesOf(t, name)
		for path, file := range named {
			if seen++; files[path] == "" {
				t.Errorf("%s reads %s, and no file has just that name: name the pages", file, path)
			} else if !s.reads(path) {
				t.Errorf("%s reads %s, which is no input of %s in test/stages/stages.go", file, path, name)
			}
		}
		for _, path := range s.pages {
			if named[path] == "" {
				t.Errorf("%s is a page of %s in test/stages/stages.go, and nothing there names it", path, name)
			}
		}
	}
	if seen < 5 {
		t.Errorf("%d pages are named", seen)
	}
	for name, change := range map[string]string{"test-swift": "docs/performance-typescript.md", "test-vectors": "docs/rules.md", "test-race": "README.md", "lint": "docs/decisions/README.md"} {
		if stages[name].reads(change) {
			t.Errorf("%s reads %s", name, change)
		}
	}
}

// TestWhatIsLeftOutIsThere keeps the lists free of what is gone.
func TestWhatIsLeftOutIsThere(t *testing.T) {
	files, err := readTree(root)
	must(t, err)
	for name, s := range stages {
		for _, pattern := range s.without {
			one, left := stage{without: []string{pattern}}, false
			for path := range files {
				left = left || !one.reads(path)
			}
			if !left {
				t.Errorf("%s is without %s, and there is nothing of that name", name, pattern)
			}
		}
	}
}

// TestEveryTestIsAStage holds the Makefile against the table: make test runs all of them, and each is a target.
func TestEveryTestIsAStage(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	must(t, err)
	line := regexp.MustCompile(`(?m)^test:.*\n\t@?go run \./test/stages (.*)$`).FindSubmatch(makefile)
	if line == nil {
		t.Fatal("make test does not run test/stages")
	}
	named := strings.Fields(string(line[1]))
	for name := range stages {
		if !slices.Contains(named, name) {
			t.Errorf("make test leaves %s out", name)
		}
	}
	for _, target := range regexp.MustCompile(`(?m)^(lint|test-[a-z]+):`).FindAllSubmatch(makefile, -1) {
		if !slices.Contains(named, string(target[1])) {
			t.Errorf("make test leaves the target %s out", target[1])
		}
	}
}

func TestSettingsAreRead(t *testing.T) {
	t.Setenv("SPECGEN_CACHE", t.TempDir())
	t.Setenv("SPECGEN_STAGES", "3")
	if r, err := newRunner([]string{"lint", "test-ts"}); err != nil || r.atOnce != 3 || len(r.stages) != 2 || r.stages[1].name != "test-ts" {
		t.Errorf("got %+v, %v", r, err)
	}
	t.Setenv("SPECGEN_STAGES", "0")
	if _, err := newRunner(nil); err == nil {
		t.Error("no stage at once is taken")
	}
	t.Setenv("SPECGEN_STAGES", "")
	if _, err := newRunner([]string{"test-cobol"}); err == nil {
		t.Error("a stage that is not there is taken")
	}
}
