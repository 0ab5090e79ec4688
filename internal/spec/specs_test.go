package spec

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/output"
)

var update = flag.Bool("update", false, "write the expected outputs anew")

// TestSpecsWithMistakes reads every spec of testdata/specs/{syntax,schema,hostile} and compares what is printed with the
// file beside it.
func TestSpecsWithMistakes(t *testing.T) {
	for _, folder := range []string{"syntax", "schema", "hostile"} {
		paths, err := filepath.Glob(filepath.Join("../../testdata/specs", folder, "*.yaml"))
		if err != nil || len(paths) < 10 {
			t.Fatalf("%s: %d specs, %v", folder, len(paths), err)
		}
		for _, path := range paths {
			name := strings.TrimSuffix(filepath.Base(path), ".yaml")
			t.Run(folder+"/"+name, func(t *testing.T) { compareOutput(t, path, "testdata/specs/"+folder+"/"+name+".yaml") })
		}
	}
}

func compareOutput(t *testing.T, path, shown string) {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, diags := Parse(shown, data)
	var out bytes.Buffer
	result := &output.Diagnostics{All: diags, Sources: diag.Sources{shown: data}}
	if err := output.Default().Print(&out, result, output.Options{}); err != nil {
		t.Fatal(err)
	}
	golden := strings.TrimSuffix(path, ".yaml") + ".txt"
	if *update {
		if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got := out.String(); got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(diags) == 0 {
		t.Error("nothing was found")
	}
}
