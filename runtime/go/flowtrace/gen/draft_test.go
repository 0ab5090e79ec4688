package gen

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// at is a clock that stands still.
type at time.Time

func (a at) Now() time.Time { return time.Time(a) }

// wide is a span with many tags.
var wide = Span{Name: "wide", Tags: []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"}}

// record makes an emitter that keeps spans and the lines of violations.
func record(service *Service, options ...flowtrace.Option) (*Emitter, *keep, *[]string) {
	var out keep
	var lines []string
	listen := flowtrace.OnViolation(func(v flowtrace.Violation) { lines = append(lines, v.String()) })
	return NewEmitter(&out, service, append([]flowtrace.Option{listen}, options...)), &out, &lines
}

func begin(e *Emitter, span *Span) *Draft {
	var d Draft
	e.Begin(&d, span, &flowtrace.SpanContext{}, &flowtrace.SpanContext{})
	return &d
}

func wantLines(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestTagsComeInTheOrderOfTheSpec(t *testing.T) {
	e, out, lines := record(&Service{})
	for _, order := range []string{"abcdefghijkl", "lkjihgfedcba", "bdfhjlacegik", "aabbaall", "jj", "xaybz", "xlkjyihgfedcba", ""} {
		d := begin(e, &wide)
		want := map[string]bool{}
		for i, key := range strings.Split(order, "") {
			if strings.ContainsAny(key, "xyz") {
				d.Extra(flowtrace.Int(key, int64(i)))
			} else if key != "" {
				(&IntTag{Key: key}).Put(d, int64(i))
			}
			want[key] = true
		}
		d.Emit()
		var names []string
		for _, key := range strings.Split("abcdefghijklxyz", "") {
			if want[key] {
				names = append(names, key)
			}
		}
		span := &out.spans[len(out.spans)-1]
		if !slices.Equal(keys(span), names) {
			t.Errorf("%s: got %v, want %v", order, keys(span), names)
		}
		for tag := range span.Tags() {
			if last := int64(strings.LastIndex(order, tag.Key)); tag.Value.Int() != last {
				t.Errorf("%s: %s = %d, want the last that was given, %d", order, tag.Key, tag.Value.Int(), last)
			}
		}
	}
	wantLines(t, *lines)
}

func TestConstraints(t *testing.T) {
	digits := &Pattern{Source: "^[0-9]+$", Next: []uint16{0, 0, 0, 2, 0, 2}, Accept: []bool{false, false, true}}
	for c := byte('0'); c <= '9'; c++ {
		digits.Classes[c] = 1
	}
	text := TextTag{Key: "a", MinLength: 2, MaxLength: 3, Pattern: digits}
	enum := TextTag{Key: "b", Values: []string{"DM", "@here"}}
	hex := TextTag{Key: "c", Format: FormatHex, MinItems: 2, MaxItems: 2}
	ints := IntTag{Key: "d", HasMin: true, Min: -1, HasMax: true, Max: 10, MinItems: 1, MaxItems: 1}
	doubles := DoubleTag{Key: "e", HasMin: true, Min: 0.5, HasMax: true, Max: 1e21, MinItems: 3}
	bools := BoolTag{Key: "f", MinItems: 1, MaxItems: 3}

	e, out, lines := record(&Service{})
	d := begin(e, &Span{Name: "s", Tags: []string{"a", "b", "c", "d", "e", "f"}, Keys: []string{"a", "c"}})
	for _, value := range []string{"12", "123", "1", "1234", "12x", "é", "\xff1", "", "1\x00"} {
		text.Put(d, value)
	}
	for _, value := range []string{"DM", "dm", ""} {
		enum.Put(d, value)
	}
	hex.PutList(d, []string{"00", "ff"})
	hex.PutList(d, []string{"00", "f", "g"})
	hex.PutList(d, []string{"00", "f", "g"}[:2:2])
	hex.PutList(d, []string{"g"})
	hex.PutList(d, []string{"00", "\xff"})
	ints.Put(d, -2)
	ints.Put(d, math.MaxInt64)
	ints.PutList(d, nil)
	ints.PutList(d, []int64{11})
	ints.PutList(d, []int64{11, 12})
	doubles.Put(d, 0.25)
	doubles.Put(d, 1e22)
	doubles.PutList(d, []float64{0, math.NaN()})
	doubles.PutList(d, []float64{1, math.NaN(), math.Inf(1)})
	bools.PutList(d, nil)
	bools.PutList(d, make([]bool, 4))
	d.Emit()
	wantLines(t, *lines,
		`tag-value: s: a = "1", want at least 2 characters`,
		`tag-value: s: a = "1234", want at most 3 characters`,
		`tag-value: s: a = "12x", want pattern ^[0-9]+$`,
		`tag-value: s: a = "é", want at least 2 characters`,
		"invalid-utf8: s: a = \"\ufffd1\", want valid UTF-8",
		"tag-value: s: a = \"\ufffd1\", want pattern ^[0-9]+$",
		`tag-value: s: a = "", want at least 2 characters`,
		`tag-value: s: a = "1\x00", want pattern ^[0-9]+$`,
		`tag-value: s: a = "1\x00", want no NUL character`,
		`tag-value: s: b = "dm", want one of DM, @here`,
		`tag-value: s: b = "", want one of DM, @here`,
		`tag-value: s: c = "3", want at most 2 items`,
		`tag-value: s: c = "f", want format hex`,
		`tag-value: s: c = "1", want at least 2 items`,
		"invalid-utf8: s: c = \"[\\\"00\\\",\\\"\ufffd\\\"]\", want valid UTF-8",
		"tag-value: s: c = \"\ufffd\", want format hex",
		`tag-value: s: d = "-2", want at least -1`,
		`tag-value: s: d = "9223372036854775807", want at most 10`,
		`tag-value: s: d = "0", want at least 1 item`,
		`tag-value: s: d = "11", want at most 10`,
		`tag-value: s: d = "2", want at most 1 item`,
		`tag-value: s: e = "0.25", want at least 0.5`,
		`tag-value: s: e = "1e+22", want at most 1000000000000000000000`,
		`tag-value: s: e = "2", want at least 3 items`,
		`tag-value: s: e = "NaN", want a finite number`,
		`tag-value: s: f = "0", want at least 1 item`,
		`tag-value: s: f = "4", want at most 3 items`,
	)
	var wrote []string
	for tag := range out.spans[0].Tags() {
		wrote = append(wrote, tag.Key+"="+string(tag.Value.AppendJSON(nil)))
	}
	wantLines(t, wrote, `a="1\u0000"`, `b=""`, "c=[\"00\",\"\ufffd\"]", `d=[11,12]`, `e=[1.0,"NaN","Infinity"]`, `f=[false,false,false,false]`)
}

func TestExtraTags(t *testing.T) {
	service := Service{Tags: []string{"version", "model"}}
	e, out, lines := record(&service)
	d := begin(e, &Span{Name: "s", Tags: []string{"a", "b"}})
	list := []string{"x", "y\xff"}
	for _, tag := range []flowtrace.Tag{
		flowtrace.Int("n", 1), flowtrace.Int("n", 2), flowtrace.String("a", "x"), flowtrace.Bool("b", true), flowtrace.String("model", "m"), flowtrace.Strings("list", list),
		flowtrace.String("k\xff", "v\xff"), flowtrace.Double("nan", math.NaN()), flowtrace.Doubles("inf", []float64{0, math.Inf(-1)}), flowtrace.Strings("none", nil),
	} {
		d.Extra(tag)
	}
	list[0] = "changed"
	d.Emit()
	wantLines(t, *lines,
		`shadowed-tag: s: n = "2", want a tag that the spec does not declare`,
		`shadowed-tag: s: a = "x", want a tag that the spec does not declare`,
		`shadowed-tag: s: b = "true", want a tag that the spec does not declare`,
		`shadowed-tag: s: model = "m", want a tag that the spec does not declare`,
		"invalid-utf8: s: list = \"[\\\"x\\\",\\\"y\ufffd\\\"]\", want valid UTF-8",
		"invalid-utf8: s: k\ufffd = \"v\ufffd\", want valid UTF-8",
		`tag-value: s: nan = "NaN", want a finite number`,
		`tag-value: s: inf = "-Infinity", want a finite number`,
	)
	if want := []string{"n", "list", "k\ufffd", "nan", "inf", "none"}; !slices.Equal(keys(&out.spans[0]), want) {
		t.Errorf("got %q, want %q", keys(&out.spans[0]), want)
	}
}

func TestMissingParent(t *testing.T) {
	e, out, lines := record(&Service{Flow: "notification"})
	var zero flowtrace.SpanContext
	if got := DeriveChild(flowtrace.SpanContext{TraceID: flowtrace.TraceID{1}}, "x", zero); got != zero {
		t.Errorf("a child of none is %v", got)
	}
	emitSent(e, zero, "d1")
	emitSent(e, flowtrace.SpanContext{TraceID: flowtrace.TraceID{1}}, "d1")
	for i := range out.spans {
		if span := &out.spans[i]; !span.Context().IsValid() || span.Parent() != zero {
			t.Errorf("context %v, parent %v", span.Context(), span.Parent())
		}
	}
	wantLines(t, *lines,
		"missing-parent: notification:sent: want notification:notify", "missing-parent: notification:sent: want notification:notify")
}

func TestTraceIDMismatch(t *testing.T) {
	e, _, lines := record(&Service{Flow: "checkout"})
	parent := DeriveSpan((&Span{}).Trace("checkout", "order-1"), "a")
	span := Span{Name: "b", Parent: "a"}
	for _, order := range []string{"order-1", "order-2", "order-\xff"} {
		var d Draft
		e.Begin(&d, &span, new(span.TraceOf(&parent)), &parent)
		d.CheckTraceID("order_id", order)
		if got := d.Emit(); got.TraceID != parent.TraceID {
			t.Errorf("%s: the parent does not give the trace: %v", order, got)
		}
	}
	var d Draft
	e.Begin(&d, &span, &flowtrace.SpanContext{}, &flowtrace.SpanContext{})
	d.CheckTraceID("order_id", "order-1")
	trace := parent.TraceID.String()
	wantLines(t, *lines,
		`trace-id-mismatch: b: order_id = "order-2", want `+trace,
		"trace-id-mismatch: b: order_id = \"order-\ufffd\", want "+trace,
		"missing-parent: b: want a")
}

// broken panics wherever an emitter calls what was injected.
type broken struct{}

func (broken) Now() time.Time                   { panic("clock") }
func (broken) TraceID() flowtrace.TraceID       { panic("trace id") }
func (broken) SpanID() flowtrace.SpanID         { panic("span id") }
func (broken) OnEnd(flowtrace.SpanData)         { panic("processor") }
func (broken) ForceFlush(context.Context) error { return nil }
func (broken) Shutdown(context.Context) error   { return nil }

func TestWhatIsInjectedMayPanic(t *testing.T) {
	var b broken
	e := NewEmitter(b, &Service{}, []flowtrace.Option{nil, flowtrace.WithClock(b), flowtrace.WithIDGenerator(b), flowtrace.OnViolation(func(flowtrace.Violation) { panic("listener") })})
	d := begin(e, &Span{Name: "s", Parent: "p"})
	if got := d.Emit(); !got.IsValid() {
		t.Errorf("no ids: %v", got)
	}
	if since := time.Now().UnixNano() - d.data.StartTime(); since < 0 || since > int64(time.Minute) {
		t.Errorf("the time is %d ns off", since)
	}
	if e.Panics() != 5 {
		t.Errorf("%d panics were counted, want 5", e.Panics())
	}
}

// zeros gives ids that are none.
type zeros struct{}

func (zeros) TraceID() flowtrace.TraceID { return flowtrace.TraceID{} }
func (zeros) SpanID() flowtrace.SpanID   { return flowtrace.SpanID{} }

func TestIDsOfAGeneratorAreNeverZero(t *testing.T) {
	e := NewEmitter(nil, &Service{}, []flowtrace.Option{flowtrace.WithIDGenerator(zeros{})})
	if got := begin(e, &wide).Emit(); !got.IsValid() {
		t.Errorf("got %v", got)
	}
}

// No text is known whose hash is all zero.
func TestAHashThatIsZeroIsOne(t *testing.T) {
	trace, span := usableTrace(flowtrace.TraceID{}).String(), usableSpan(flowtrace.SpanID{}).String()
	if trace != "00000000000000000000000000000001" || span != "0000000000000001" {
		t.Errorf("got %s and %s", trace, span)
	}
	if other := (flowtrace.TraceID{1}); usableTrace(other) != other || usableSpan(flowtrace.SpanID{1}) != (flowtrace.SpanID{1}) {
		t.Error("another id was changed")
	}
}

func TestTimesAreHeldToWhatTheWireCanSay(t *testing.T) {
	const last = math.MaxInt64 / int64(time.Second) * int64(time.Second)
	for _, c := range []struct {
		now  time.Time
		want int64
	}{
		{time.Unix(0, 1), 1},
		{time.Unix(-1, 999), 0},
		{time.Time{}, 0},
		{time.Date(3000, 1, 1, 0, 0, 0, 0, time.UTC), last},
	} {
		e, out, _ := record(&Service{}, flowtrace.WithClock(at(c.now)))
		begin(e, &wide).Emit()
		span := &out.spans[0]
		if span.StartTime() != c.want || span.EndTime()-span.StartTime() != 1000 {
			t.Errorf("%v: got %d to %d", c.now, span.StartTime(), span.EndTime())
		}
	}
}

// ticks is a clock that gives the times of a list.
type ticks struct {
	times []time.Time
	next  int
}

func (c *ticks) Now() time.Time {
	c.next++
	return c.times[c.next-1]
}

func TestMeasured(t *testing.T) {
	start := time.Unix(1712345678, 0)
	for _, c := range []struct{ took, want time.Duration }{{3 * time.Second, 3 * time.Second}, {0, 0}, {-time.Hour, 0}} {
		e, out, lines := record(&Service{}, flowtrace.WithClock(&ticks{times: []time.Time{start, start.Add(c.took), start}}))
		var m Measured
		d := m.Begin(e, &testRead, new(testRead.TraceOf(new(notifyContext()))), new(notifyContext()))
		(&IntTag{Key: "early"}).Put(d, 1)
		d.Start()
		ended, ok := m.End()
		if !ok {
			t.Fatal("the first end is none")
		}
		tagCount.Put(ended, 2)
		if ended.Emit() != m.Context() {
			t.Error("the ids have changed")
		}
		if _, ok := m.End(); ok {
			t.Error("it ended twice")
		}
		span := &out.spans[0]
		if len(out.spans) != 1 || time.Duration(span.EndTime()-span.StartTime()) != c.want || span.StartTime() != start.UnixNano() {
			t.Errorf("%v: %d spans, %d to %d", c.took, len(out.spans), span.StartTime(), span.EndTime())
		}
		wantLines(t, *lines, "ended-twice: notification:read in app: want one end")
	}
}

func TestManyEndsAtOnceEmitOne(t *testing.T) {
	var ended, told atomic.Int64
	e := NewEmitter(nil, &Service{}, []flowtrace.Option{flowtrace.OnViolation(func(flowtrace.Violation) { told.Add(1) })})
	var m Measured
	m.Begin(e, &wide, &flowtrace.SpanContext{}, &flowtrace.SpanContext{})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, ok := m.End(); ok {
				ended.Add(1)
			}
		})
	}
	group.Wait()
	if ended.Load() != 1 || told.Load() != 7 {
		t.Errorf("%d ends, %d told", ended.Load(), told.Load())
	}
}

func TestServiceTags(t *testing.T) {
	service := Service{Name: "iOS", Tags: []string{"app_version", "os_version", "device_model"}}
	version, model := TextTag{Key: "app_version", MinLength: 1}, TextTag{Key: "device_model"}
	optional := Own(func(d *Draft) { model.Put(d, "m\xff") })
	var out keep
	var lines []string
	listen := flowtrace.OnViolation(func(v flowtrace.Violation) { lines = append(lines, v.String()) })
	e := NewEmitter(&out, &service, []flowtrace.Option{listen, optional, listen}) // wherever the listener stands, it is told, and once
	e.Own(func(d *Draft) { version.Put(d, "") })
	begin(e, &wide).Emit()
	var tags []string
	for tag := range out.spans[0].Resource().Tags() {
		tags = append(tags, fmt.Sprintf("%s=%s", tag.Key, tag.Value))
	}
	wantLines(t, tags, "app_version=", "device_model=m\ufffd")
	wantLines(t, lines,
		"invalid-utf8: service: device_model = \"m\ufffd\", want valid UTF-8",
		`tag-value: service: app_version = "", want at least 1 character`)
}
