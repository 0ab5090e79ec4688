package facts

import (
	"encoding/json"
	"os"
	"testing"
)

// TestTraceIDVectors compares derived trace ids with the vectors that all languages test with.
func TestTraceIDVectors(t *testing.T) {
	data, err := os.ReadFile("../../../testdata/vectors/ids.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors struct {
		TraceIDs []struct {
			Name    string                 `json:"name"`
			Flow    string                 `json:"flow"`
			Value   struct{ Text *string } `json:"value"`
			TraceID string                 `json:"trace_id"`
		} `json:"trace_ids"`
	}
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, v := range vectors.TraceIDs {
		if v.Value.Text == nil {
			continue // ill-formed text: readers repair it
		}
		tried++
		if id, _ := TraceIDOf(v.Flow, []byte(*v.Value.Text)); id.String() != v.TraceID {
			t.Errorf("%s: %s, want %s", v.Name, id, v.TraceID)
		}
	}
	if tried < 30 {
		t.Errorf("only %d vectors were tried", tried)
	}
}
