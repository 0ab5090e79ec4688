package infer_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/infer"
	"github.com/specgen/specgen/validator/trace"
)

// unpreventable are the rules that are about records which no spec can declare right.
var unpreventable = map[string]bool{
	"invalid-id": true, "invalid-time": true, "end-before-start": true, "conflicting-span": true, "unknown-service": true,
}

// TestHostileRecords makes specs of records that are as odd as they can be: each passes check, and no error is left that a spec can prevent.
func TestHostileRecords(t *testing.T) {
	seeds := 30
	if testing.Short() {
		seeds = 10
	}
	for seed := range seeds {
		if checkHostile(t, uint64(seed)); t.Failed() {
			return
		}
	}
}

func FuzzHostileRecords(f *testing.F) {
	f.Add(uint64(0))
	f.Fuzz(checkHostile)
}

// checkHostile makes a spec of the records of one seed.
func checkHostile(t *testing.T, seed uint64) {
	data := hostileRecords(rand.New(rand.NewPCG(seed, 12)))
	in := inputOf(fmt.Sprintf("seed %d", seed), data)
	got, err := fit(infer.Options{Limit: int(1 + seed%40), Memory: int64(1+seed%3) << 16}, in)
	if errors.Is(err, infer.ErrNothing) {
		return
	}
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

// Names that records of this test have, those that no spec can have among them.
var (
	oddSpans = []string{
		"shop:placed", "shop:paid", "shop:Paid", "shop:sent", "shop:sent!", "shop:a b", "shop:#{x}", "any", "none", "", " lead", "shop:",
		"shop:\x07bell", "shop:" + strings.Repeat("long", 60), "true", "1.0", "- x", "shop:'quoted\" \\", "Ключ", "shop:日本",
	}
	oddServices = []string{"api", "iOS", "Android", "web", "Api", "a:b", "null", "", "x\ny", "#1", "go"}
	oddTags     = []string{
		"order_id", "orderId", "order.id", "Customer Tier", "error", "name", "duration", "specgen.x", "thread.id", "func", "class", "x: y", "~", "",
		"tab\there", "amount", "amount_ms", "state", "items", "flag", "app_version", strings.Repeat("k", 201),
	}
)

// hostileRecords writes SpanEvents, one a line.
func hostileRecords(r *rand.Rand) []byte {
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	spans, services := oddSpans[:3+r.IntN(len(oddSpans)-2)], oddServices[:2+r.IntN(len(oddServices)-1)]
	traces := 1 + r.IntN(40)
	var out strings.Builder
	var ids []string
	for range 20 + r.IntN(300) {
		traceID := fmt.Sprintf("%032x", 1+r.IntN(traces))
		id := fmt.Sprintf("%016x", 1+r.IntN(100_000))
		event := map[string]any{
			"trace_id": traceID, "span_id": id, "name": pick(spans), "service_name": pick(services),
			"timestamp": 1772442000000000 + int64(r.IntN(1_000_000_000)), "duration": 1 + r.IntN(2)*r.IntN(1000),
		}
		if len(ids) > 0 && r.IntN(3) > 0 {
			parent := ids[r.IntN(len(ids))]
			event["parent_id"] = parent[33:]
			if r.IntN(3) > 0 {
				event["parent_trace_id"] = parent[:32]
			}
		}
		if len(ids) > 0 && r.IntN(6) == 0 {
			to := ids[r.IntN(len(ids))]
			event["links"] = []any{map[string]any{"trace_id": to[:32], "span_id": to[33:]}}
		}
		if r.IntN(10) == 0 {
			event["error"] = true
		}
		if r.IntN(200) == 0 {
			event["span_id"] = "zz"
		}
		if r.IntN(4) == 0 {
			event["flow"], event["flow_version"] = "shop", fmt.Sprintf("1.%d.0", r.IntN(2))
		}
		event["tags"] = hostileTags(r, traceID, pick)
		ids = append(ids, traceID+" "+id)
		line, err := json.Marshal(event)
		if err != nil {
			panic(err)
		}
		out.Write(append(line, '\n'))
		if r.IntN(20) == 0 {
			out.Write(append(line, '\n')) // again
		}
	}
	return []byte(out.String())
}

func hostileTags(r *rand.Rand, traceID string, pick func([]string) string) map[string]any {
	tags := make(map[string]any)
	for range r.IntN(8) {
		key := pick(oddTags)
		switch {
		case strings.HasPrefix(key, "order") && r.IntN(4) > 0:
			tags[key] = traceID
		case key == "state":
			tags[key] = pick([]string{"open", "done", "Done!", "x"}[:1+r.IntN(4)])
		default:
			tags[key] = []any{
				"text", "", "a-1", fmt.Sprint("U", r.IntN(1e6)), r.IntN(100) - 10, r.Float64(), true, []any{"a", 1}, []any{}, []any{1, 2}, nil,
				map[string]any{"a": 1}, "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa", strings.Repeat("v", 300), "line\nbreak", "{ }: #",
			}[r.IntN(16)]
		}
	}
	return tags
}
