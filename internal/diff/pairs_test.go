package diff_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/diff"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/resolve"
)

func TestDump(t *testing.T) {
	all, _ := filepath.Glob("../../testdata/diff/*/old.yaml")
	for _, f := range all {
		load := func(p string) *model.Flow {
			data, _ := os.ReadFile(p)
			return resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return data, nil }, p).Flow
		}
		d := diff.Compare(load(f), load(filepath.Join(filepath.Dir(f), "new.yaml")))
		fmt.Printf("PAIR %s", filepath.Base(filepath.Dir(f)))
		for _, c := range d.Changes {
			g := c.Grades
			fmt.Printf(" | %s W%s S:%s,%s,%s,%s C%s", c.Kind, g.Wire, g.Source.Go, g.Source.Swift, g.Source.Kotlin, g.Source.TypeScript, g.Conformance)
		}
		fmt.Println()
	}
}
