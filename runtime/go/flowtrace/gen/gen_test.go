package gen

import (
	"context"
	"slices"
	"testing"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

var (
	testService = Service{Name: "push-service", Flow: "notification", FlowVersion: "1.0.0", Tags: []string{"app_version", "device_model"}}
	testNotify  = Span{Name: "notification:notify"}
	testSent    = Span{
		Name:   "notification:sent",
		Parent: "notification:notify",
		Tags:   []string{"channel_id", "device_id", "platform", "apns_id", "collapse_id"},
		Keys:   []string{"device_id"},
	}
	testRead = Span{Name: "notification:read in app", Parent: "notification:opened", Tags: []string{"message_count"}, Measured: true}

	tagChannel  = TextTag{Key: "channel_id", MinLength: 1}
	tagDevice   = TextTag{Key: "device_id", MinLength: 1, MaxLength: 128}
	tagPlatform = TextTag{Key: "platform", Values: []string{"ios", "android"}}
	tagAPNS     = TextTag{Key: "apns_id", MinLength: 1, Format: FormatUUID}
	tagCount    = IntTag{Key: "message_count", HasMin: true}
)

const (
	testID   = "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"
	testAPNS = "d6f6b2c1-98a5-4e0b-8f4e-0f7d3c6a9b10"
)

// emitSent is what generated code does for a span with a derived id.
func emitSent(e *Emitter, parent flowtrace.SpanContext, device string) flowtrace.SpanContext {
	var d Draft
	e.Begin(&d, &testSent, new(DeriveSpan(testSent.TraceOf(&parent), testSent.Name, flowtrace.StringValue(device))), &parent)
	tagChannel.Put(&d, "C012AB3CD")
	tagDevice.Put(&d, device)
	tagPlatform.Put(&d, "ios")
	tagAPNS.Put(&d, testAPNS)
	return d.Emit()
}

// keep records spans.
type keep struct{ spans []flowtrace.SpanData }

func (k *keep) OnEnd(span flowtrace.SpanData)    { k.spans = append(k.spans, span) }
func (k *keep) ForceFlush(context.Context) error { return nil }
func (k *keep) Shutdown(context.Context) error   { return nil }

func keys(span *flowtrace.SpanData) []string {
	var names []string
	for tag := range span.Tags() {
		names = append(names, tag.Key)
	}
	return names
}

func notifyContext() flowtrace.SpanContext {
	return DeriveSpan(testNotify.Trace("notification", testID), testNotify.Name)
}

func TestEmitGivesTheIDsOfTheSpec(t *testing.T) {
	var out keep
	e := NewEmitter(&out, &testService, nil)
	got := emitSent(e, notifyContext(), "d1")
	if want := "00-7f9c24e83b1d4c5a9a0f2e6d81c4b7aa-e04e8e8dc8b1aa24-01"; got.Traceparent() != want {
		t.Errorf("got %s, want %s", got.Traceparent(), want)
	}
	if want := []string{"channel_id", "device_id", "platform", "apns_id"}; !slices.Equal(keys(&out.spans[0]), want) {
		t.Errorf("tags %v, want %v", keys(&out.spans[0]), want)
	}
	if span := &out.spans[0]; span.EndTime()-span.StartTime() != 1000 || span.Parent() != notifyContext() {
		t.Errorf("duration %d ns, parent %v", span.EndTime()-span.StartTime(), span.Parent())
	}
}

func TestEmitDoesNotAllocate(t *testing.T) {
	e, parent := NewEmitter(flowtrace.Discard(), &testService, nil), notifyContext()
	if n := testing.AllocsPerRun(200, func() { emitSent(e, parent, "d-5f1c9a") }); n != 0 {
		t.Errorf("%v allocations for a span", n)
	}
}

func BenchmarkEmit(b *testing.B) {
	e, parent := NewEmitter(flowtrace.Discard(), &testService, nil), notifyContext()
	b.ReportAllocs()
	for b.Loop() {
		emitSent(e, parent, "d-5f1c9a")
	}
}

// nowhere is an exporter that drops what it gets.
type nowhere struct{}

func (nowhere) Export(context.Context, []flowtrace.SpanData) error { return nil }
func (nowhere) Shutdown(context.Context) error                     { return nil }

func TestEmittingIntoABatchDoesNotAllocate(t *testing.T) {
	batch := flowtrace.NewBatchSpanProcessor(nowhere{}, flowtrace.BatchConfig{})
	e, parent := NewEmitter(flowtrace.NewSwitchSpanProcessor(batch), &testService, nil), notifyContext()
	for range 3 * flowtrace.DefaultMaxQueueSize {
		emitSent(e, parent, "d1") // until the queue has its size
	}
	if err := batch.ForceFlush(t.Context()); err != nil { // so that none is dropped, which is told with an error each
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(500, func() { emitSent(e, parent, "d1") }); n != 0 {
		t.Errorf("%v allocations for a span", n)
	}
	if err := batch.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestASwitchLeavesTheReference has a switch that keeps none of the traces that the spec keeps: it changes the flag of the span, not that of the
// reference.
func TestASwitchLeavesTheReference(t *testing.T) {
	var out keep
	next := flowtrace.NewMultiSpanProcessor(&out, everySpan{&out})
	to := flowtrace.NewSwitchSpanProcessor(next)
	e, parent := NewEmitter(to, &testService, nil), notifyContext()
	to.SetSamplingRatio(0)
	got := emitSent(e, parent, "d1")
	if len(out.spans) != 1 || out.spans[0].Context().IsSampled() || !got.IsSampled() || got != out.spans[0].Context().WithSampled(true) {
		t.Errorf("the reference is %v, of %d spans", got, len(out.spans))
	}
	batch := flowtrace.NewBatchSpanProcessor(nowhere{}, flowtrace.BatchConfig{})
	front := flowtrace.NewSwitchSpanProcessor(batch)
	e = NewEmitter(front, &testService, nil)
	emitSent(e, parent, "d1")
	front.SetSamplingRatio(0)
	emitSent(e, parent, "d1")
	if err := batch.Shutdown(t.Context()); err != nil || batch.Stats() != (flowtrace.Stats{Emitted: 1, Exported: 1}) {
		t.Errorf("%+v, %v", batch.Stats(), err)
	}
}

// everySpan asks for spans that are not sampled, too.
type everySpan struct{ flowtrace.SpanProcessor }

func (everySpan) WantsUnsampled() bool { return true }

func BenchmarkEmitIntoBatch(b *testing.B) {
	batch := flowtrace.NewBatchSpanProcessor(nowhere{}, flowtrace.BatchConfig{})
	e, parent := NewEmitter(batch, &testService, nil), notifyContext()
	b.ReportAllocs()
	for b.Loop() {
		emitSent(e, parent, "d-5f1c9a")
	}
	b.ReportMetric(float64(batch.Stats().Dropped)/float64(b.N), "dropped/op")
	if err := batch.Shutdown(context.Background()); err != nil {
		b.Error(err)
	}
}

// TestANilEmitter checks that telemetry that was not set up stops nothing: references are the same, and no span goes out.
func TestANilEmitter(t *testing.T) {
	var e *Emitter
	parent := notifyContext()
	want := emitSent(NewEmitter(nil, &testService, nil), parent, "d-5f1c9a")
	if got := emitSent(e, parent, "d-5f1c9a"); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := e.NewTrace(&Span{}); got.TraceID == (flowtrace.TraceID{}) {
		t.Error("it has no ids")
	}
}

func TestASensitiveValueStaysOutOfTheText(t *testing.T) {
	var got []flowtrace.Violation
	e := NewEmitter(nil, &Service{Name: "s", Sensitive: []string{"device_id"}}, []flowtrace.Option{flowtrace.OnViolation(func(v flowtrace.Violation) { got = append(got, v) })})
	device, channel := TextTag{Key: "device_id", MaxLength: 3}, TextTag{Key: "channel_id", MaxLength: 3}
	var d Draft
	e.Begin(&d, &Span{Name: "f:s", Tags: []string{"device_id", "channel_id"}}, &flowtrace.SpanContext{}, &flowtrace.SpanContext{})
	device.Put(&d, "secret")
	channel.Put(&d, "public")
	d.Extra(flowtrace.String("device_id", "secret"))
	d.Emit()
	want := []string{
		"tag-value: f:s: device_id = [redacted], want at most 3 characters", `tag-value: f:s: channel_id = "public", want at most 3 characters`,
		"shadowed-tag: f:s: device_id = [redacted], want a tag that the spec does not declare",
	}
	for i, v := range got {
		if i >= len(want) || v.String() != want[i] || v.Value == "" {
			t.Errorf("%d: %s, value %q", i, v, v.Value)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d violations, want %d", len(got), len(want))
	}
}
