package validator

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/validator/trace"
)

// stagesSpec has a funnel that passes a span by, a stage with two before it, and one in a trace of another kind.
const stagesSpec = `specgen: v1
flow: f
version: 1.0.0
brief: Stages.
namespace: "f:"
traces:
  main: {brief: One., sampling: 100%}
  other: {brief: Another., sampling: 100%}
services:
  s: {brief: All of it., language: go}
tags:
  note: {brief: Something., type: string, examples: [x]}
spans:
  "f:a": {brief: A., trace: main, services: [s], parent: none, tags: {note: optional}}
  "f:x": {brief: X., trace: main, services: [s], parent: "f:a", occurs: {at_most_once_per: parent}, within: 1m}
  "f:b": {brief: B., trace: main, services: [s], parent: "f:x", occurs: {at_most_once_per: parent}, within: 2m}
  "f:c": {brief: C., trace: main, services: [s], parent: ["f:a", "f:b"], occurs: {at_most_once_per: parent}}
  "f:o": {brief: O., trace: other, services: [s], parent: "f:c", occurs: {at_most_once_per: parent}, within: 5m}
funnel: ["f:a", "f:b", "f:c", "f:o"]
`

// stageRecord makes a record of a text: "a1" is the record 1 of the span f:a in the trace 1, "b2<x1@90s" the record 2 of f:b below x1, 90 s after the
// beginning. "/7" behind it puts it in the trace 7, "/7!" also names its parent's trace.
func stageRecord(word string) *trace.Record {
	word, where, _ := strings.Cut(word, "/")
	word, after, _ := strings.Cut(word, "@")
	word, parent, _ := strings.Cut(word, "<")
	at, _ := time.ParseDuration(after)
	r := &trace.Record{Name: []byte("f:" + word[:1]), Service: []byte("s"), Start: worldBegan.Add(at).UnixNano()}
	r.End = r.Start + 1000
	r.SpanID = trace.SpanID{word[0], word[1]}
	if parent != "" {
		r.ParentID = trace.SpanID{parent[0], parent[1]}
	}
	r.TraceID = trace.ID{1}
	if where != "" {
		r.TraceID = trace.ID{where[0]}
		if strings.HasSuffix(where, "!") {
			r.ParentTraceID = trace.ID{1}
		}
	}
	return r
}

// TestFunnelStages counts single traces. A stage is printed as steps: asked = came + lost + not done, waiting, orphans, late.
func TestFunnelStages(t *testing.T) {
	v, err := Compile(Spec{Path: "f.yaml", Data: []byte(stagesSpec)})
	if err != nil {
		t.Fatal(err)
	}
	const end = " a8@3h/8 a9@3h/9" // two, as one alone would be a clock that runs ahead
	for _, c := range []struct {
		name, records string
		window        time.Duration
		incomplete    bool
		want          string // of b, c and o
	}{
		{name: "a span that is no stage is passed by", records: "a1 x1<a1@30s b1<x1@40s" + end, want: "1: 1=1+0+0 w2 o0 l0, 0: 3=0+0+3 w0 o0 l0, 0: 0=0+0+0 w0 o0 l0"},
		{name: "lost after the sum of the deadlines", records: "a1 x1<a1@30s" + end, want: "0: 1=0+1+0 w2 o0 l0, 0: 3=0+0+3 w0 o0 l0, 0: 0=0+0+0 w0 o0 l0"},
		{name: "before that it may still come", records: "a1 x1<a1@30s a9@179s/9", want: "0: 0=0+0+0 w2 o0 l0, 0: 2=0+0+2 w0 o0 l0, 0: 0=0+0+0 w0 o0 l0"},
		{name: "late", records: "a1 x1<a1@30s b1<x1@6m" + end, want: "1: 1=1+0+0 w2 o0 l1, 0: 3=0+0+3 w0 o0 l0, 0: 0=0+0+0 w0 o0 l0"},
		{name: "of two stages before, the later one asks", records: "a1 x1<a1 b1<x1 c1<b1" + end, want: "1: 1=1+0+0 w2 o0 l0, 1: 3=1+0+2 w0 o0 l0, 0: 1=0+1+0 w0 o0 l0"},
		{name: "or the first, if it came below that", records: "a1 x1<a1 b1<x1 c1<a1" + end, want: "1: 1=1+0+0 w2 o0 l0, 1: 4=1+0+3 w0 o0 l0, 0: 1=0+1+0 w0 o0 l0"},
		{name: "two where one may be", records: "a1 x1<a1 b1<x1 b2<x1" + end, want: "2: 1=1+0+0 w2 o0 l0, 0: 4=0+0+4 w0 o0 l0, 0: 0=0+0+0 w0 o0 l0"},
		{name: "orphans", records: "b1<x1 c1<b7" + end, want: "1: 0=0+0+0 w2 o1 l0, 1: 3=0+0+3 w0 o1 l0, 0: 1=0+1+0 w0 o0 l0"},
		{name: "copies", records: "a1 a1 x1<a1 b1<x1@1s b1<x1@1s b1<x1@2s" + end, want: "1: 1=1+0+0 w2 o0 l0, 0: 3=0+0+3 w0 o0 l0, 0: 0=0+0+0 w0 o0 l0"},
		{name: "in another trace that is named", records: "a1 c1<a1 o1<c1@1s/2!" + end, want: "0: 1=0+1+0 w2 o0 l0, 1: 3=1+0+2 w0 o0 l0, 1: 1=1+0+0 w0 o0 l0"},
		{name: "in another trace, by the span id alone", records: "a1 c1<a1 o1<c1@1s/2" + end, want: "0: 1=0+1+0 w2 o0 l0, 1: 3=1+0+2 w0 o0 l0, 1: 1=1+0+0 w0 o0 l0"},
		{name: "by the span id alone, of nobody", records: "a1 c1<a1 o1<c7@1s/2" + end, want: "0: 1=0+1+0 w2 o0 l0, 1: 3=1+0+2 w0 o0 l0, 1: 1=0+1+0 w0 o1 l0"},
		{name: "a cycle", records: "a1 x1<b1 b1<x1" + end, want: "1: 1=0+1+0 w2 o1 l0, 0: 4=0+0+4 w0 o0 l0, 0: 0=0+0+0 w0 o0 l0"},
		{name: "within a window", records: "a1 x1<a1 b1<x1@10s c1<b1@20s a2/2 x2<a2/2 b2<x2@40s/2" + end, window: 30 * time.Second, want: "1: 2=1+1+0 w2 o0 l0, 1: 2=1+0+1 w2 o0 l0, 0: 1=0+1+0 w0 o0 l0"},
		{name: "a part of the input", records: "a1 x1<a1 b1<x1" + end, incomplete: true, want: "1: 1=1+0+0 w2 o0 l0, 0: 0=0+0+0 w3 o0 l0, 0: 0=0+0+0 w0 o0 l0"},
	} {
		run, err := v.NewRun(Options{Incomplete: c.incomplete, Funnel: &FunnelOptions{Alone: true, Window: c.window, LostAtWorst: true}})
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range strings.Fields(c.records) {
			if err := run.Record(stageRecord(word)); err != nil {
				t.Fatal(err)
			}
		}
		result, err := run.Finish(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range result.Funnel.Flows[0].Groups[0].Stages[1:] {
			got = append(got, fmt.Sprintf("%d: %d=%d+%d+%d w%d o%d l%d", s.Steps, s.Asked, s.Came, s.Lost, s.NotDone, s.Waiting, s.Orphans, s.Late))
			if s.Asked != s.Came+s.Lost+s.NotDone || s.HasShare == c.incomplete {
				t.Errorf("%s: %+v", c.name, s)
			}
		}
		if text := strings.Join(got, ", "); text != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, text, c.want)
		}
	}
}

// TestFunnelHostile counts records that nobody means: long chains, times at the ends, values without end. It has to end, within its bounds.
func TestFunnelHostile(t *testing.T) {
	v, err := Compile(Spec{Path: "f.yaml", Data: []byte(stagesSpec)})
	if err != nil {
		t.Fatal(err)
	}
	run, err := v.NewRun(Options{Funnel: &FunnelOptions{Alone: true, By: []string{"note", "version"}, LostAtWorst: true}, Memory: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	const most = 70_000 // more than are counted of one trace
	for n := range most {
		r := stageRecord("x1<x0")
		r.SpanID, r.ParentID = trace.SpanID{1, byte(n >> 16), byte(n >> 8), byte(n)}, trace.SpanID{1, byte((n + 1) >> 16), byte((n + 1) >> 8), byte(n + 1)}
		if n%2 == 0 {
			r.Name = []byte("f:c")
		}
		r.Start += int64(n) << 40
		r.Tags = []trace.Tag{text("note", strings.Repeat("\x1b[31m", 1+n%40)+fmt.Sprint(n)), text("app_version", fmt.Sprint(n%7))}
		if err := run.Record(r); err != nil {
			t.Fatal(err)
		}
	}
	result, err := run.Finish(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	f := result.Funnel.Flows[0]
	if f.LargeTraces != 1 || len(f.Groups) > 2010 {
		t.Errorf("%d large traces, %d groups", f.LargeTraces, len(f.Groups))
	}
	if c := f.Groups[0].Stages[2]; c.Steps != 1<<16/2 || c.Orphans != c.Steps {
		t.Errorf("%d steps, %d of them orphans", c.Steps, c.Orphans)
	}
}

func TestParseFunnelTerm(t *testing.T) {
	for _, text := range []string{"version=1", "note=a=b", "input=*.jsonl", "time=2026-03-01..2026-03-08T09:00", "time=..2026-03-01", "time=2026-03-01T00:00:00+01:00.."} {
		if _, err := ParseFunnelTerm(text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{"", "version", "=1", "version=", "input=[a", "time=..", "time=2026-03-01", "time=yesterday..", "time=2026-03-02..2026-03-01", "time=0001-01-01.."} {
		if _, err := ParseFunnelTerm(text); err == nil {
			t.Errorf("%q was taken", text)
		}
	}
}
