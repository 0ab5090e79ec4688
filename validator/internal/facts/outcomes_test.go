package facts

import (
	"os"
	"strings"
	"testing"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/resolve"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/trace"
)

// followed returns the notification flow with a trigger that a notify, in another trace, has to follow, and a notify that a
// received, two below it, has to follow.
func followed(t *testing.T) *compiled.Flows {
	t.Helper()
	data, err := os.ReadFile("../../../spec/notification.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(
		"sampling: 1%", "sampling: 100%",
		"    parent: any\n", "    parent: any\n    followed_by: { any_of: [\"notification:notify\"], within: 1m }\n",
		"    occurs: once\n", "    occurs: once\n    followed_by: { any_of: [\"notification:received\"], within: 1m }\n",
	).Replace(string(data))
	loaded := resolve.Load(func(string) ([]byte, []diag.Diagnostic) { return []byte(text), nil }, "notification.yaml")
	if len(loaded.Diagnostics) > 0 {
		t.Fatal(loaded.Diagnostics)
	}
	flows, err := compiled.Compile([]*model.Flow{loaded.Flow})
	if err != nil {
		t.Fatal(err)
	}
	return flows
}

// TestOutcomesOfOneTrace has records of one trace: who may still be followed, or may have been by what was left out, is not
// reported.
func TestOutcomesOfOneTrace(t *testing.T) {
	flows := followed(t)
	const end = int64(1e12)
	for _, test := range []struct {
		name     string
		complete Completeness
		want     int
	}{
		{"all was read", Completeness{End: end}, 1},
		{"rows were left out", Completeness{End: end, Partial: true}, 0},
		{"the time ends with the input", Completeness{End: 60e9 + 1}, 0},
		{"the time ends before the input", Completeness{End: 60e9 + 2}, 1},
		{"records may still come", Completeness{End: end, Settle: end}, 0},
	} {
		rows := []Row{row(flows, FlowRecord, 0, "notification:notify", 1, 1)}
		tr := NewTrace(flows)
		tr.WorkOut(trace.ID{1}, rows, test.complete)
		if len(tr.MissingOutcomes) != test.want {
			t.Errorf("%s: %+v", test.name, tr.MissingOutcomes)
		}
	}
}

// TestOutcomesInOtherTraces has a record whose follower may be in another trace: where lookups were left out it may be among them.
func TestOutcomesInOtherTraces(t *testing.T) {
	flows := followed(t)
	tr := NewTrace(flows)
	rows := []Row{row(flows, FlowRecord, 0, "notification:trigger", 1, 1)}
	tr.WorkOut(trace.ID{1}, rows, Completeness{End: 1e12})
	var unfollowed []Row
	err := tr.SpanIDRows(func(_ trace.SpanID, r *Row) error {
		if r.Kind == UnfollowedRecord {
			var back Row
			back.read(r.Append(nil), r.TraceID, flows)
			unfollowed = append(unfollowed, back)
		}
		return nil
	})
	if err != nil || len(unfollowed) != 1 || !unfollowed[0].Lacks.Has(0) || len(tr.MissingOutcomes) > 0 {
		t.Fatalf("%v, %+v, %+v", err, unfollowed, tr.MissingOutcomes)
	}
	child := row(flows, ParentLookup, 0, "notification:notify", 2, 2)
	for _, test := range []struct {
		name string
		rows []Row
		all  bool
		want int
	}{
		{"nothing names it", unfollowed, true, 1},
		{"a child names it", []Row{unfollowed[0], child}, true, 0},
		{"lookups were left out", unfollowed, false, 0},
	} {
		var p RemoteParents
		p.WorkOut(test.rows, Extent{AllLookups: test.all}, Completeness{})
		if len(p.MissingOutcomes) != test.want {
			t.Errorf("%s: %+v", test.name, p.MissingOutcomes)
		}
	}
}
