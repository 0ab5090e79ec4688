package validator_test

import (
	"bytes"
	"os"
	"reflect"
	"testing"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/internal/readers"
	"github.com/specgen/specgen/validator/trace"
)

// handOver is a sink that hands the records of a reader to a run one by one, each in memory that is overwritten after it.
type handOver struct {
	t   *testing.T
	run *validator.Run
	one trace.Record
}

func (h *handOver) Record(r *trace.Record) error {
	h.one = *r
	err := h.run.Record(&h.one)
	if want := *r; !reflect.DeepEqual(h.one, want) {
		h.t.Errorf("the caller's record was changed: %+v, was %+v", h.one, want)
	}
	return err
}

func (h *handOver) Broken(p *trace.Problem) error { return p }

func (h *handOver) Skipped(int64) {}

// TestRecordJudgesAsReadDoes hands over records that break every rule, from both formats, spilled and not.
func TestRecordJudgesAsReadDoes(t *testing.T) {
	v := compile(t, notificationSpec)
	otlp, err := os.ReadFile("../testdata/traces/broken.otlp.json")
	if err != nil {
		t.Fatal(err)
	}
	for form, data := range map[string][]byte{"lines": lines(broken()), "otlp": otlp} {
		want := validate(t, v, data, validator.Options{})
		for _, memory := range []int64{0, 1} {
			run := newRun(t, v, validator.Options{Memory: memory, TempDir: t.TempDir()})
			if _, err := readers.Read(bytes.NewReader(data), readers.Options{}, &handOver{t: t, run: run}); err != nil {
				t.Fatal(err)
			}
			got, err := run.Finish(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(say(got), say(want)) || !reflect.DeepEqual(got.Summary, want.Summary) {
				t.Errorf("%s, %d bytes: got %q\nwant %q", form, memory, say(got), say(want))
			}
		}
	}
}

// TestRecordsStandInAnInput hands records over before and after an input.
func TestRecordsStandInAnInput(t *testing.T) {
	run := newRun(t, compile(t, notificationSpec), validator.Options{Incomplete: true})
	id, _ := trace.ParseID([]byte("7f9c24e83b1d4c5a9a0f2e6d81c4b7aa"))
	one := trace.Record{
		TraceID: id, SpanID: trace.SpanID{1}, ParentID: trace.SpanID{2}, ParentTraceID: id, Name: []byte("notification:received"),
		Service: []byte("iOS"), Start: begin * 1000, End: begin*1000 + 1000, Offset: 77, Line: 7,
		Tags: []trace.Tag{
			{Key: []byte("app_version"), Value: trace.StringValue([]byte("24.11.0"))},
			{Key: []byte("os_version"), Value: trace.StringValue([]byte("18.1"))},
			{Key: []byte("badge_count"), Value: trace.StringValue([]byte("3"))},
		},
	}
	hand := func(r trace.Record) {
		t.Helper()
		if err := run.Record(&r); err != nil {
			t.Fatal(err)
		}
	}
	hand(one)
	if err := run.Read(t.Context(), "input", bytes.NewReader(lines([]event{newNotification(2).received}))); err != nil {
		t.Fatal(err)
	}
	one.SpanID = trace.SpanID{}
	hand(one)
	result, err := run.Finish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if in := result.Inputs; len(in) != 2 || in[0] != (validator.Input{File: validator.RecordsInput, Records: 2, Complete: true}) || in[1].Records != 1 {
		t.Errorf("the inputs are %+v", in)
	}
	places := map[string][]int64{}
	for _, f := range result.Findings {
		for _, e := range f.Examples {
			if e.Input != validator.RecordsInput {
				t.Errorf("%s: %+v", f.Rule, e)
			}
			places[f.Rule] = append(places[f.Rule], e.Line)
		}
	}
	if want := map[string][]int64{"tag-type": {2, 1}, "invalid-id": {2}}; !reflect.DeepEqual(places, want) {
		t.Errorf("found in the lines %v, want %v", places, want)
	}
}
