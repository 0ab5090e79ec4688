package infer

import (
	"fmt"
	"testing"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

func TestShapes(t *testing.T) {
	for _, test := range []struct {
		want  string
		texts []string
	}{
		{"^U[A-Z0-9]{8}$", []string{"U024BE7LH", "U0G9QF9C6", "UAAAAAAAA"}},
		{`^[0-9]{10}\.[0-9]{6}$`, []string{"1772442000.000000", "1772442001.000001"}},
		{"^d-[a-z]+-[0-9]{3}$", []string{"d-ios-000", "d-web-001", "d-android-777"}},
		{"^A-[0-9]+$", []string{"A-1", "A-22"}},
		{`^\(a[a-z0-9]\)$`, []string{"(a1)"}},
		{"^ord[A-Za-z0-9]*$", []string{"ord", "ord1", "ordA"}},
		{"", []string{"red", "blue"}},
		{"", []string{"a-1", "a_1"}},
		{"", []string{"a 1"}},
		{"", []string{"é1"}},
		{"", []string{""}},
		{"", []string{"a-1", "a-1-1"}},
		{"", nil},
	} {
		var s shape
		for _, text := range test.texts {
			s.add([]byte(text))
		}
		got := s.pattern()
		if got != test.want {
			t.Errorf("%q: %s, want %s", test.texts, got, test.want)
		}
	}
}

func TestTypes(t *testing.T) {
	text := func(s string) trace.Value { return trace.StringValue([]byte(s)) }
	untyped := func(s string) trace.Value { return trace.Value{Kind: trace.Untyped, Text: []byte(s)} }
	for i, test := range []struct {
		values []trace.Value
		want   model.Kind // 0 for none
	}{
		{[]trace.Value{text("a"), text("")}, model.KindString},
		{[]trace.Value{text("a"), trace.IntValue(1)}, 0},
		{[]trace.Value{trace.IntValue(1), trace.DoubleValue(1)}, model.KindDouble},
		{[]trace.Value{trace.IntValue(1), trace.BoolValue(true)}, 0},
		{[]trace.Value{{}}, 0},
		{[]trace.Value{{Kind: trace.Map}}, 0},
		{[]trace.Value{untyped("1"), untyped("-3")}, model.KindInt},
		{[]trace.Value{untyped("1"), untyped("0.5")}, model.KindDouble},
		{[]trace.Value{untyped("007")}, model.KindString},
		{[]trace.Value{untyped("1772442000.000000")}, model.KindString},
		{[]trace.Value{untyped("true"), trace.UntypedZero()}, model.KindBool},
		{[]trace.Value{trace.UntypedZero()}, model.KindString},
		{[]trace.Value{untyped("1"), text("1")}, model.KindString},
		{[]trace.Value{untyped("x"), trace.IntValue(1)}, 0},
	} {
		var x tag
		x.begin()
		for i := range test.values {
			x.value(&test.values[i])
		}
		if got, ok := kindOf(x.kinds, x.texts); ok != (test.want != 0) || ok && got != test.want {
			t.Errorf("%d: %v %v, want %v", i, got, ok, test.want)
		}
	}
}

// What is counted stays within its limits, and says that there is more.
func TestLimits(t *testing.T) {
	o := NewObserver(Options{Memory: 1 << 16})
	for i := range 20_000 {
		r := trace.Record{
			TraceID: trace.ID{byte(i), byte(i >> 8), 1}, SpanID: trace.SpanID{byte(i), byte(i >> 8), 2}, Name: fmt.Appendf(nil, "span %d", i),
			Service: fmt.Appendf(nil, "service %d", i), Start: int64(i), End: int64(i) + 1000,
			Tags: []trace.Tag{{Key: fmt.Appendf(nil, "tag %d", i), Value: trace.IntValue(int64(i))}, {Key: []byte("n"), Value: trace.IntValue(int64(i))}},
		}
		if err := o.Record(&r); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(o.spans.list); n != maxSpans || o.spans.more != 20_000-maxSpans {
		t.Errorf("%d spans and %d more", n, o.spans.more)
	}
	if n, more := o.tags.by["n"].values.size(); n != maxDistinct || !more {
		t.Errorf("%d values, more %v", n, more)
	}
	if o.sample.size > 1<<16 || o.sample.complete() || len(o.sample.rows) < 50 {
		t.Errorf("a sample of %d rows and %d bytes", len(o.sample.rows), o.sample.size)
	}
	if len(o.services.list) > maxServices || len(o.tags.list) > maxTags {
		t.Errorf("%d services, %d tags", len(o.services.list), len(o.tags.list))
	}
	d, err := o.Draft()
	if err != nil {
		t.Fatal(err)
	}
	if len(d.spans) != DefaultLimit || len(d.notes) < 2 {
		t.Errorf("%d spans; %q", len(d.spans), d.notes)
	}
}

// Pairs of spans and services stay within their limit, and a span that comes late has services all the same.
func TestPairs(t *testing.T) {
	o := NewObserver(Options{Memory: 1 << 16})
	want := o.emitters.more
	for i := range 500 {
		want += o.emitters.each
		for j := range 600 {
			r := trace.Record{TraceID: trace.ID{1}, SpanID: trace.SpanID{1}, Name: fmt.Appendf(nil, "span %d", i), Service: fmt.Appendf(nil, "service %d", j)}
			if err := o.Record(&r); err != nil {
				t.Fatal(err)
			}
		}
	}
	got := 0
	for _, s := range o.spans.list {
		got += len(s.services)
		if len(s.services) < o.emitters.each {
			t.Errorf("%s has %d services", s.name, len(s.services))
		}
	}
	if got != want {
		t.Errorf("%d pairs, want %d", got, want)
	}
}

// A draft that is larger than a spec may be has fewer spans.
func TestLargeDraft(t *testing.T) {
	o := NewObserver(Options{Limit: MaxLimit})
	for i := range MaxLimit {
		r := trace.Record{
			TraceID: trace.ID{byte(i), byte(i >> 8), 1}, SpanID: trace.SpanID{byte(i), byte(i >> 8), 2}, Name: fmt.Appendf(nil, "span %d", i),
			Service: []byte("api"), Start: int64(i), End: int64(i) + 1000,
		}
		for n := range maxOnSpan {
			r.Tags = append(r.Tags, trace.Tag{Key: fmt.Appendf(nil, "a tag with a long name of which there are many %d", n), Value: trace.IntValue(int64(n))})
		}
		if err := o.Record(&r); err != nil {
			t.Fatal(err)
		}
	}
	d, err := o.fitting()
	if err != nil {
		t.Fatal(err)
	}
	if len(d.spans) >= MaxLimit || len(d.spans) < 50 {
		t.Errorf("%d spans", len(d.spans))
	}
}
