package facts

import "testing"

func TestSettled(t *testing.T) {
	for _, test := range []struct {
		name     string
		complete Completeness
		began    int64
		end      int64
		want     bool
	}{
		{"all was read", Completeness{End: 100}, 50, 100, true},
		{"a cut-out", Completeness{Partial: true, End: 100}, 1, 1, false},
		{"just before records may still come", Completeness{Settle: 10, End: 100}, 90, 90, true},
		{"while records may still come", Completeness{Settle: 10, End: 100}, 90, 91, false},
		{"a clock that is ahead", Completeness{Settle: 10, End: 100}, 90, 1000, false},
		{"within the window", Completeness{End: 100, From: 20, Until: 80}, 20, 80, true},
		{"across its beginning", Completeness{End: 100, From: 20, Until: 80}, 19, 80, false},
		{"across its end", Completeness{End: 100, From: 20, Until: 80}, 20, 81, false},
		{"at an unknown time", Completeness{End: 100, From: 20}, 0, 0, false},
	} {
		if got := test.complete.Settled(test.began, test.end); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

// TestWhatIsLeftOut has rows of which others were left out: what depends on those is not said to hold.
func TestWhatIsLeftOut(t *testing.T) {
	flows := notification(t)
	child := row(flows, ParentLookup, 0, "notification:notify", 1, 1)
	other := row(flows, PossibleParent, 0, "notification:sent", 2, 7)
	var p RemoteParents
	p.WorkOut([]Row{child, other}, Extent{AllLookups: true}, Completeness{})
	if len(p.Parents) != 1 || len(p.UnresolvedParents) != 0 || p.Parents[0].Holds.Has(DeclaredParent) {
		t.Errorf("all rows: %+v", p)
	}
	p.WorkOut([]Row{child, other}, Extent{LeftOut: true}, Completeness{Partial: true})
	if len(p.Parents) != 0 || len(p.UnresolvedParents) != 1 || p.UnresolvedParents[0].Holds.Has(Conclusive) {
		t.Errorf("some rows: %+v", p)
	}
	link := row(flows, LinkResult, 0, "notification:trigger", 1, 1)
	for _, all := range []bool{true, false} {
		var c LinkCounts
		c.WorkOut([]Row{link, other, link}, all)
		if len(c.Counts) != 1 || c.Counts[0].Unresolved != 2 || c.Counts[0].Holds.Has(AllCounted) != all {
			t.Errorf("%v: %+v", all, c.Counts)
		}
	}
}
