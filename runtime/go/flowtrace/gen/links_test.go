package gen

import (
	"slices"
	"testing"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

func TestTooManyLinks(t *testing.T) {
	links := make([]flowtrace.SpanContext, flowtrace.MaxLinks+2)
	for i := range links {
		links[i] = flowtrace.SpanContext{TraceID: flowtrace.TraceID{1, byte(i >> 8), byte(i)}, SpanID: flowtrace.SpanID{1}}
	}
	e, out, violations := record(&Service{})
	for _, given := range []int{flowtrace.MaxLinks, flowtrace.MaxLinks + 2} {
		d := begin(e, &wide)
		d.Link(links[:given])
		d.Emit()
	}
	if span := &out.spans[0]; span.LinkCount() != flowtrace.MaxLinks || span.DroppedLinks() != 0 {
		t.Errorf("of as many as a span carries %d are kept and %d dropped", span.LinkCount(), span.DroppedLinks())
	}
	span := &out.spans[1]
	if span.LinkCount() != flowtrace.MaxLinks || span.DroppedLinks() != 2 {
		t.Errorf("%d are kept and %d dropped", span.LinkCount(), span.DroppedLinks())
	}
	at := 0
	for link := range span.Links() {
		if link.SpanContext != links[at] {
			t.Fatalf("link %d is not the one that was given", at)
		}
		at++
	}
	wantLines(t, *violations, "too-many-links: "+wide.Name+": 32770, want at most 32768 links")
}

func TestLinks(t *testing.T) {
	a, b := flowtrace.SpanContext{TraceID: flowtrace.TraceID{1}, SpanID: flowtrace.SpanID{1}}, flowtrace.SpanContext{TraceID: flowtrace.TraceID{2}, SpanID: flowtrace.SpanID{2}}
	first := make([]flowtrace.SpanContext, 1, 8)
	first[0] = a
	e, out, _ := record(&Service{})
	var d Draft
	e.Begin(&d, &wide, &flowtrace.SpanContext{}, &b)
	d.Link(first)
	d.Link([]flowtrace.SpanContext{b})
	d.Emit()
	span := &out.spans[0]
	var got []flowtrace.Link
	for link := range span.Links() {
		got = append(got, link)
	}
	if want := []flowtrace.Link{{SpanContext: a}, {SpanContext: b}}; !slices.Equal(got, want) || span.LinkCount() != 2 {
		t.Errorf("got %v, want %v", got, want)
	}
	if first = first[:2]; first[1] != (flowtrace.SpanContext{}) {
		t.Error("the caller's array was written to")
	}
	if link, ok := span.ParentLink(); !ok || link != (flowtrace.Link{SpanContext: b, Type: flowtrace.LinkParent}) {
		t.Errorf("the parent in another trace is %v, %v", link, ok)
	}
	if e.TraceOrNew(&wide, &a).TraceID != a.TraceID || e.TraceOrNew(&wide, &flowtrace.SpanContext{}).TraceID == (flowtrace.TraceID{}) {
		t.Error("TraceOrNew does not give a trace")
	}
}
