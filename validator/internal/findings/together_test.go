package findings

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/specgen/specgen/validator/trace"
)

// TestFindingsTogether reports at random, with little memory, and counts with maps.
func TestFindingsTogether(t *testing.T) {
	c := newCollector(t)
	random := rand.New(rand.NewPCG(3, 4))
	const rules, sources = 6, 3 // a group is a rule
	traces := [rules]map[trace.ID]bool{}
	for i := range traces {
		traces[i] = map[trace.ID]bool{}
	}
	for n := range 60_000 {
		k := Key{Rule: uint8(random.IntN(rules)), Source: Source{Service: c.Source([]byte{byte('a' + random.IntN(sources))}, nil).Service}}
		at := Place{TraceID: id(1 + random.Uint64N(300*uint64(k.Rule+1))), Offset: int64(n)}
		if err := c.Report(k, at, none); err != nil {
			t.Fatal(err)
		}
		traces[k.Rule][at.TraceID] = true
	}
	plan := Plan{Meets: [][]uint32{{1, 2}, {}, {0}, {}, {5, 3}, {}}}
	for _, f := range c.Collected() {
		plan.GroupOf = append(plan.GroupOf, uint32(f.Rule))
	}
	_, joint, err := c.FindingsTogether(t.Context(), plan, 1)
	if err != nil {
		t.Fatal(err)
	}
	for g, others := range plan.Meets {
		if joint.Traces[g] != int64(len(traces[g])) {
			t.Errorf("group %d is in %d traces, want %d", g, joint.Traces[g], len(traces[g]))
		}
		var want []int64
		for _, other := range others {
			n := int64(0)
			for id := range traces[g] {
				if traces[other][id] {
					n++
				}
			}
			want = append(want, n)
		}
		if !slices.Equal(joint.Shared[g], want) && len(want) > 0 {
			t.Errorf("group %d meets %v in %v traces, want %v", g, others, joint.Shared[g], want)
		}
	}
}

// TestAllName has reports that name one record, several, or none.
func TestAllName(t *testing.T) {
	for _, test := range []struct {
		names []string
		want  bool
	}{{[]string{"a", "a"}, true}, {[]string{"a", "b"}, false}, {[]string{"a", ""}, false}, {[]string{"", "a"}, false}, {[]string{"b"}, false}, {nil, false}} {
		c := newCollector(t)
		for _, name := range test.names {
			var err error
			if name == "" {
				err = c.Report(Key{}, Place{}, none)
			} else {
				err = c.ReportNaming(Key{}, Place{}, []byte(name), none)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		f := &Finding{}
		if list := c.Collected(); len(list) > 0 {
			f = list[0]
		}
		if got := c.AllName(f, "a"); got != test.want {
			t.Errorf("%q: %v", test.names, got)
		}
	}
}
