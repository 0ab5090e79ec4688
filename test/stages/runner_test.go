package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// world is a work tree, a folder of results and a script for each stage, which also writes a line into the file runs.
type world struct {
	t       *testing.T
	root    string
	kept    string
	runs    string
	scripts map[string]string
	stages  []stage
	fresh   bool
	atOnce  int
}

func newWorld(t *testing.T) *world {
	dir := t.TempDir()
	w := &world{t: t, root: filepath.Join(dir, "tree"), kept: filepath.Join(dir, "kept"), runs: filepath.Join(dir, "runs"), atOnce: 1}
	w.scripts = map[string]string{"a": `printf 'ok  \tsome/package\t1.234s\n'`}
	w.stages = []stage{{name: "a", without: []string{"docs/", "only.md", "go/*_test.go"}}}
	w.init()
	for _, name := range []string{"main.go", "docs/page.md", "only.md", "go/deep/a_test.go", ".gitignore"} {
		w.write(name, "built/\n")
	}
	return w
}

// init makes the root a work tree of git.
func (w *world) init() {
	if err := os.MkdirAll(w.root, 0o755); err != nil {
		w.t.Fatal(err)
	}
	if out, err := exec.Command("git", "init", "-q", w.root).CombinedOutput(); err != nil {
		w.t.Fatalf("%v\n%s", err, out)
	}
}

func (w *world) write(name, text string) {
	w.t.Helper()
	path := filepath.Join(w.root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// run runs the stages, and returns whether they passed, what was printed, and which of them did run, in their order.
func (w *world) run() (passed bool, printed string, ran []string) {
	w.t.Helper()
	_ = os.Remove(w.runs) // there is none before the first run
	var out bytes.Buffer
	r := &runner{root: w.root, kept: w.kept, out: &out, stages: w.stages, atOnce: w.atOnce, fresh: w.fresh}
	r.command = func(name string) []string {
		return []string{"sh", "-c", "echo " + name + " >>'" + w.runs + "'; " + w.scripts[name]}
	}
	passed = r.run(context.Background())
	lines, _ := os.ReadFile(w.runs) // none where none did run
	return passed, out.String(), strings.Fields(string(lines))
}

func (w *world) wantRun(why string, want ...string) {
	w.t.Helper()
	passed, printed, ran := w.run()
	if !passed || !slices.Equal(ran, want) {
		w.t.Errorf("%s: passed is %v, and %q did run, want %q; it prints\n%s", why, passed, ran, want, printed)
	}
}

func TestWhatHasPassedIsNotRunAgain(t *testing.T) {
	w := newWorld(t)
	w.wantRun("at first", "a")
	passed, printed, ran := w.run()
	if !passed || len(ran) > 0 || !strings.Contains(printed, "== a: (cached)") || !strings.Contains(printed, "\nok  \tsome/package\t(cached)\n") {
		t.Errorf("the second time: passed is %v, and %q did run; it prints\n%s", passed, ran, printed)
	}
	w.fresh = true
	w.wantRun("SPECGEN_FRESH", "a")
}

// Another clone of the same files has other times, folders and inodes.
func TestAnotherClonePasses(t *testing.T) {
	w := newWorld(t)
	w.wantRun("at first", "a")
	old := w.root
	w.root = filepath.Join(t.TempDir(), "clone")
	if err := os.CopyFS(w.root, os.DirFS(old)); err != nil {
		t.Fatal(err)
	}
	w.wantRun("in another clone")
}

func TestWhateverIsReadRunsAgain(t *testing.T) {
	w := newWorld(t)
	tool := filepath.Join(t.TempDir(), "tool")
	w.stages[0].tools = [][]string{{tool, "--version"}}
	w.wantRun("at first", "a")
	for _, change := range []struct {
		what string
		do   func()
		runs bool
	}{
		{"nothing", func() {}, false},
		{"one byte", func() { w.write("main.go", "built.\n") }, true},
		{"a new file", func() { w.write("new/one.txt", "") }, true},
		{"a file that is gone", func() { must(t, os.Remove(filepath.Join(w.root, "main.go"))) }, true},
		{"a file that may be run", func() { must(t, os.Chmod(filepath.Join(w.root, "new/one.txt"), 0o755)) }, true},
		{"a link", func() { must(t, os.Symlink("new", filepath.Join(w.root, "link"))) }, true},
		{"where a link points to", func() {
			must(t, os.Remove(filepath.Join(w.root, "link")))
			must(t, os.Symlink("docs", filepath.Join(w.root, "link")))
		}, true},
		{"a tool", func() { must(t, os.WriteFile(tool, []byte("#!/bin/sh\necho 1.1\n"), 0o755)) }, true},
		{"another version of the tool", func() { must(t, os.WriteFile(tool, []byte("#!/bin/sh\necho 1.2\n"), 0o755)) }, true},
		{"a setting", func() { t.Setenv("SPECGEN_REQUIRE_ALL", "other") }, true},
		{"how it runs", func() { t.Setenv("SPECGEN_STAGES", "7") }, false},
		{"what git ignores", func() { w.write("built/x.o", "x") }, false},
		{"a folder that it does not read", func() { w.write("docs/page.md", "x") }, false},
		{"a file that it does not read", func() { w.write("only.md", "x") }, false},
		{"files of a pattern that it does not read", func() { w.write("go/deep/a_test.go", "x") }, false},
		{"files beside a pattern", func() { w.write("go/deep/a.go", "x") }, true},
	} {
		change.do()
		var want []string
		if change.runs {
			want = []string{"a"}
		}
		w.wantRun(change.what, want...)
		w.wantRun(change.what + ", a second time")
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatFailedIsNotKept(t *testing.T) {
	w := newWorld(t)
	w.stages = append(w.stages, stage{name: "b"})
	w.scripts["a"] = "echo this is why; exit 3"
	for range 2 {
		passed, printed, ran := w.run()
		if passed || !slices.Equal(ran, []string{"a"}) {
			t.Errorf("passed is %v, and %q did run, want a alone", passed, ran)
		}
		for _, want := range []string{"this is why\n", "a             FAILED", "exit status 3", "b             not run", "0 of 2 stages have passed"} {
			if !strings.Contains(printed, want) {
				t.Errorf("no %q in\n%s", want, printed)
			}
		}
	}
	w.scripts["a"] = "true"
	w.wantRun("once mended", "a", "b")
}

// A stage has ended when its command has, whatever that leaves running.
func TestWhatIsLeftRunning(t *testing.T) {
	w := newWorld(t)
	w.scripts["a"] = "sleep 600 & echo $! >" + w.kept + ".left; echo done"
	passed, printed, _ := w.run()
	left, err := os.ReadFile(w.kept + ".left")
	must(t, err)
	pid, err := strconv.Atoi(strings.TrimSpace(string(left)))
	must(t, err)
	must(t, syscall.Kill(pid, syscall.SIGKILL))
	if !passed || !strings.Contains(printed, "done\n== end of a") {
		t.Errorf("passed is %v; it prints\n%s", passed, printed)
	}
}

func TestWhatChangesMeanwhileIsNotKept(t *testing.T) {
	w := newWorld(t)
	w.scripts["a"] = "echo x >>main.go"
	for range 2 {
		if _, printed, ran := w.run(); len(ran) != 1 || !strings.Contains(printed, "not kept: its inputs have changed meanwhile") {
			t.Errorf("%q did run, and it prints\n%s", ran, printed)
		}
	}
}

// A tool that the stage installs is part of what it has passed with.
func TestAToolThatTheStageInstalls(t *testing.T) {
	w := newWorld(t)
	tool := filepath.Join(t.TempDir(), "tool")
	w.stages[0].tools = [][]string{{tool, "--version"}}
	w.scripts["a"] = "printf '#!/bin/sh\\necho 1\\n' >" + tool + "; chmod +x " + tool
	w.wantRun("without the tool", "a")
	w.wantRun("with it")
	must(t, os.Remove(tool))
	w.wantRun("without it again", "a")
}

func TestWithoutGitAllRuns(t *testing.T) {
	w := newWorld(t)
	must(t, os.RemoveAll(filepath.Join(w.root, ".git")))
	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(w.root))
	w.wantRun("at first", "a")
	w.wantRun("the second time", "a")
}

// Two stages that wait for each other show that they run at once, and that what they print stays apart.
func TestTwoAtOnce(t *testing.T) {
	w := newWorld(t)
	w.atOnce = 2
	w.stages = []stage{{name: "last", after: []string{"a", "b", "other"}}, {name: "a"}, {name: "b"}}
	meet := func(own, other string) string {
		return "echo " + own + " is here; : >" + w.kept + own + "; i=0; while [ ! -e " + w.kept + other +
			" ]; do sleep 0.02; i=$((i + 1)); [ $i -lt 1000 ] || exit 1; done; echo " + own + " has met"
	}
	w.scripts["a"], w.scripts["b"] = meet("a", "b"), meet("b", "a")
	passed, printed, ran := w.run()
	if !passed || len(ran) != 3 || ran[2] != "last" {
		t.Fatalf("passed is %v, and %q did run; it prints\n%s", passed, ran, printed)
	}
	for _, want := range []string{"a is here\na has met\n== end of a\n", "b is here\nb has met\n== end of b\n"} {
		if !strings.Contains(printed, want) {
			t.Errorf("no %q in\n%s", want, printed)
		}
	}
}

func TestOldResultsGo(t *testing.T) {
	w := newWorld(t)
	for i := range keptOfEach + 3 {
		w.write("main.go", strings.Repeat("x", i))
		w.wantRun("another input", "a")
	}
	if kept, err := os.ReadDir(filepath.Join(w.kept, "a")); err != nil || len(kept) != keptOfEach {
		t.Errorf("%d results are kept, want %d (%v)", len(kept), keptOfEach, err)
	}
	w.wantRun("the newest")
}
