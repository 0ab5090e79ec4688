package validator_test

import (
	"fmt"
	"testing"

	"github.com/specgen/specgen/validator"
)

const conflictSpec = `specgen: v1
flow: f
version: 1.0.0
brief: A flow.
owners: [tests]
namespace: "f:"
traces:
  main: { brief: A trace., sampling: 100% }
  side: { brief: Another one., sampling: 100% }
services:
  app: { brief: It emits., language: go }
spans:
  "f:begun": { brief: A root., trace: main, services: [app], parent: none }
  "f:done": { brief: In a trace of its own., trace: side, services: [app], parent: "f:begun", links: { to: "f:begun", brief: What it is about. } }
`

// TestLosersOfConflicts: of two records that share an id and start together, the same one is kept in their own trace and in the trace that both name,
// whatever else they look up there. Only that one's parent is asked for.
func TestLosersOfConflicts(t *testing.T) {
	v := compileText(t, conflictSpec)
	const main, side = "8b8e2d3cd312c8429317710a610d2e9d", "bbfb32500cf1c771b9a35cdc114521a3"
	span := func(traceID, id, name string) event {
		return event{"trace_id": traceID, "span_id": id, "name": name, "service_name": "app", "timestamp": 1_772_442_000_000_000, "duration": 1,
			"flow": "f", "flow_version": "1.0.0"}
	}
	missing := 0
	for n := range 64 {
		there, linked := fmt.Sprintf("%016x", 0x40+n), fmt.Sprintf("%016x", 1+n%2*0x1000)
		events := []event{span(main, there, "f:begun"), span(main, linked, "f:begun")}
		for _, parent := range []string{there, "00000000000000ff"} {
			one := span(side, "dc1d1c5e2532e4c7", "f:done")
			one["parent_id"], one["parent_trace_id"] = parent, main
			one["links"] = []map[string]string{{"trace_id": main, "span_id": linked}}
			events = append(events, one)
		}
		rules := map[string]int{}
		var loser int64
		for _, f := range validate(t, v, lines(events), validator.Options{Severity: []validator.Severity{seenOnly}}).Findings {
			rules[f.Rule]++
			if f.Rule == "conflicting-span" {
				loser = f.Examples[0].Line
			}
		}
		want := 0
		if loser == 3 { // the one whose parent is there
			want = 1
			missing++
		}
		if rules["conflicting-span"] != 1 || rules["missing-parent"] != want {
			t.Errorf("%d: %v, and line %d lost", n, rules, loser)
		}
	}
	if missing == 0 || missing == 64 {
		t.Errorf("the parent of what is kept is missing %d times of 64", missing)
	}
}
