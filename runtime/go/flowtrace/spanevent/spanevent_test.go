package spanevent

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
)

var (
	service = gen.Service{Name: "push \"1\"", Flow: "notification", FlowVersion: "1.0.0", Tags: []string{"app_version"}}
	sent    = gen.Span{Name: "notification:sent", Tags: []string{"device_id", "count", "share", "ok", "list"}}
	device  = gen.TextTag{Key: "device_id"}
	count   = gen.IntTag{Key: "count"}
	share   = gen.DoubleTag{Key: "share"}
	yes     = gen.BoolTag{Key: "ok"}
	list    = gen.TextTag{Key: "list"}
	version = gen.TextTag{Key: "app_version"}

	trace  = gen.DeriveTraceID("notification", "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa")
	self   = flowtrace.SpanContext{TraceID: trace, SpanID: flowtrace.SpanID{7: 1}}
	sister = flowtrace.SpanContext{TraceID: trace, SpanID: flowtrace.SpanID{7: 2}}
	other  = flowtrace.SpanContext{TraceID: flowtrace.TraceID{15: 9}, SpanID: flowtrace.SpanID{7: 3}}
)

// last keeps the last span.
type last struct{ span flowtrace.SpanData }

func (l *last) OnEnd(span flowtrace.SpanData)    { l.span = span }
func (l *last) ForceFlush(context.Context) error { return nil }
func (l *last) Shutdown(context.Context) error   { return nil }
func (l *last) Now() time.Time                   { return time.Unix(0, 1712345678_000001_999) }

// TestAppendError: the member stands directly behind the duration, and only on an error.
func TestAppendError(t *testing.T) {
	var l last
	failed := gen.Span{Name: "s", Tags: []string{"device_id"}, Errors: []gen.ErrorWhen{{Tag: "device_id", Values: []string{"lost"}}}}
	for value, want := range map[string]string{"lost": `"duration":1,"error":true,"flow":`, "found": `"duration":1,"flow":`} {
		var d gen.Draft
		gen.NewEmitter(&l, &service, nil).Begin(&d, &failed, &self, &flowtrace.SpanContext{})
		device.Put(&d, value)
		d.Emit()
		if got := string(Append(nil, &l.span)); !strings.Contains(got, want) {
			t.Errorf("%s: got %s, want %s in it", value, got, want)
		}
	}
}

func (l *last) emit(parent flowtrace.SpanContext, full bool) *flowtrace.SpanData {
	e := gen.NewEmitter(l, &service, []flowtrace.Option{flowtrace.WithClock(l)})
	var d gen.Draft
	if full {
		e.Own(func(d *gen.Draft) { version.Put(d, "24.11") })
	}
	e.Begin(&d, &sent, &self, &parent)
	if full {
		device.Put(&d, "a\"\\/\b\f\n\r\t\x00\x1f\x7f\u2028é\U0001f600")
		count.Put(&d, -9223372036854775808)
		share.Put(&d, 3)
		yes.Put(&d, true)
		list.PutList(&d, []string{"x", ""})
		d.Extra(flowtrace.Doubles("more", []float64{0.5}))
		d.Link([]flowtrace.SpanContext{sister, other})
	}
	d.Emit()
	return &l.span
}

func TestAppend(t *testing.T) {
	const ids = `{"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"0000000000000001"`
	const middle = `,"name":"notification:sent","service_name":"push \"1\"","timestamp":1712345678000001,"duration":1,"flow":"notification","flow_version":"1.0.0"`
	var l last
	if got, want := string(Append(nil, l.emit(flowtrace.SpanContext{}, false))), ids+middle+"}\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := string(Append(nil, l.emit(sister, false))), ids+`,"parent_id":"0000000000000002"`+middle+"}\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	want := ids + `,"parent_id":"0000000000000003","parent_trace_id":"00000000000000000000000000000009"` + middle +
		`,"tags":{"app_version":"24.11","device_id":"a\"\\/\u0008\u000c\n\r\t\u0000\u001f` + "\x7f\u2028é\U0001f600" +
		`","count":-9223372036854775808,"share":3.0,"ok":true,"list":["x",""],"more":[0.5]}` +
		`,"links":[{"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c4b7aa","span_id":"0000000000000002"},{"trace_id":"00000000000000000000000000000009","span_id":"0000000000000003"}]}` + "\n"
	if got := string(Append(nil, l.emit(other, true))); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// What is written is what encoding/json reads, whatever the text.
func FuzzStrings(f *testing.F) {
	for _, text := range []string{"", "a", "\"\\", "\x00\x1f\x7f", "\u2028<>&'", "é\U0001f600", "\xff\xed\xa0\x80"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = gen.Repair(text)
		var got string
		if err := json.Unmarshal(flowtrace.AppendString(nil, text), &got); err != nil || got != text {
			t.Errorf("%q was read as %q: %v", text, got, err)
		}
	})
}

func TestExportDoesNotAllocate(t *testing.T) {
	var l last
	batch := make([]flowtrace.SpanData, 100)
	for i := range batch {
		batch[i] = *l.emit(other, true)
	}
	exporter := New(io.Discard)
	if n := testing.AllocsPerRun(20, func() {
		if err := exporter.Export(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations for a batch", n)
	}
}

// limited takes some bytes, then fails.
type limited struct {
	bytes.Buffer
	room int
}

func (l *limited) Write(p []byte) (int, error) {
	if len(p) > l.room {
		return 0, errors.New("the disk is full")
	}
	l.room -= len(p)
	return l.Buffer.Write(p)
}

func TestExportWritesWholeLines(t *testing.T) {
	var l last
	batch := make([]flowtrace.SpanData, 1000)
	for i := range batch {
		batch[i] = *l.emit(other, true)
	}
	all := limited{room: 10 << 20}
	exporter := New(&all)
	if err := errors.Join(exporter.Export(t.Context(), batch), exporter.Shutdown(t.Context())); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(all.String(), "\n"); n != len(batch) {
		t.Errorf("%d lines", n)
	}
	some := limited{room: 200 << 10}
	err := New(&some).Export(t.Context(), batch)
	if err == nil || !strings.Contains(err.Error(), "the disk is full") {
		t.Errorf("got %v", err)
	}
	if text := some.String(); text == "" || !strings.HasSuffix(text, "\n") || !strings.HasPrefix(all.String(), text) {
		t.Errorf("%d bytes were written, which is no whole number of lines", len(text))
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := exporter.Export(ended, batch); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func BenchmarkAppend(b *testing.B) {
	var l last
	span, buf := l.emit(other, true), make([]byte, 0, 4096)
	b.ReportAllocs()
	for b.Loop() {
		buf = Append(buf[:0], span)
	}
	b.SetBytes(int64(len(buf)))
}
