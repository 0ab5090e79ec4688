package engine

import (
	"encoding/binary"
	"testing"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/trace"
)

// sent returns a record of one trace in the order of their numbers.
func sent(name string, inTrace byte, number uint64, parent uint64) *trace.Record {
	resource := &trace.Resource{Service: []byte("webapp")}
	r := received(resource)
	r.Name, r.TraceID = []byte(name), trace.ID{inTrace}
	binary.BigEndian.PutUint64(r.SpanID[:], number)
	binary.BigEndian.PutUint64(r.ParentID[:], parent)
	r.Start += int64(number)
	r.End += int64(number)
	return r
}

// TestParentsInLargeTraces has a record that begins before its parent, which it names by its span id alone: the last record of a trace that has more than
// are checked together, alone in its partition and beside others.
func TestParentsInLargeTraces(t *testing.T) {
	const triggers = leastRows + 1
	for _, others := range []int{0, 4 * group.Partitions} {
		e := notification(t, Options{Examples: 1, Memory: 1 << 20, TempDir: t.TempDir()})
		for n := range uint64(triggers) {
			if err := e.Record(sent("notification:trigger", 1, n+1, 0)); err != nil {
				t.Fatal(err)
			}
		}
		for n := range others {
			one := sent("GET /", 2, uint64(triggers+n+1), 0)
			binary.BigEndian.PutUint32(one.TraceID[4:], uint32(n))
			if err := e.Record(one); err != nil {
				t.Fatal(err)
			}
		}
		for n, parent := range []uint64{triggers, 2 * triggers} {
			notify := sent("notification:notify", byte(3+n), uint64(10*triggers+n), parent)
			notify.Start -= nanosPerHour
			if err := e.Record(notify); err != nil {
				t.Fatal(err)
			}
		}
		found, err := e.Finish(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		before, large := int64(0), int64(0)
		for _, f := range found {
			switch e.Rule(f.Rule).ID {
			case "out-of-order":
				before += f.Records
			case "large-trace":
				large += f.Traces
			}
		}
		if before != 1 || large != 1 {
			t.Errorf("%d others: %d records before their parents, %d traces that are too large", others, before, large)
		}
	}
}

// TestPossibleParentsOnDemand counts rows under span ids: there are none of possible parents unless a record asks for one.
func TestPossibleParentsOnDemand(t *testing.T) {
	for _, ask := range []bool{false, true} {
		e := notification(t, Options{Examples: 1, Memory: 1 << 20})
		notify := sent("notification:notify", 2, 2, 1)
		if notify.ParentTraceID = (trace.ID{1}); ask {
			notify.ParentTraceID = trace.ID{}
		}
		for _, one := range []*trace.Record{sent("notification:trigger", 1, 1, 0), notify} {
			if err := e.Record(one); err != nil {
				t.Fatal(err)
			}
		}
		if err := e.checkTraces(t.Context(), e.newFinishers(), false); err != nil {
			t.Fatal(err)
		}
		kinds := map[facts.RowKind]int{}
		err := e.stores.bySpanID.Each(func(pieces []group.Rows, _ int64) error {
			for _, rows := range pieces {
				for len(rows) > 0 {
					var row []byte
					_, row, rows = rows.Next()
					kinds[facts.RowKind(row[0])]++
				}
			}
			return nil
		})
		if want := map[bool]int{true: 1}[ask]; err != nil || kinds[facts.PossibleParent] != want || kinds[facts.ParentLookup] != want {
			t.Errorf("ask %v: %v, %v", ask, err, kinds)
		}
	}
}
