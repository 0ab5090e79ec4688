package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestListsAreTrue checks that each mistake can still be put in: its old text stands once in its file. So a list does not rot while the code goes on.
func TestListsAreTrue(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no lists", err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		l, err := parse(text)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		for _, m := range l.mutants {
			code, err := os.ReadFile(filepath.Join("../..", filepath.FromSlash(m.file)))
			if err != nil {
				t.Errorf("%s: %v", path, err)
				continue
			}
			if _, err := m.in(string(code)); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
	}
}

func TestWhatIsWrongWithAList(t *testing.T) {
	for text, want := range map[string]string{
		"tests: x\n-- a b --\nx\n>>>>\ny\n":                       `line "tests: x": give setup:, build: or test:`,
		"test: x\n-- a --\nx\n>>>>\ny\n":                          "give it a name and the path of a file",
		"test: x\n-- a b --\nx\n":                                 "write the old text, a line >>>> and the new text",
		"test: x\n-- a b --\n>>>>\ny\n":                           "it has no old text",
		"test: x\n-- a b --\nx\n>>>>\nx\n":                        "it changes nothing",
		"-- a b --\nx\n>>>>\ny\n":                                 "no test is to find it",
		"test: x\n-- a b --\nx\n>>>>\ny\n-- a b --\nz\n>>>>\ny\n": "two have that name",
	} {
		if _, err := parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

// seconds is how long a mutant took.
var seconds = regexp.MustCompile(`, \d+ s\)`)

// TestRun tries mutants of a repository of one file, whose test is a search.
func TestRun(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "code.txt", "one\ntwo\n")
	write(t, "ignored.txt", "not a part\n")
	write(t, ".gitignore", "ignored.txt\n")
	if out, err := exec.Command("git", "init", "-q").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	const head = "setup: test ! -e ignored.txt\nbuild: ! grep -q broken code.txt\ntest: grep -q one code.txt\n"
	for _, c := range []struct {
		name, list, want, wrong string
		survivors               int
	}{
		{"killed", "-- no-one code.txt --\none\n>>>>\n", "killed   no-one (code.txt)\n1 killed, 0 survived, 0 do not build\n", "", 0},
		{"each from the start", "-- no-two code.txt --\ntwo\n>>>>\n2\n-- no-one code.txt --\none\ntwo\n>>>>\n1\n",
			"SURVIVED no-two (code.txt)\nkilled   no-one (code.txt)\n1 killed, 1 survived, 0 do not build\n", "", 1},
		{"a test of its own", "-- no-two code.txt --\ntest: grep -q two code.txt\ntwo\n>>>>\n2\n", "killed   no-two (code.txt)\n1 killed, 0 survived, 0 do not build\n", "", 0},
		{"out of time", "-- no-two code.txt --\ntest: grep -q two code.txt || sleep 60\ntwo\n>>>>\n2\n", "killed   no-two (code.txt)\n1 killed, 0 survived, 0 do not build\n", "", 0},
		{"no program", "-- no-one code.txt --\none\n>>>>\nbroken\n", "NO CODE  no-one (code.txt)\n0 killed, 0 survived, 1 do not build\n", "", 1},
		{"not there", "-- no-three code.txt --\nthree\n>>>>\n3\n", "", "its old text stands 0 times", 0},
		{"fails without a mutant", "-- no-one code.txt --\ntest: false\none\n>>>>\n1\n", "", "false fails without a mutant", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			write(t, "list.txtar", head+c.list)
			var out strings.Builder
			n, err := run(context.Background(), &out, options{timeout: time.Second}, []string{"list.txtar"})
			if c.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), c.wrong) {
					t.Errorf("got %v, want %s", err, c.wrong)
				}
				return
			}
			got := seconds.ReplaceAllString(out.String(), ")")
			if err != nil || n != c.survivors || got != c.want {
				t.Errorf("%d survive, %v\n%s", n, err, got)
			}
			if code, err := os.ReadFile("code.txt"); err != nil || string(code) != "one\ntwo\n" {
				t.Errorf("the working tree has %q, %v", code, err)
			}
		})
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
