package validator_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// allocations counts the allocations of validating the input.
func allocations(t *testing.T, v *validator.Validator, data []byte) float64 {
	t.Helper()
	return testing.AllocsPerRun(1, func() { validate(t, v, data, validator.Options{}) })
}

// TestManyTagsOfOneRecord has undeclared tags by the thousand beside missing ones: each costs as much as the one before.
func TestManyTagsOfOneRecord(t *testing.T) {
	v := compile(t, notificationSpec)
	record := func(n int) []byte {
		s := newNotification(0)
		delete(s.notify.tags(), "team_id")
		for i := range n {
			s.notify.tags()[fmt.Sprintf("tag_%d", i)] = i
		}
		return lines([]event{s.notify})
	}
	few, many := allocations(t, v, record(500)), allocations(t, v, record(2000))
	if many > 6*few {
		t.Errorf("%.0f allocations for 500 tags, %.0f for 2000", few, many)
	}
}

// TestLargeTrace has more records under one trace id than are checked together: each is checked by itself, the trace in part,
// with no finding that rests on absence.
func TestLargeTrace(t *testing.T) {
	v := compile(t, notificationSpec)
	const many = 150_000
	var data bytes.Buffer
	for n := range many {
		fmt.Fprintf(&data, `{"trace_id":"00000000000000000000000000000001","span_id":"%016x","name":"notification:sent","service_name":"webapp","timestamp":%d,"duration":1,"parent_id":"00000000000fffff"}`+"\n", n+1, begin+n)
	}
	small, large := validator.Options{Memory: 1 << 20, TempDir: t.TempDir()}, validator.Options{Memory: 1 << 30}
	found := map[string]trace.Finding{}
	for _, f := range validate(t, v, data.Bytes(), small).Findings {
		found[f.Rule] = f
	}
	if f := found["large-trace"]; f.Traces != 1 || f.Severity != trace.Warning || f.Examples[0].Actual != "150000 records and links" ||
		f.Examples[0].Expected != "at most 65536" {
		t.Errorf("%+v", f)
	}
	if f := found["service-not-allowed"]; f.Records != many || f.Traces != 1 {
		t.Errorf("%+v", f)
	}
	for _, rule := range []string{"too-few", "missing-parent"} {
		if f, ok := found[rule]; ok {
			t.Errorf("absence was concluded from a part: %+v", f)
		}
	}
	for _, f := range validate(t, v, data.Bytes(), large).Findings {
		if found[f.Rule] = f; f.Rule == "large-trace" {
			t.Errorf("with enough memory: %+v", f)
		}
	}
	if f := found["too-few"]; f.Traces != 1 {
		t.Errorf("with enough memory: %+v", f)
	}
}

// TestManyParentsOfOneID has more lookups of one span id than are checked together.
func TestManyParentsOfOneID(t *testing.T) {
	v := compile(t, notificationSpec)
	var data bytes.Buffer
	for n := range 140_000 {
		fmt.Fprintf(&data, `{"trace_id":"%032x","span_id":"%016x","name":"notification:notify","service_name":"job-queue","timestamp":%d,"duration":1,"parent_id":"00000000000fffff"}`+"\n", n+1, n+1, begin+n)
	}
	found := map[string]trace.Finding{}
	for _, f := range validate(t, v, data.Bytes(), validator.Options{Memory: 1 << 20, TempDir: t.TempDir()}).Findings {
		found[f.Rule] = f
	}
	if f := found["large-trace"]; f.Traces != 1 || f.Examples[0].Actual != "140000 records and links" {
		t.Errorf("%+v", f)
	}
	if f, ok := found["missing-parent"]; ok {
		t.Errorf("absence was concluded from a part: %+v", f)
	}
}

// TestManyScopedTags has a spec in which a span has hundreds of tags with one value in the whole trace.
func TestManyScopedTags(t *testing.T) {
	const many = 600
	var tags, uses strings.Builder
	values := map[string]any{}
	for n := range many {
		fmt.Fprintf(&tags, "  tag%d: { brief: A tag., type: string, scope: trace }\n", n)
		fmt.Fprintf(&uses, "      tag%d: optional\n", n)
		values[fmt.Sprintf("tag%d", n)] = strings.Repeat("v", 60)
	}
	v, err := validator.Compile(validator.Spec{Path: "wide.yaml", Data: []byte(`specgen: v1
flow: wide
version: 1.0.0
brief: A span with many tags.
owners: [tests]
namespace: "wide:"
traces:
  one:
    brief: A trace.
    sampling: 100%
services:
  shop: { brief: It sells. }
tags:
` + tags.String() + `spans:
  "wide:span":
    brief: A span.
    trace: one
    services: [shop]
    parent: none
    tags:
` + uses.String())})
	if err != nil {
		t.Fatal(err)
	}
	first := event{"trace_id": "0000000000000000000000000000aaaa", "span_id": "000000000000000a", "name": "wide:span", "service_name": "shop",
		"timestamp": begin, "duration": 1, "tags": values}
	second := first.copyOf()
	second["span_id"], second["timestamp"] = "000000000000000b", begin+1
	if got := say(validate(t, v, lines([]event{first, second}), validator.Options{Memory: 1, TempDir: t.TempDir()})); len(got) > 0 {
		t.Errorf("got %q", got)
	}
	second.tags()["tag599"] = "w"
	got := say(validate(t, v, lines([]event{first, second}), validator.Options{Memory: 1, TempDir: t.TempDir()}))
	if len(got) != 1 || !strings.Contains(got[0], `inconsistent-tag span="wide:span" tag="tag599"`) {
		t.Errorf("got %q", got)
	}
}

// TestWaitingUsesTempDir has spans that wait for their resource on disk, in a folder that is not there.
func TestWaitingUsesTempDir(t *testing.T) {
	data := `{"resourceSpans":[{"scopeSpans":[{"spans":[` + strings.Repeat(`{"name":"`+strings.Repeat("x", 1<<20)+`"},`, 9) + `{}]}],"resource":{}}]}`
	run := newRun(t, compile(t, notificationSpec), validator.Options{TempDir: filepath.Join(t.TempDir(), "none")})
	if err := run.Read(t.Context(), "input", strings.NewReader(data)); err == nil || !strings.Contains(err.Error(), "temporary") {
		t.Errorf("got %v", err)
	}
	if err := run.Close(); err != nil {
		t.Error(err)
	}
}

// TestSettleWithAWrongClock has one record from 2191: it does not make the newest traces look settled.
func TestSettleWithAWrongClock(t *testing.T) {
	v := compile(t, notificationSpec)
	var events []event
	for n := range 5 {
		events = append(events, newNotification(n).all()...)
	}
	cutOff, ahead := newNotification(5), newNotification(0).opened
	cutOff.notify = nil
	events = append(events, cutOff.all()...)
	opts := validator.Options{Settle: 5 * time.Second, Severity: []validator.Severity{seenOnly}}
	if got := say(validate(t, v, lines(events), opts)); len(got) != 0 {
		t.Fatalf("without it: %q", got)
	}
	ahead["trace_id"], ahead["timestamp"] = "00000000000000000000000000000001", int64(6_999_999_999_000_000)
	for _, finding := range say(validate(t, v, lines(append(events, ahead)), opts)) {
		if strings.Contains(finding, "too-few") || strings.Contains(finding, "missing-parent") {
			t.Errorf("got %q", finding)
		}
	}
}
