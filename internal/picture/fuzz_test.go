package picture_test

import (
	"context"
	"encoding/binary"
	"math"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/picture"
	"github.com/specgen/specgen/test/cputime"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// spanNames are those of the flow and one that it does not have.
var spanNames = []string{
	"order:placed", "order:paid", "order:cancelled", "order:charged", "order:packed", "order:weighed", "order:closed", "order:clsoed", "GET /",
	"push:trigger", "push:notify", "push:sent", "push:received", "push:opened", "push:read",
}

// records makes records of any bytes, seven each: names, ids of few values, so that they name each other, and times.
func records(data []byte) []*trace.Judged {
	var out []*trace.Judged
	for len(data) >= 7 && len(out) < 1000 {
		id := func(b byte) trace.SpanID {
			switch {
			case b < 16:
				return once(spanNames[int(b)%len(spanNames)])
			case b < 32:
				return child(spanNames[int(b)%len(spanNames)], once("order:paid"))
			}
			return trace.SpanID{7: b % 32}
		}
		r := record(spanNames[int(data[0])%len(spanNames)], id(data[1]), id(data[2]), time.Duration(int8(data[3]))*time.Second)
		switch data[4] % 8 {
		case 0:
			r.TraceID = sender
		case 1:
			r.ParentTraceID = sender
		case 2:
			r.Defects = trace.BadStart
		case 3:
			r.Start, r.End = math.MinInt64+int64(data[3]), math.MaxInt64
		case 4:
			r.Links = []trace.Link{{TraceID: traceID, SpanID: id(data[5])}, {TraceID: sender, SpanID: id(data[6])}}
		}
		r.Tags = append(r.Tags, trace.Tag{Key: []byte("item_id"), Value: trace.StringValue(data[5:6])},
			trace.Tag{Key: []byte("box"), Value: trace.IntValue(int64(data[6]))}, trace.Tag{Key: []byte("device_id"), Value: trace.StringValue(data[6:7])})
		r.Offset = int64(len(out))
		out = append(out, r)
		data = data[7:]
	}
	return out
}

// FuzzDraw draws any records: it does not panic, and draws each of the trace once.
func FuzzDraw(f *testing.F) {
	f.Add([]byte("\x00\x00\x20\x00\x07\x00\x00\x01\x01\x00\x01\x07\x00\x00"))
	f.Add([]byte("\x05\x21\x22\x00\x07\x00\x00\x05\x22\x21\x01\x07\x00\x00\x04\x23\x21\x01\x04\x00\x00"))
	push, order := compile(f, pushSpec), compile(f, orderSpec)
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, v := range []*validator.Validator{push, order} {
			list := records(data)
			if err := v.Judge(context.Background(), list, validator.Options{}); err != nil {
				t.Fatal(err)
			}
			p := picture.Draw(picture.Source{TraceID: traceID, Flow: v.Flows()[0], Records: list, End: began + int64(time.Hour)})
			drawnOnce(t, p, list)
			p.Rows(func(r *picture.Row) {
				axis := picture.NewAxis(p.Longest)
				for _, at := range []float64{axis.At(r.At), axis.At(r.From), axis.At(r.Due)} {
					if at < 0 || at > 1 || math.IsNaN(at) {
						t.Errorf("%s stands at %v", r.Span, at)
					}
				}
			})
		}
	})
}

// TestLinear draws shapes that ask for the most work: a chain, orphans, copies, and branches. Sixteen times as
// many records may take sixteen times as long, with room for noise, but not the square of that.
func TestLinear(t *testing.T) {
	v := compile(t, orderSpec)
	shapes := map[string]func(i int) *trace.Judged{
		"a chain":  func(i int) *trace.Judged { return numbered("order:charged", i+1, i) },
		"unknown":  func(i int) *trace.Judged { return numbered("order:what", i+1, i) },
		"orphans":  func(i int) *trace.Judged { return numbered("order:weighed", i+1, i+1<<30) },
		"children": func(i int) *trace.Judged { return numbered("order:charged", i+2, 1) },
		"copies":   func(i int) *trace.Judged { return numbered("order:charged", 1, 2) },
		"branches": func(i int) *trace.Judged {
			r := numbered("order:packed", i+2, 1)
			r.Tags = []trace.Tag{{Key: []byte("item_id"), Value: trace.IntValue(int64(i))}, {Key: []byte("box"), Value: trace.IntValue(1)}}
			return r
		},
	}
	for name, shape := range shapes {
		took := func(n int) time.Duration {
			list := make([]*trace.Judged, n)
			for i := range list {
				list[i] = shape(i)
				list[i].Flow, list[i].Span = "push", string(list[i].Name)
			}
			return cputime.Of(func() {
				picture.Draw(picture.Source{TraceID: traceID, Flow: v.Flows()[0], Records: list, End: began + int64(time.Hour)})
			})
		}
		linear := false
		for range 5 {
			linear = linear || took(32_000) < 100*took(2_000)
		}
		if !linear {
			t.Errorf("%s: %v for 2,000 records, %v for 32,000", name, took(2_000), took(32_000))
		}
	}
}

func numbered(name string, id, parent int) *trace.Judged {
	r := record(name, trace.SpanID{}, trace.SpanID{}, time.Duration(id)*time.Millisecond)
	binary.BigEndian.PutUint64(r.SpanID[:], uint64(id))
	binary.BigEndian.PutUint64(r.ParentID[:], uint64(parent))
	return r
}
