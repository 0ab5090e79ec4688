package diff_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/codegentest"
	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/resolve"
)

const pairs = "../../testdata/diff"

// withoutPair are the kinds that no pair of small flows shows, with the reason.
var withoutPair = map[string]string{
	"flow/added":             "there is no old flow",
	"flow/removed":           "there is no new flow",
	"flow/namespace-changed": "all spans of a flow begin with its namespace, and so have other names too",
}

// TestPairs compares the flows of testdata/diff. The source grades that they expect are those that the compilers of the four languages
// give: TestOldCallers of the Go backend, and the scripts of the others, hold them against generated callers.
func TestPairs(t *testing.T) {
	folders, err := filepath.Glob(filepath.Join(pairs, "*"))
	if err != nil || len(folders) == 0 {
		t.Fatal("there are no pairs", err)
	}
	shown := map[string]bool{}
	for _, folder := range folders {
		name := filepath.Base(folder)
		want, err := codegentest.Expected(filepath.Join(folder, "expected.txt"))
		if err != nil {
			t.Fatal(err)
		}
		compared := diff.Compare(loadFlow(t, folder, "old.yaml"), loadFlow(t, folder, "new.yaml"))
		var kinds []string
		for _, c := range compared.Changes {
			shown[c.Kind] = true
			if !slices.Contains(kinds, c.Kind) {
				kinds = append(kinds, c.Kind)
			}
		}
		slices.Sort(kinds)
		got := gradesOf(compared)
		if len(kinds) == 0 {
			kinds = []string{"none"}
		}
		got["kinds"] = strings.Join(kinds, " ")
		for _, line := range codegentest.ExpectedLines() {
			if got[line] != want[line] {
				t.Errorf("%s: %s is %q, expected.txt says %q", name, line, got[line], want[line])
			}
		}
		if !slices.ContainsFunc(kinds, func(kind string) bool { return strings.HasPrefix(name+"-", strings.ReplaceAll(kind, "/", "-")+"-") }) {
			t.Errorf("%s is named after none of its kinds %s", name, kinds)
		}
	}
	for _, kind := range diff.Kinds() {
		if _, known := withoutPair[kind.ID]; known == shown[kind.ID] {
			t.Errorf("%s: shown by a pair is %t, and withoutPair says otherwise", kind.ID, shown[kind.ID])
		}
	}
}

// gradesOf are the worst grades of all changes.
func gradesOf(d *diff.Diff) map[string]string {
	var worst diff.Grades
	for _, c := range d.Changes {
		s, more := &worst.Source, c.Grades.Source
		worst.Wire, worst.Conformance = max(worst.Wire, c.Grades.Wire), max(worst.Conformance, c.Grades.Conformance)
		s.Go, s.Swift, s.Kotlin, s.TypeScript = max(s.Go, more.Go), max(s.Swift, more.Swift), max(s.Kotlin, more.Kotlin), max(s.TypeScript, more.TypeScript)
	}
	out := map[string]string{"wire": worst.Wire.String(), "conformance": worst.Conformance.String()}
	for _, language := range diff.Languages() {
		out[language] = worst.Source.Of(language).String()
	}
	return out
}

func loadFlow(t *testing.T, folder, name string) *model.Flow {
	t.Helper()
	path := filepath.Join(folder, name)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	result := resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return data, nil }, path)
	for _, d := range result.Diagnostics {
		if d.Severity == diag.Error {
			t.Fatalf("%s:%d: %s", path, d.Range.Start.Line, d.Message)
		}
	}
	return result.Flow
}
