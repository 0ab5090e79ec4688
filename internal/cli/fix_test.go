package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/fix"
	"github.com/specgen/specgen/internal/mistakes"
)

// TestFixesOfAllMistakes applies each fix of each archive by itself: the diagnostic is gone, and there is no error that was not there
// before, unless the YAML could not be read before.
func TestFixesOfAllMistakes(t *testing.T) {
	cases, err := mistakes.All("../..")
	if err != nil {
		t.Fatal(err)
	}
	tried, helped := map[string]int{}, map[string]int{}
	for _, c := range cases {
		folder := t.TempDir()
		for name, file := range c.Files {
			path := filepath.Join(folder, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, file.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		path := filepath.Join(folder, filepath.FromSlash(c.Path))
		was := readSpecs("", []string{path}, nil, nil)
		all := was.diagnostics().All
		for i := range all {
			d := &all[i]
			if d.Fix == nil {
				continue
			}
			tried[d.Code]++
			changed, err := applied(d.Fix, was, map[string][]byte{})
			if err != nil {
				t.Errorf("%s: %s: %v", c.Name, d.Code, err)
				continue
			}
			is := readSpecs("", []string{path}, nil, changed)
			if !helps(d, was, is) {
				t.Logf("%s: %s %s, %s, does not help: %v", c.Name, d.Code, d.Message, d.Fix.Title, news(was, is))
				continue
			}
			helped[d.Code]++
			if more := news(was, is); len(more) > 0 && !strings.HasPrefix(d.Code, "yaml/") {
				t.Errorf("%s: %s %s, %s: there is now %q", c.Name, d.Code, d.Message, d.Fix.Title, more)
			}
		}
	}
	for _, code := range fix.Codes() {
		t.Logf("%s: %d of %d help", code, helped[code], tried[code])
		if helped[code] == 0 || 2*helped[code] < tried[code] {
			t.Errorf("%s: %d of %d fixes help", code, helped[code], tried[code])
		}
	}
}

// news returns the errors that there are now and were not before.
func news(was, is *specs) []string {
	var out []string
	before := was.list.Sorted()
	for _, d := range is.list.Sorted() {
		if d.Severity == diag.Error && !slices.ContainsFunc(before, func(b diag.Diagnostic) bool { return b.Code == d.Code && b.Message == d.Message }) {
			out = append(out, d.Code+" "+d.Message)
		}
	}
	return out
}
