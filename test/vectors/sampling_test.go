package vectors_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/resolve"
)

// The share that a spec names gives the threshold of the vectors, to the last of its 56 bits.
func TestThresholds(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "vectors", "sampling.json"))
	if err != nil {
		t.Fatal(err)
	}
	var sampling struct {
		Threshold []struct{ Percent, Threshold string }
	}
	if err := json.Unmarshal(data, &sampling); err != nil {
		t.Fatal(err)
	}
	if len(sampling.Threshold) < 10 {
		t.Fatalf("only %d thresholds", len(sampling.Threshold))
	}
	for _, want := range sampling.Threshold {
		spec := fmt.Sprintf(`specgen: v1
flow: f
version: 1.0.0
brief: A flow.
traces: { t: { brief: A trace., sampling: %s } }
services: { s: { brief: A service. } }
spans: { a: { brief: A span., trace: t, services: [s], parent: any } }
`, want.Percent)
		loaded := resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return []byte(spec), nil }, "flow.yaml")
		if loaded.Flow == nil || len(loaded.Diagnostics) > 0 {
			t.Fatalf("%s: %v", want.Percent, loaded.Diagnostics)
		}
		if got := fmt.Sprintf("%014x", loaded.Flow.Traces[0].Threshold); got != want.Threshold {
			t.Errorf("%s: got %s, want %s", want.Percent, got, want.Threshold)
		}
	}
}
