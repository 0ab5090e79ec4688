package infer_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/infer"
	"github.com/specgen/specgen/validator/trace"
)

// TestMutatedSamples makes specs of the samples with a few records broken or lost, and of a small part of them, so that guesses that nearly
// hold have to be taken back.
func TestMutatedSamples(t *testing.T) {
	data, err := os.ReadFile(samples + "conforming.spanevent.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	seeds := 16
	if testing.Short() {
		seeds = 8
	}
	for seed := range seeds {
		r := rand.New(rand.NewPCG(uint64(seed), 34))
		var out strings.Builder
		for _, line := range lines {
			if r.IntN(60) == 0 {
				line = mutated(r, line)
			}
			out.WriteString(line + "\n")
		}
		in := inputOf(fmt.Sprintf("seed %d", seed), []byte(out.String()))
		got, err := fit(infer.Options{Memory: int64(1+seed%4) << 15}, in)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for _, f := range findings(t, compile(t, got.Spec), trace.Error, in) {
			if !unpreventable[f.Rule] {
				t.Errorf("seed %d: %s: %s: %v", seed, f.Rule, f.Message, f.Examples)
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d:\n%s", seed, got.Spec)
		}
	}
}

// mutated breaks one record, or loses it.
func mutated(r *rand.Rand, line string) string {
	var event map[string]any
	decoder := json.NewDecoder(strings.NewReader(line))
	decoder.UseNumber()
	if err := decoder.Decode(&event); err != nil {
		panic(err)
	}
	tags, _ := event["tags"].(map[string]any)
	key := ""
	if keys := slices.Sorted(maps.Keys(tags)); len(keys) > 0 {
		key = keys[r.IntN(len(keys))]
	}
	switch r.IntN(11) {
	case 0:
		return ""
	case 1:
		delete(tags, key)
	case 2:
		tags[key] = "another value"
	case 3:
		tags[key] = 7
	case 4:
		event["parent_id"] = fmt.Sprintf("%016x", r.Uint64())
	case 5:
		delete(event, "parent_id")
	case 6:
		event["span_id"] = fmt.Sprintf("%016x", r.Uint64())
	case 7:
		event["duration"] = 5_000
	case 8:
		event["service_name"] = "another"
	case 9:
		event["name"] = "notification:other"
	case 10:
		event["links"] = []any{map[string]any{"trace_id": event["trace_id"], "span_id": "82a7b14f0a8a171b"}}
	}
	data, err := json.Marshal(event)
	if err != nil {
		panic(err)
	}
	return string(data)
}
