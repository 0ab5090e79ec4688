package cli

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/docs"
	"github.com/specgen/specgen/validator"
)

var update = flag.Bool("update", false, "write the expected outputs again")

// specgen runs a command in the repo's root and returns its standard output and exit code.
func specgen(t *testing.T, args ...string) (string, int) {
	t.Helper()
	t.Chdir("../..")
	t.Setenv("COLUMNS", "120")
	var stdout, stderr bytes.Buffer
	code := Run(args, strings.NewReader(""), &stdout, &stderr)
	if stderr.Len() > 0 {
		t.Logf("standard error of specgen %s:\n%s", strings.Join(args, " "), stderr.String())
	}
	return stdout.String(), code
}

// TestBrokenSample holds what the validator says of the broken sample, every word and offset of it.
func TestBrokenSample(t *testing.T) {
	const expected = "testdata/traces/broken.findings.json"
	got, code := specgen(t, "validate", "--format", "json", "testdata/traces/broken.otlp.json")
	if code != exitFindings {
		t.Errorf("exit code %d, want %d", code, exitFindings)
	}
	if *update {
		if err := os.WriteFile(expected, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(expected)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the findings differ from %s: go test ./internal/cli -run TestBrokenSample -update, and read the difference", expected)
	}
}

// TestRepoPasses runs ci on this repo.
func TestRepoPasses(t *testing.T) {
	if report, code := specgen(t, "ci"); code != exitOK {
		t.Errorf("specgen ci exits with %d:\n%s", code, report)
	}
}

// TestRepoIsDocumented holds docs/notification.md to its spec, and each rule to the documentation, which knows of what it looks at.
func TestRepoIsDocumented(t *testing.T) {
	for _, rule := range validator.Rules() {
		if !docs.KnowsRule(rule.ID) {
			t.Errorf("internal/docs/rules.go does not say which spans the rule %s looks at", rule.ID)
		}
	}
	if report, code := specgen(t, "docs", "--check"); code != exitOK {
		t.Errorf("specgen docs --check exits with %d: run specgen docs\n%s", code, report)
	}
}

// TestErrorsDoNotSteerTheTerminal names a file that would.
func TestErrorsDoNotSteerTheTerminal(t *testing.T) {
	var stdout, stderr bytes.Buffer
	code := Run([]string{"validate", "--spec", "../../spec/notification.yaml", "\x1b]0;owned\x07\u202e.json"}, strings.NewReader(""), &stdout, &stderr)
	const want = "specgen: cannot find the trace file \\x1b]0;owned\\a\\u202e.json: check the path\n"
	if code != exitFailed || stdout.Len() > 0 || stderr.String() != want {
		t.Errorf("exit code %d, %q on standard error; want %q", code, stderr.String(), want)
	}
}

var outputBlock = regexp.MustCompile("(?s)<!-- specgen ([^>]*) -->\n```\n(.*?)```\n")

// TestReadmeShowsRealOutput compares each output in the README and in docs/show.md with what the command prints. A last line of dots means
// that the rest is left out.
func TestReadmeShowsRealOutput(t *testing.T) {
	for file, least := range map[string]int{"README.md": 3, "docs/show.md": 2} {
		text, err := os.ReadFile("../../" + file)
		if err != nil {
			t.Fatal(err)
		}
		blocks := outputBlock.FindAllStringSubmatch(string(text), -1)
		if len(blocks) < least {
			t.Errorf("%s has %d outputs, want at least %d", file, len(blocks), least)
		}
		compareOutputs(t, file, blocks)
	}
}

// withoutDiff matches the lines of ci about what changed: which branch there is to compare with differs from clone to clone.
var withoutDiff = regexp.MustCompile("(?m)^diff .*\n")

func compareOutputs(t *testing.T, file string, blocks [][]string) {
	for _, block := range blocks {
		t.Run(block[1], func(t *testing.T) {
			got, _ := specgen(t, strings.Fields(block[1])...)
			got, block[2] = withoutDiff.ReplaceAllString(got, ""), withoutDiff.ReplaceAllString(block[2], "")
			want, cut := strings.CutSuffix(block[2], "…\n")
			if got != want && !(cut && strings.HasPrefix(got, want)) {
				t.Errorf("specgen %s prints\n%s\nand %s has\n%s", block[1], got, file, block[2])
			}
		})
	}
}

// TestShowBesideAPlaceThatCannotBeRead: what validate doubts there, show does not call an error.
func TestShowBesideAPlaceThatCannotBeRead(t *testing.T) {
	whole, err := os.ReadFile("../../testdata/traces/conforming.otlp.json")
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(t.TempDir(), "cut.json")
	if err := os.WriteFile(cut, whole[:60_000], 0o600); err != nil {
		t.Fatal(err)
	}
	out, code := specgen(t, "show", "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c40017", cut)
	if code != 1 {
		t.Errorf("exit code %d, want 1: an input could not be read", code)
	}
	for _, want := range []string{"\nNothing came after trigger\n", "└ warning too-few: none, expected one in a trace; it may be in what could not be read"} {
		if !strings.Contains(out, want) {
			t.Errorf("want %q in\n%s", want, out)
		}
	}
}
