package flowtracetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
)

var (
	service = gen.Service{Name: "push-service", Flow: "notification", FlowVersion: "1.0.0"}
	notify  = gen.Span{Name: "notification:notify"}
	sent    = gen.Span{Name: "notification:sent", Parent: "notification:notify", Tags: []string{"device_id"}}
	device  = gen.TextTag{Key: "device_id", MinLength: 1}
)

func emitNotify(e *gen.Emitter) flowtrace.SpanContext {
	var d gen.Draft
	e.Begin(&d, &notify, &flowtrace.SpanContext{}, &flowtrace.SpanContext{})
	return d.Emit()
}

func emitSent(e *gen.Emitter, parent flowtrace.SpanContext, id string) flowtrace.SpanContext {
	var d gen.Draft
	e.Begin(&d, &sent, new(sent.TraceOf(&parent)), &parent)
	device.Put(&d, id)
	d.Extra(flowtrace.Double("share", 1))
	d.Link([]flowtrace.SpanContext{parent, {TraceID: flowtrace.TraceID{1}, SpanID: flowtrace.SpanID{2}}})
	return d.Emit()
}

// TestUnsampledSpansAreRecorded: the text says of them what they are, and knows them as parents and links.
func TestUnsampledSpansAreRecorded(t *testing.T) {
	r := New(t)
	e := gen.NewEmitter(r, &service, []flowtrace.Option{r.Options()})
	lost := gen.Span{Name: "lost", Tags: []string{"device_id"}, Errors: []gen.ErrorWhen{{Tag: "device_id", Values: []string{"none"}}},
		Sampling: gen.Sampling{Threshold: 1<<56 - 1}}
	var d gen.Draft
	e.Begin(&d, &lost, &flowtrace.SpanContext{}, &flowtrace.SpanContext{})
	device.Put(&d, "none")
	parent := d.Emit()
	var child gen.Draft
	e.Begin(&child, &sent, new(sent.TraceOf(&parent)), new(parent.WithSampled(true)))
	child.Emit()
	r.Want(`
lost (push-service, 1µs, error none, not sampled)
  device_id = "none"
notification:sent (push-service, 1µs)
  parent lost
`)
	if r.Spans()[0].Context().IsSampled() {
		t.Error("the span says that it is sampled")
	}
}

// failures is a test that remembers how it failed.
type failures struct {
	testing.TB
	lines []string
}

func (f *failures) Helper() {}

func (f *failures) Errorf(format string, args ...any) {
	f.lines = append(f.lines, fmt.Sprintf(format, args...))
}

const text = `notification:notify (push-service, 1µs)
notification:sent (push-service, 1µs)
  parent notification:notify
  link notification:notify
  link 01000000000000000000000000000000/0200000000000000
  device_id = "d\"1"
  share = 1.0
`

func TestRecorder(t *testing.T) {
	f := &failures{TB: t}
	r := New(f)
	e := gen.NewEmitter(r, &service, []flowtrace.Option{r.Options()})
	emitSent(e, emitNotify(e), `d"1`)
	r.Want("\n" + text)
	if len(f.lines) != 0 {
		t.Errorf("it failed: %q", f.lines)
	}
	r.Want(strings.Replace(text, "share = 1.0", "share = 2.0", 1))
	if len(f.lines) != 1 || !strings.HasPrefix(f.lines[0], "spans differ at line 7:\n  got    share = 1.0\n  want   share = 2.0\n") {
		t.Errorf("got %q", f.lines)
	}
	r.Want(text + "more")
	if len(f.lines) != 2 || !strings.Contains(f.lines[1], "got  (nothing)\n  want more") {
		t.Errorf("got %q", f.lines)
	}
	spans := r.Spans()
	if got := spans[1].StartTime() - spans[0].StartTime(); got != int64(time.Millisecond) || spans[0].StartTime() != Start.UnixNano() {
		t.Errorf("the clock moved by %d from %d", got, spans[0].StartTime())
	}
	if lines := string(r.SpanEvents()); strings.Count(lines, "\n") != 2 || !strings.Contains(lines, `"device_id":"d\"1"`) {
		t.Errorf("got %s", lines)
	}
	r.Reset()
	if err := errors.Join(r.ForceFlush(t.Context()), r.Shutdown(context.Background())); err != nil || len(r.Spans()) != 0 {
		t.Errorf("%d spans, %v", len(r.Spans()), err)
	}
}

func TestViolationsFailTheTestWhereItEmitted(t *testing.T) {
	f := &failures{TB: t}
	r := New(f)
	e := gen.NewEmitter(r, &service, []flowtrace.Option{r.Options()})
	emitSent(e, emitNotify(e), "")
	if len(f.lines) != 1 || !strings.HasPrefix(f.lines[0], "recorder_test.go:") ||
		!strings.HasSuffix(f.lines[0], `: tag-value: notification:sent: device_id = "", want at least 1 character`) {
		t.Errorf("got %q", f.lines)
	}
	r.ExpectViolations()
	emitSent(e, flowtrace.SpanContext{}, "d1")
	if len(f.lines) != 1 || len(r.Violations()) != 2 || r.Violations()[1].Rule != flowtrace.RuleMissingParent {
		t.Errorf("got %q and %v", f.lines, r.Violations())
	}
	if !strings.Contains(r.Text(), "violation missing-parent: notification:sent: want notification:notify\n") {
		t.Errorf("got %s", r.Text())
	}
}

// TestViolationsAreNotForgotten holds that a recorder hears of violations without its Options, but not instead of who was
// asked for.
func TestViolationsAreNotForgotten(t *testing.T) {
	f := &failures{TB: t}
	r := New(f)
	e := gen.NewEmitter(r, &service, nil)
	emitSent(e, emitNotify(e), "")
	if len(f.lines) != 1 || !strings.HasPrefix(f.lines[0], "recorder_test.go:") || len(r.Violations()) != 1 {
		t.Errorf("got %q and %v", f.lines, r.Violations())
	}
	var own []flowtrace.Violation
	e = gen.NewEmitter(r, &service, []flowtrace.Option{flowtrace.OnViolation(func(v flowtrace.Violation) { own = append(own, v) })})
	emitSent(e, emitNotify(e), "")
	if len(f.lines) != 1 || len(own) != 1 {
		t.Errorf("got %q and %v", f.lines, own)
	}
}

func TestClock(t *testing.T) {
	c := NewClock(Start, time.Second)
	c.Advance(time.Minute)
	if got := c.Now().Sub(Start); got != time.Minute {
		t.Errorf("got %v", got)
	}
	c.Set(Start)
	if first, second := c.Now(), c.Now(); !first.Equal(Start) || second.Sub(first) != time.Second {
		t.Errorf("got %v and %v", first, second)
	}
}

func TestInMemoryExporter(t *testing.T) {
	var exporter InMemoryExporter
	batch := flowtrace.NewBatchSpanProcessor(&exporter, flowtrace.BatchConfig{})
	e := gen.NewEmitter(batch, &service, nil)
	first, second := emitNotify(e), emitNotify(e)
	if err := batch.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	spans := exporter.Spans()
	if len(spans) != 2 || spans[0].Context() != first || spans[1].Context() != second {
		t.Errorf("got %d spans", len(spans))
	}
	exporter.Reset()
	if err := exporter.Shutdown(t.Context()); err != nil || len(exporter.Spans()) != 0 {
		t.Errorf("%v, %d spans are left", err, len(exporter.Spans()))
	}
}
