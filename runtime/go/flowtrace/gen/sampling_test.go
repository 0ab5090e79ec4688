package gen

import (
	"slices"
	"testing"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// half keeps the traces of one half, by their ids; called has the flag of its parent, or keeps half of those that it begins.
var (
	half   = Span{Name: "half", Sampling: Sampling{Threshold: 1 << 55}}
	called = Span{Name: "called", Sampling: Sampling{Threshold: 1 << 55, ParentBased: true}}
	every  = Span{Name: "every"}

	kept    = flowtrace.SpanContext{TraceID: flowtrace.TraceID{6: 0x40, 8: 0x80, 9: 0x80}, SpanID: flowtrace.SpanID{1}}
	dropped = flowtrace.SpanContext{TraceID: flowtrace.TraceID{6: 0x40, 8: 0x80, 9: 0x7f, 10: 0xff}, SpanID: flowtrace.SpanID{1}}
)

// fixed gives the trace id of one of these.
type fixed flowtrace.TraceID

func (f fixed) TraceID() flowtrace.TraceID { return flowtrace.TraceID(f) }
func (fixed) SpanID() flowtrace.SpanID     { return flowtrace.SpanID{2} }

func TestSampledFlag(t *testing.T) {
	for _, c := range []struct {
		name   string
		span   *Span
		parent flowtrace.SpanContext
		fresh  flowtrace.SpanContext // whose trace id the generator gives
		want   bool
	}{
		{"by the trace id, kept", &half, kept, dropped, true},
		{"by the trace id, dropped", &half, dropped, kept, false},
		{"by the trace id, whatever the parent's flag", &half, kept.WithSampled(false), dropped, true},
		{"by the trace id, whatever the parent's flag", &half, dropped.WithSampled(true), kept, false},
		{"a new trace, by its id", &half, flowtrace.SpanContext{}, kept, true},
		{"a new trace, by its id", &half, flowtrace.SpanContext{}, dropped, false},
		{"the parent's flag, whatever the trace id", &called, dropped, kept, true},
		{"the parent's flag, whatever the trace id", &called, kept.WithSampled(false), kept, false},
		{"a trace of its own, kept", &called, flowtrace.SpanContext{}, kept, true},
		{"a trace of its own, dropped", &called, flowtrace.SpanContext{}, dropped, false},
		{"all are kept", &every, dropped.WithSampled(false), dropped, true},
	} {
		e, out, _ := record(&Service{}, flowtrace.WithIDGenerator(fixed(c.fresh.TraceID)))
		e.all = true
		var d Draft
		e.Begin(&d, c.span, new(c.span.TraceOf(&c.parent)), &c.parent)
		got := d.Emit()
		if got.IsSampled() != c.want || out.spans[0].Context() != got {
			t.Errorf("%s: sampled %v, recorded as %v", c.name, got.IsSampled(), out.spans[0].Context().IsSampled())
		}
		if parent := out.spans[0].Parent(); parent != c.parent {
			t.Errorf("%s: the parent is %v, sampled %v", c.name, parent, parent.IsSampled())
		}
		if eager := e.TraceOrNew(c.span, &c.parent); eager.TraceID != got.TraceID || eager.IsSampled() != c.want {
			t.Errorf("%s: the trace before it begins is sampled: %v", c.name, eager.IsSampled())
		}
	}
}

// TestDerivedReferencesHaveTheFlag: that of the trace, however the span id derives.
func TestDerivedReferencesHaveTheFlag(t *testing.T) {
	for _, sampled := range []bool{true, false} {
		trace := flowtrace.SpanContext{TraceID: kept.TraceID}.WithSampled(sampled)
		child, orphan := trace, trace
		SetChild(&child, "x", &kept)
		SetChild(&orphan, "x", &flowtrace.SpanContext{})
		if child.SpanID == (flowtrace.SpanID{}) || orphan.SpanID != (flowtrace.SpanID{}) {
			t.Errorf("the span ids are %v and %v", child.SpanID, orphan.SpanID)
		}
		for _, got := range []flowtrace.SpanContext{
			DeriveSpan(trace, "x"), DeriveSpan(trace, "x", flowtrace.IntValue(1)), DeriveChild(trace, "x", kept), DeriveChild(trace, "x", dropped.WithSampled(false)),
			child, orphan,
		} {
			if got.IsSampled() != sampled || got.TraceID != trace.TraceID {
				t.Errorf("in a trace that is sampled: %v, it is %v", sampled, got.IsSampled())
			}
		}
	}
	if got := half.Trace("f", "00000000-0000-4000-8080-000000000000"); !got.IsSampled() || got.TraceID[9] != 0x80 {
		t.Errorf("got %v", got)
	}
}

// TestUnsampledSpansAreNotHandedOver, except to a processor that asks for them; all else is the same.
func TestUnsampledSpansAreNotHandedOver(t *testing.T) {
	var wants wantsAll
	var out keep
	for _, processor := range []flowtrace.SpanProcessor{&out, &wants} {
		var lines []string
		e := NewEmitter(processor, &Service{}, []flowtrace.Option{flowtrace.OnViolation(func(v flowtrace.Violation) { lines = append(lines, v.String()) })})
		for _, parent := range []flowtrace.SpanContext{dropped, kept} {
			var d Draft
			e.Begin(&d, &half, new(half.TraceOf(&parent)), &parent)
			tagDevice.Put(&d, "")
			if got := d.Emit(); !got.IsValid() || got.IsSampled() != (parent == kept) {
				t.Errorf("the reference is %v, sampled %v", got, got.IsSampled())
			}
		}
		wantLines(t, lines, `tag-value: half: device_id = "", want at least 1 character`, `tag-value: half: device_id = "", want at least 1 character`)
	}
	var got []bool
	for _, span := range slices.Concat(out.spans, wants.spans) {
		got = append(got, span.Context().IsSampled())
	}
	if want := []bool{true, false, true}; !slices.Equal(got, want) {
		t.Errorf("handed over, sampled: %v, want %v", got, want)
	}
}

// TestNewTracesAreKeptAtTheirShare: about half of them, by their last bytes.
func TestNewTracesAreKeptAtTheirShare(t *testing.T) {
	e, sampled := NewEmitter(nil, &Service{}, nil), 0
	const traces = 10_000
	for range traces {
		trace := e.NewTrace(&half)
		if trace.IsSampled() {
			sampled++
		}
		if id := trace.TraceID; id[6]>>4 != 4 || id[8]>>6 != 0b10 || trace.IsSampled() != (id[9] >= 0x80) {
			t.Fatalf("%v has not the form of a UUID of version 4, or is kept by something else than its last bytes", id)
		}
	}
	if sampled < traces*46/100 || sampled > traces*54/100 { // eight standard deviations
		t.Errorf("%d of %d traces are kept", sampled, traces)
	}
}

type wantsAll struct{ keep }

func (*wantsAll) WantsUnsampled() bool { return true }

type wantsAndPanics struct{ keep }

func (*wantsAndPanics) WantsUnsampled() bool { panic("no answer") }

func TestAskingAProcessorMayPanic(t *testing.T) {
	e := NewEmitter(&wantsAndPanics{}, &Service{}, nil)
	if e.all || e.Panics() != 1 {
		t.Errorf("it takes all: %v, %d panics", e.all, e.Panics())
	}
}

func TestUnsampledSpansDoNotAllocate(t *testing.T) {
	e := NewEmitter(flowtrace.Discard(), &testService, nil)
	hashed := flowtrace.SpanContext{TraceID: flowtrace.TraceID{1}, SpanID: flowtrace.SpanID{1}}
	if n := testing.AllocsPerRun(200, func() {
		var d Draft
		e.Begin(&d, &half, new(half.TraceOf(&hashed)), &hashed)
		tagDevice.Put(&d, "d1")
		d.At(noon)
		d.Emit()
	}); n != 0 {
		t.Errorf("%v allocations for a span", n)
	}
}
