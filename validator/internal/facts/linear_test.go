package facts

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/specgen/specgen/test/cputime"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/trace"
)

// row returns a row of the notification flow's version with the index, in a trace and under a span id of their own.
func row(flows *compiled.Flows, kind RowKind, version int, name string, traceID, spanID int) Row {
	span := flows.All[0].Versions[version].Span([]byte(name))
	r := Row{Kind: kind, Span: span, Start: int64(spanID), End: int64(spanID), Flags: TimesAreValid}
	binary.BigEndian.PutUint64(r.TraceID[8:], uint64(traceID))
	binary.BigEndian.PutUint64(r.SpanID[:], uint64(spanID))
	return r
}

// TestWorkIsLinear has many rows of one trace, then of one span id: sixteen times as many may take sixteen times as long, with
// room for noise, but not the square of that.
func TestWorkIsLinear(t *testing.T) {
	flows := notification(t)
	for name, work := range map[string]func(n int){
		"two versions in one trace": func(n int) { // the second version begins late, and both have spans that are missing
			rows := make([]Row, n)
			for i := range rows {
				rows[i] = row(flows, FlowRecord, min(i/(n/20), 1), "notification:sent", 1, i+1)
			}
			NewTrace(flows).WorkOut(trace.ID{1}, rows, Completeness{})
		},
		"parents and who asks under one span id": func(n int) {
			rows := make([]Row, n)
			for i := range rows {
				rows[i] = row(flows, PossibleParent, 0, "notification:trigger", i+1, 7)
				if i%2 == 1 {
					rows[i] = row(flows, ParentLookup, 0, "notification:notify", i+1, i+1)
				}
			}
			new(RemoteParents).WorkOut(rows, Extent{AllLookups: true}, Completeness{})
		},
	} {
		took := func(n int) time.Duration {
			return cputime.Of(func() { work(n) })
		}
		linear := false
		for range 5 {
			linear = linear || took(64_000) < 100*took(4_000)
		}
		if !linear {
			t.Errorf("%s: it takes %v for 4,000 rows, %v for 64,000", name, took(4_000), took(64_000))
		}
	}
}
