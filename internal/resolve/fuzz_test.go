package resolve_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/lint"
	"github.com/specgen/specgen/internal/mistakes"
	"github.com/specgen/specgen/internal/resolve"
)

// FuzzLoad checks two guarantees of Load: it never panics, and a flow without errors, those of internal/lint included, has
// no gaps.
func FuzzLoad(f *testing.F) {
	cases, err := mistakes.All("../..")
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range cases {
		f.Add(c.Spec())
	}
	for _, pattern := range []string{"../../spec/*.yaml", "../../testdata/flows/*.yaml", "../../testdata/flows/features/*.yaml"} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			f.Fatalf("cannot list %s: %v", pattern, err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		result := resolve.Load(folder{"flow.yaml": string(data)}.open, "flow.yaml")
		for _, d := range append(result.Diagnostics, lint.Run(result.Flow, lint.Env{})...) {
			if d.Code == "" || d.Message == "" || d.Severity == 0 {
				t.Errorf("a diagnostic without words: %+v", d)
			}
			if d.Severity == diag.Error {
				return
			}
		}
		if result.Flow == nil {
			t.Fatal("no flow, and no error that says why")
		}
		if !result.Flow.Complete() {
			t.Errorf("gaps without an error: %v", result.Flow.Gaps)
		}
		for _, s := range result.Flow.Spans {
			if len(s.Gaps) > 0 || s.Trace == nil || len(s.Services) == 0 {
				t.Errorf("span %q: %+v", s.Name, s)
			}
		}
		for _, tag := range append(result.Flow.Tags, result.Flow.UnusedTags...) {
			if len(tag.Gaps) > 0 || tag.Kind == 0 {
				t.Errorf("tag %q: %+v", tag.Name, tag)
			}
		}
	})
}
