package validator_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// inMemory is an input of the bytes.
func inMemory(name string, data []byte) validator.Source {
	return validator.Source{Name: name, Open: func() io.ReadCloser { return io.NopCloser(bytes.NewReader(data)) }}
}

func sampleBytes(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("../testdata/traces/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func collected(t testing.TB, q validator.Query, opts validator.Options, inputs ...validator.Source) *validator.Collection {
	t.Helper()
	c, err := notificationValidator(t).Collect(context.Background(), inputs, q, opts)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func notificationValidator(t testing.TB) *validator.Validator {
	t.Helper()
	v, err := validator.Compile(validator.Spec{Path: "../spec/notification.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func idOf(t testing.TB, text string) trace.ID {
	t.Helper()
	id, ok := trace.ParseID([]byte(text))
	if !ok {
		t.Fatal(text)
	}
	return id
}

// said lists the records that were kept with what they break, without their places.
func said(c *validator.Collection) string {
	var lines []string
	for _, r := range c.Kept {
		line := fmt.Sprintf("%s %s %s from %s %s", r.TraceID, r.SpanID, r.Span, r.Emitter, r.App)
		for _, b := range r.Breaks {
			line += " " + b.Rule
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// TestCollectByID finds the records of a trace and its sender's, in every packing and in any order of records.
func TestCollectByID(t *testing.T) {
	q := validator.Query{IDs: []trace.ID{idOf(t, "7f9c24e83b1d4c5a9a0f2e6d81c4000d")}}
	want := ""
	for _, name := range []string{"conforming.spanevent.jsonl", "conforming.otlp.json", "conforming.otlp.pb", "conforming.jaeger.json", "conforming.zipkin.json"} {
		c := collected(t, q, validator.Options{}, inMemory(name, sampleBytes(t, name)))
		if want == "" {
			want = said(c)
		}
		if got := said(c); got != want || c.Matched != 1 || c.Records != 451 || !c.Complete() {
			t.Errorf("%s: %d of %d records, complete %v\n%s\nwant\n%s", name, c.Matched, c.Records, c.Complete(), got, want)
		}
	}
	if !strings.Contains(want, "notification:trigger") || strings.Count(want, "\n") < 8 {
		t.Errorf("kept\n%s", want)
	}
	lines := bytes.SplitAfter(sampleBytes(t, "conforming.spanevent.jsonl"), []byte("\n"))
	slices.Reverse(lines)
	half := len(lines) / 2
	c := collected(t, q, validator.Options{}, inMemory("b", bytes.Join(lines[half:], nil)), inMemory("a", bytes.Join(lines[:half], nil)))
	if got := said(c); got != want {
		t.Errorf("backwards:\n%s\nwant\n%s", got, want)
	}
}

// TestCollectJudgesAsRunDoes compares what records break with the findings of a run over the same input.
func TestCollectJudgesAsRunDoes(t *testing.T) {
	data := sampleBytes(t, "broken.otlp.json")
	v := notificationValidator(t)
	result, err := v.Validate(context.Background(), "broken", data, validator.Options{Examples: 1000})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	for _, f := range result.Findings {
		for _, e := range f.Examples {
			if e.SpanID != "" && e.TraceID != "" {
				want[fmt.Sprintf("%d %s", e.Offset, f.Rule)] = true
			}
		}
	}
	c := collected(t, validator.Query{Worst: validator.MaxCollectedTraces}, validator.Options{}, inMemory("broken", data))
	got := map[string]bool{}
	for _, r := range c.Kept {
		for _, b := range r.Breaks {
			got[fmt.Sprintf("%d %s", r.Offset, b.Rule)] = true
		}
	}
	for key := range want {
		if !got[key] {
			t.Errorf("a run finds %s, and the collection does not", key)
		}
	}
	if len(want) < 20 {
		t.Errorf("the run has %d findings", len(want))
	}
}

// TestCollectByTerms looks for traces by tags, by services, and by the tag that the trace id derives from.
func TestCollectByTerms(t *testing.T) {
	data := inMemory("conforming", sampleBytes(t, "conforming.otlp.json"))
	for _, c := range []struct {
		terms   []validator.Term
		matched int
	}{
		{[]validator.Term{{Key: "device_id", Value: "d-ios-013"}}, 1},
		{[]validator.Term{{Key: "notification_id", Value: "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4000d"}}, 1},
		{[]validator.Term{{Key: "service", Value: "Web"}, {Key: "service", Value: "Desktop"}}, 2},
		{[]validator.Term{{Key: "service", Value: "Web"}, {Key: "version", Value: "24.11.2"}, {Key: "platform", Value: "ios"}}, 3},
		{[]validator.Term{{Key: "device_id", Value: "nobody"}}, 0},
		{[]validator.Term{{Key: "device_id", Value: "d-ios-013"}, {Key: "device_id", Value: "d-ios-001"}}, 0},
	} {
		got := collected(t, validator.Query{Terms: c.terms}, validator.Options{}, data)
		if got.Matched != c.matched || len(got.Traces) != c.matched {
			t.Errorf("%v: %d match, %d are kept, want %d", c.terms, got.Matched, len(got.Traces), c.matched)
		}
	}
}

// TestCollectIsBounded keeps no more than it says, and says when that is not all.
func TestCollectIsBounded(t *testing.T) {
	line := `{"trace_id":"7f9c24e83b1d4c5a9a0f2e6d81c40000","span_id":"%016x","name":"notification:sent","service_name":"push-service","timestamp":1772442000000000,"duration":1,"flow":"notification","flow_version":"1.0.0","tags":{"device_id":"%s"}}` + "\n"
	id := validator.Query{IDs: []trace.ID{idOf(t, "7f9c24e83b1d4c5a9a0f2e6d81c40000")}}
	var many, long, traces bytes.Buffer
	for i := range validator.MaxCollectedRecords + 10 {
		fmt.Fprintf(&many, line, i+1, "d")
	}
	for i := range 60 {
		fmt.Fprintf(&long, line, i+1, strings.Repeat("x", 1<<20))
	}
	for i := range validator.MaxCollectedTraces + 10 {
		fmt.Fprintf(&traces, strings.Replace(line, "81c40000", fmt.Sprintf("81%06x", i), 1), i+1, "d")
	}
	if c := collected(t, id, validator.Options{}, inMemory("many", many.Bytes())); !c.Cut || len(c.Kept) > validator.MaxCollectedRecords || len(c.Kept) < 1<<16 {
		t.Errorf("%d records are kept, cut %v", len(c.Kept), c.Cut)
	}
	if c := collected(t, id, validator.Options{}, inMemory("long", long.Bytes())); !c.Cut || len(c.Kept) > 49 {
		t.Errorf("%d long records are kept, cut %v", len(c.Kept), c.Cut)
	}
	q := validator.Query{Terms: []validator.Term{{Key: "device_id", Value: "d"}}}
	if c := collected(t, q, validator.Options{}, inMemory("traces", traces.Bytes())); c.Matched != validator.MaxCollectedTraces+10 || len(c.Traces) != validator.MaxCollectedTraces {
		t.Errorf("%d traces match, %d are kept", c.Matched, len(c.Traces))
	}
}

// TestCollectWorst orders traces by their worst finding, then by what they lost.
func TestCollectWorst(t *testing.T) {
	c := collected(t, validator.Query{Worst: 5}, validator.Options{}, inMemory("broken", sampleBytes(t, "broken.otlp.json")))
	if len(c.Traces) != 5 || c.Traces[0] != idOf(t, "7f9c24e83b1d4c5a9a0f2e6d81c40000") {
		t.Errorf("the worst are %v", c.Traces)
	}
	c = collected(t, validator.Query{Worst: 10}, validator.Options{}, inMemory("conforming", sampleBytes(t, "conforming.otlp.json")))
	if c.Matched != 144 || c.Traces[0] != idOf(t, "7f9c24e83b1d4c5a9a0f2e6d81c40001") {
		t.Errorf("of %d the worst are %v", c.Matched, c.Traces)
	}
}

// TestCollectFails has inputs and options that cannot be read or meant.
func TestCollectFails(t *testing.T) {
	v := notificationValidator(t)
	gone := validator.Source{Name: "gone", Open: func() io.ReadCloser { return io.NopCloser(iotest.ErrReader(errors.New("it is gone"))) }}
	c := collected(t, validator.Query{Worst: 1}, validator.Options{}, gone)
	if c.Complete() || !strings.Contains(c.Inputs[0].Problem.Message, "it is gone") {
		t.Errorf("%+v", c.Inputs)
	}
	if _, err := v.Collect(context.Background(), nil, validator.Query{}, validator.Options{Format: "tar"}); err == nil {
		t.Error("a format that there is none of is taken")
	}
	if _, err := v.Collect(context.Background(), nil, validator.Query{Terms: make([]validator.Term, 33)}, validator.Options{}); err == nil {
		t.Error("33 terms are taken")
	}
	over, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := v.Collect(over, []validator.Source{inMemory("a", sampleBytes(t, "conforming.otlp.json"))}, validator.Query{Worst: 1}, validator.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("after the context's end: %v", err)
	}
}
