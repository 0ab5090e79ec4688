package golang

import (
	"os"
	"path"
	"testing"

	"github.com/specgen/specgen/internal/codegen"
)

// TestOldCallersCompile holds a caller of version 1.0 of a flow against the client of 1.1, which has more optional tags,
// spans, services, links, parents and values of an open enum.
func TestOldCallersCompile(t *testing.T) {
	source, err := os.ReadFile("testdata/evolution/caller.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range []string{"1.0", "1.1"} {
		t.Run(version, func(t *testing.T) {
			spec := path.Join("internal/codegen/golang/testdata/evolution", version+".yaml")
			in := load(t, spec)
			if got := in.Flow.Version.String(); got != version+".0" {
				t.Fatal("the fixture has version", got)
			}
			w := newWorld(t)
			w.mustCheck(t, in, generate(t, in))
			_, problems := w.check("main", []codegen.File{{Path: "caller.go", Content: source}})
			for _, problem := range problems {
				t.Error(problem)
			}
		})
	}
}
