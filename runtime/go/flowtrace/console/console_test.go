package console

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
)

var (
	service = gen.Service{Name: "push-service", Flow: "notification", FlowVersion: "1.0.0"}
	sent    = gen.Span{Name: "notification:sent", Parent: "notification:notify", Errors: []gen.ErrorWhen{{Tag: "outcome", Values: []string{"failed"}}}, Tags: []string{"channel_id", "outcome"}}
)

func emit(to flowtrace.SpanProcessor, span *gen.Span, parent string, tags ...flowtrace.Tag) error {
	at, err := flowtrace.ParseTraceparent(parent)
	if err != nil {
		return err
	}
	e := gen.NewEmitter(to, &service, nil)
	var d gen.Draft
	e.Begin(&d, span, new(flowtrace.SpanContext{TraceID: flowtrace.TraceID{0: 0x7f, 15: 1}, SpanID: flowtrace.SpanID{0: 0x51}}.WithSampled(at.IsSampled())), &at)
	for _, tag := range tags {
		d.Extra(tag)
	}
	d.Emit()
	return nil
}

func TestLine(t *testing.T) {
	const own = "7f000000000000000000000000000001/5100000000000000"
	const parent = "00-7f000000000000000000000000000001-0102030405060708-01"
	for _, c := range []struct {
		parent, want string
		tags         []flowtrace.Tag
	}{
		{parent, own + " < 0102030405060708 1µs", nil},
		{parent, own + ` < 0102030405060708 1µs a="x" n=3 l=[1.0,2.0]`, []flowtrace.Tag{flowtrace.String("a", "x"), flowtrace.Int("n", 3), flowtrace.Doubles("l", []float64{1, 2})}},
		{"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", own + " < 0af7651916cd43dd8448eb211c80319c/b7ad6b7169203331 1µs not sampled", nil},
		{parent, own + ` < 0102030405060708 1µs k\u001b[2J="\u009b31m\u202edrow\n"`, []flowtrace.Tag{flowtrace.String("k\x1b[2J", "\u009b31m\u202edrow\n")}},
	} {
		var out bytes.Buffer
		if err := emit(New(&out), &sent, c.parent, c.tags...); err != nil {
			t.Fatal(err)
		}
		if want := "notification:sent push-service " + c.want + "\n"; out.String() != want {
			t.Errorf("got  %q\nwant %q", out.String(), want)
		}
	}
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0ns", 999: "999ns", 1000: "1µs", 1500: "1µs500ns", 220 * time.Millisecond: "220ms", 90 * time.Second: "1m30s", 2*time.Hour + 30*time.Second: "2h", -1: "0ns",
	} {
		if got := duration(int64(d)); got != want {
			t.Errorf("%d: got %s, want %s", d, got, want)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWhatCannotBePrintedIsTold(t *testing.T) {
	p := New(full{})
	if err := emit(p, &sent, "00-7f000000000000000000000000000001-0102030405060708-01"); err != nil {
		t.Fatal(err)
	}
	if err := p.ForceFlush(t.Context()); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("got %v", err)
	}
	if err := p.Shutdown(t.Context()); err != nil {
		t.Errorf("the same error again: %v", err)
	}
}
