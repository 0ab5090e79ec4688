package writers

import (
	"io"
	"testing"

	"github.com/specgen/specgen/validator/trace"
)

// typical is a record like most.
func typical() *trace.Record {
	tags := []trace.Tag{
		{Key: []byte("notification_id"), Value: trace.StringValue([]byte("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"))},
		{Key: []byte("badge_count"), Value: trace.IntValue(3)}, {Key: []byte("ratio"), Value: trace.DoubleValue(0.5)},
	}
	return &trace.Record{
		TraceID: trace.ID{1}, SpanID: trace.SpanID{2}, ParentID: trace.SpanID{3}, Name: []byte("notification:received"), Service: []byte("iOS"),
		Flow: []byte("notification"), FlowVersion: []byte("1.0.0"), Start: 1772442000000000000, End: 1772442000000001000,
		Kind: trace.KindInternal, Tags: tags, Links: []trace.Link{{TraceID: trace.ID{4}, SpanID: trace.SpanID{5}}},
		Resource: &trace.Resource{Service: []byte("iOS"), Tags: []trace.Tag{
			{Key: []byte("service.name"), Value: trace.StringValue([]byte("iOS"))}, {Key: []byte("app_version"), Value: trace.StringValue([]byte("24.11.0"))}}},
	}
}

// TestNothingIsAllocated sees that writing takes no memory for each record, and holds no more than a request.
func TestNothingIsAllocated(t *testing.T) {
	for _, f := range All() {
		w, r, most := f.New(io.Discard), typical(), &largest{}
		write := func() {
			if err := w.Record(r); err != nil {
				t.Fatal(err)
			}
		}
		for range 2000 {
			write()
		}
		if n := testing.AllocsPerRun(2000, write); n > 0.01 {
			t.Errorf("%s: %v allocations for a record", f.Name, n)
		}
		w = f.New(most)
		for range 20_000 {
			write()
		}
		if most.bytes == 0 || most.bytes > 1100<<10 {
			t.Errorf("%s: %d bytes were held", f.Name, most.bytes)
		}
	}
}

// largest is a writer that keeps the size of the largest write.
type largest struct{ bytes int }

func (l *largest) Write(b []byte) (int, error) {
	l.bytes = max(l.bytes, len(b))
	return len(b), nil
}

func BenchmarkWriters(b *testing.B) {
	for _, f := range All() {
		b.Run(f.Name, func(b *testing.B) {
			w, r := f.New(io.Discard), typical()
			b.ReportAllocs()
			for b.Loop() {
				if err := w.Record(r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
