package facts

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

// TestRowsAreReadAsWritten writes rows of all kinds with values at the edges, and reads them back into rows that had others.
func TestRowsAreReadAsWritten(t *testing.T) {
	flows := notification(t)
	random := rand.New(rand.NewPCG(3, 4))
	number := func() uint64 {
		return []uint64{0, 1, 127, 128, 1 << 31, math.MaxInt64, math.MaxUint64, random.Uint64()}[random.IntN(8)]
	}
	var back Row
	for n := range 20_000 {
		r := Row{
			Kind: RowKind(n % int(ChildlessParent+1)), Flags: RowFlags(number()), Start: int64(number()),
			SpanID: trace.SpanID{byte(number())}, TraceID: trace.ID{1, 15: byte(number())},
		}
		if r.Kind == OtherRecord {
			r.Name, r.TraceID = []byte("GET /messages")[:random.IntN(13)], trace.ID{}
		} else {
			randomRow(&r, flows.Spans[random.IntN(len(flows.Spans))], number)
		}
		written := r.Append([]byte("before"))
		if back.read(written[6:], r.TraceID, flows); len(back.Scoped) == 0 {
			back.Scoped = nil
		}
		if !reflect.DeepEqual(back, r) {
			t.Fatalf("wrote %+v\nread  %+v", r, back)
		}
		if r.Input++; r.Kind != OtherRecord && r.Input > 0 && CompareWritten(written[6:], r.Append(nil)) >= 0 {
			t.Fatalf("%+v does not sort before the same of a later input", r)
		}
	}
}

// randomRow fills in what a row of its kind keeps.
func randomRow(r *Row, span *compiled.Span, number func() uint64) {
	r.Span, r.Target, r.End, r.Hash = span, trace.SpanID{7: byte(number())}, int64(number()), number()
	r.Source = findings.Source{Service: number(), Version: number()}
	r.Input, r.Line, r.Offset = uint32(number()), int64(number()&mostLine), int64(number()&mostOffset)
	if r.keepsLinkedTo() {
		r.LinkedTo = number()
	} else {
		r.Key = number()
	}
	if r.keepsParentTraceID() {
		r.ParentTraceID = trace.ID{3: byte(number())}
	}
	switch {
	case r.Kind == UnfollowedRecord:
		r.Lacks = Conditions{1, byte(number())}
	case r.Kind == FlowRecord && len(span.LinksTo) > 0:
		r.Links = uint32(number())
	}
	for _, tag := range span.Scoped {
		if r.keepsScoped() && r.Kind != UnfollowedRecord {
			r.Scoped = append(r.Scoped, ScopedTag{tag, []byte("C024BE7LH")[:number()%9]})
		}
	}
}
