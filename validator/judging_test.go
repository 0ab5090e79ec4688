package validator_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/validator"
)

func TestAbsenceIsAskedOnlyOfWhatIsComplete(t *testing.T) {
	v := compile(t, notificationSpec)
	alone := newStory(1).received // no parent, no notify
	later := newStory(200).trigger
	data := lines([]event{alone, later})
	off := []validator.Severity{seenOnly}
	got := say(validate(t, v, data, validator.Options{Severity: off}))
	if len(got) != 2 || !strings.Contains(got[1], "too-few") || !strings.Contains(got[1], "0/2") { // one by a record, one by a link
		t.Errorf("complete: %q", got)
	}
	if got := say(validate(t, v, data, validator.Options{Incomplete: true})); len(got) != 0 {
		t.Errorf("incomplete: %q", got)
	}
	settled := say(validate(t, v, data, validator.Options{Severity: off, Settle: time.Minute}))
	if len(settled) != 2 || strings.Contains(strings.Join(settled, ""), "/2") {
		t.Errorf("settled by a minute: %q", settled)
	}
	if got := say(validate(t, v, data, validator.Options{Severity: off, Settle: 24 * time.Hour})); len(got) != 0 {
		t.Errorf("settled by a day: %q", got)
	}
	s := newStory(3) // the trigger's trace is sampled: its absence is none
	s.trigger = nil
	if got := say(validate(t, v, lines(s.all()), validator.Options{Severity: off})); len(got) != 0 {
		t.Errorf("a sampled parent: %q", got)
	}
}

// TestBrokenInputsAreIncomplete cuts conforming data off: what is not there any longer is no finding, in any input.
func TestBrokenInputsAreIncomplete(t *testing.T) {
	v := compile(t, notificationSpec)
	var events []event
	for n := range 9 {
		events = append(events, newStory(n).all()...)
	}
	for form, data := range map[string][]byte{"lines": lines(events), "otlp": asOTLP(events)} {
		for _, n := range []int{len(data) / 3, len(data) / 2, len(data) - 2} {
			result := validate(t, v, data[:n], validator.Options{})
			if got := say(result); len(got) != 1 || !strings.Contains(got[0], "broken-input") || result.Complete() {
				t.Errorf("%s, %d bytes: %q", form, n, got)
			}
		}
	}
	run := newRun(t, v, validator.Options{})
	for _, data := range [][]byte{lines([]event{newStory(1).received}), []byte("{")} {
		if err := run.Read(t.Context(), "input", bytes.NewReader(data)); err != nil {
			t.Fatal(err)
		}
	}
	result, err := run.Finish(t.Context())
	if err != nil || len(result.Findings) != 1 || result.Findings[0].Rule != "broken-input" {
		t.Errorf("%v, %q", err, say(result))
	}
}

func TestForeignParentsInThreeForms(t *testing.T) {
	v := compile(t, notificationSpec)
	off := validator.Options{Severity: []validator.Severity{seenOnly}}
	s := newStory(2)
	s.notify["timestamp"] = begin // two times ten seconds before the trigger, and the skew
	s.trigger["timestamp"] = begin + 180_000_000
	s.sent, s.received, s.opened, s.read = nil, nil, nil, nil
	forms := map[string]func() []byte{
		"parent_trace_id": func() []byte { return lines(s.all()) },
		"link":            func() []byte { return asOTLP(s.all()) },
		"the id alone": func() []byte {
			bare := s.notify.copyOf()
			delete(bare, "parent_trace_id")
			return asOTLP([]event{bare, s.trigger})
		},
	}
	for name, form := range forms {
		got := say(validate(t, v, form(), off))
		if len(got) != 1 || !strings.Contains(got[0], `warning out-of-order span="notification:notify"`) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

const oldSpec = `specgen: v1
flow: notification
version: 0.9.0
brief: As it was.
owners: [notifications]
namespace: "notification:"
traces:
  notification: { brief: One notification., sampling: 100% }
services:
  webapp: { brief: It decides., tags: { zone: optional } }
tags:
  zone: { brief: Where it runs., type: string }
  reason: { brief: What caused it., type: string }
spans:
  "notification:trigger":
    brief: Decide.
    trace: notification
    services: [webapp]
    parent: any
    tags: { reason: required }
`

func TestVersions(t *testing.T) {
	newer := strings.NewReplacer("0.9.0", "0.10.0", "reason: required", "reason: optional").Replace(oldSpec)
	v, err := validator.Compile(validator.Spec{Path: notificationSpec}, validator.Spec{Path: "newer.yaml", Data: []byte(newer)},
		validator.Spec{Path: "old.yaml", Data: []byte(oldSpec)})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ stamp, want string }{
		{"0.9.0", `missing-tag span="notification:trigger" tag="reason"`},
		{"0.10.0", ""},
		{"0.9.5", `missing-tag span="notification:trigger" tag="reason"` + "|unknown-version"},
		{"0.99.0", "unknown-version"},
		{"0.1.0", "missing-tag|missing-tag|missing-tag|missing-tag|missing-tag|missing-tag|unknown-version"},
		{"7.0.0", "missing-tag|missing-tag|missing-tag|missing-tag|missing-tag|missing-tag|unknown-version"},
		{"", "missing-tag|missing-tag|missing-tag|missing-tag|missing-tag|missing-tag"},
	}
	for _, test := range tests {
		e := newStory(0).trigger
		e["tags"] = map[string]any{}
		e["flow_version"] = test.stamp
		delete(e, "links")
		got := say(validate(t, v, lines([]event{e}), validator.Options{Incomplete: true}))
		want := strings.Split(test.want, "|")
		if test.want == "" {
			want = nil
		}
		if len(got) != len(want) {
			t.Errorf("%q: %q, want %q", test.stamp, got, want)
			continue
		}
		for i := range want {
			if !strings.Contains(got[i], " "+want[i]) {
				t.Errorf("%q: %q, want %q", test.stamp, got, want)
			}
		}
	}
	two := newStory(4)
	two.sent["flow_version"], two.opened["flow_version"] = "1.4.0", "1.7.0"
	var messages []string
	for _, f := range validate(t, v, lines(two.all()), validator.Options{Severity: []validator.Severity{seenOnly}}).Findings {
		messages = append(messages, f.Message)
	}
	if got := strings.Join(messages, "|"); got != "records are stamped 1.4.0, a version of flow notification that was not given, and judged by 1.0.0|"+
		"records are stamped 1.7.0, a version of flow notification that was not given, and judged by 1.0.0" {
		t.Errorf("two versions: %s", got)
	}
	// A spec and its release have one version: the first counts.
	twice, err := validator.Compile(validator.Spec{Path: notificationSpec},
		validator.Spec{Path: "released.yaml", Data: []byte(strings.Replace(oldSpec, "0.9.0", "1.0.0", 1))})
	if err != nil {
		t.Fatal(err)
	}
	if got := say(validate(t, twice, lines(newStory(0).all()), validator.Options{Severity: []validator.Severity{seenOnly}})); len(got) > 0 {
		t.Errorf("judged by the release: %q", got)
	}
}

// TestTimesAreShownAsWritten has values that are no times.
func TestTimesAreShownAsWritten(t *testing.T) {
	v := compile(t, notificationSpec)
	off := validator.Options{Incomplete: true}
	digits := strings.Repeat("1", 400)
	tests := []struct{ start, end, want string }{
		{"1e400", "", "1e400"}, {`"1e400"`, "", "1e400"}, {digits, "", digits[:194] + "…"},
		{"1772442000040000.5", "", "1772442000040000.5"}, {`"soon"`, "", "soon"}, {"true", "", "true"}, {`["x"]`, "", `["x"]`}, {"null", "", "none"},
		{"", "1e400", "1e400"}, {"", `"soon"`, "soon"}, {"", "", ""}, {"1e400", "2e400", "1e400"},
	}
	for _, test := range tests {
		e := newStory(1).trigger
		line, request := lines([]event{e}), asOTLP([]event{e})
		replace := func(data []byte, key, value string) []byte {
			if value == "" {
				return data
			}
			return regexp.MustCompile(`"`+key+`":("[^"]*"|[0-9]+)`).ReplaceAll(data, []byte(`"`+key+`":`+value))
		}
		line = replace(replace(line, "timestamp", test.start), "duration", test.end)
		request = replace(replace(request, "startTimeUnixNano", test.start), "endTimeUnixNano", test.end)
		for form, data := range map[string][]byte{"line": line, "otlp": request} {
			got := ""
			for _, f := range validate(t, v, data, off).Findings {
				if f.Rule == "invalid-time" {
					got = f.Examples[0].Actual
				}
			}
			want := test.want
			switch {
			case want == "none":
				want = "no start"
			case test.start != "":
				want = "start " + want
			case test.end != "":
				want = "end " + want
			}
			if got != want {
				t.Errorf("%s, %s to %s: got %q, want %q", form, test.start, test.end, got, want)
			}
		}
	}
}

// TestInvalidIDsSayWhich has one finding for ids of several kinds, whose examples say which.
func TestInvalidIDsSayWhich(t *testing.T) {
	v := compile(t, notificationSpec)
	var events []event
	for i, key := range []string{"trace_id", "span_id", "parent_id"} {
		e := newStory(4*i + 1).received
		e[key] = "7f9c24e8"
		events = append(events, e)
	}
	events = append(events, newStory(13).received)
	delete(events[3], "span_id")
	events = append(events, newStory(17).received)
	events[4]["links"] = []any{map[string]any{"trace_id": "0", "span_id": "0"}}
	result := validate(t, v, lines(events), validator.Options{Incomplete: true, Examples: 9})
	want := "trace id 7f9c24e8|span id 7f9c24e8|parent id 7f9c24e8|no span id|link id 0"
	var got []string
	for _, f := range result.Findings {
		if f.Rule != "invalid-id" {
			continue
		}
		for _, e := range f.Examples {
			got = append(got, e.Actual)
		}
		if f.Records != 5 || f.Message != `an id of "notification:received" is not valid` {
			t.Errorf("%+v", f)
		}
	}
	if strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestBrokenTextsAreNamed has texts that are not valid Unicode, at several places of a record.
func TestBrokenTextsAreNamed(t *testing.T) {
	const stands = " (U+FFFD stands for what is not valid)"
	v := compile(t, notificationSpec)
	tests := []struct{ name, old, broken, want string }{
		{"a declared tag", `"C0000000"`, `"C0000\ud800"`, "channel_id: \"channel_id\" on \"notification:sent\" is not valid Unicode: C0000\uFFFD" + stands},
		{"bytes", `"C0000000"`, "\"C0000\xc3(\"", "channel_id: \"channel_id\" on \"notification:sent\" is not valid Unicode: C0000\uFFFD(" + stands},
		{"a tag that nobody knows", `"queue"`, "\"\xff\"", "x: \"x\" on \"notification:sent\" is not valid Unicode: \uFFFD" + stands},
		{"no tag", `"push-service"`, "\"push\xff\"", `: a text of "notification:sent" is not valid Unicode: a name, an id or a link`},
	}
	for _, test := range tests {
		s := newStory(1)
		s.sent.tags()["channel_id"], s.sent.tags()["x"] = "C0000000", "queue"
		for form, data := range map[string][]byte{"line": lines([]event{s.sent}), "otlp": asOTLP([]event{s.sent})} {
			if form == "otlp" && test.name == "no tag" {
				continue // the service stands on the resource
			}
			broken := bytes.Replace(data, []byte(test.old), []byte(test.broken), 1)
			got := ""
			for _, f := range validate(t, v, broken, validator.Options{Incomplete: true}).Findings {
				if f.Rule == "invalid-utf8" {
					got = f.Tag + ": " + f.Message + ": " + f.Examples[0].Actual
				}
			}
			if bytes.Equal(broken, data) || got != test.want {
				t.Errorf("%s, %s: got %q, want %q", form, test.name, got, test.want)
			}
		}
	}
}

// TestTheSummaryAddsUp has records of a span that was removed, and of one that never was.
func TestTheSummaryAddsUp(t *testing.T) {
	old := strings.Replace(oldSpec, "tags: { reason: required }", "tags: { reason: optional }\n  \"notification:queued\":\n    brief: It was.\n    trace: notification\n    services: [webapp]\n    parent: any", 1)
	v, err := validator.Compile(validator.Spec{Path: notificationSpec}, validator.Spec{Path: "old.yaml", Data: []byte(old)})
	if err != nil {
		t.Fatal(err)
	}
	removed, unknown, nameless := newStory(0).trigger, newStory(1).trigger, newStory(2).trigger
	removed["name"], removed["flow_version"], unknown["name"], nameless["name"] = "notification:queued", "0.9.0", "notification:sunk", "notification:sunk"
	nameless["span_id"] = "x"
	for _, e := range []event{removed, unknown, nameless} {
		delete(e, "links")
		e["tags"] = map[string]any{}
	}
	for _, events := range [][]event{{removed}, {unknown}, {nameless}, {removed, unknown, nameless}, append(newStory(3).all(), removed, unknown)} {
		result := validate(t, v, lines(events), validator.Options{})
		s := result.Summary
		sum := s.Unknown
		for _, c := range s.Spans {
			sum += c.Records
		}
		traces := map[any]bool{}
		for _, e := range events {
			traces[e["trace_id"]] = true
		}
		if sum != s.FlowRecords || s.FlowRecords != int64(len(events)) || s.Traces != int64(len(traces)) {
			t.Errorf("%+v of %d records in %d traces", s, len(events), len(traces))
		}
		for _, f := range result.Findings {
			if strings.HasPrefix(f.Message, "no record of flow") {
				t.Errorf("%d records: %s", len(events), f.Message)
			}
		}
	}
	s := validate(t, v, lines([]event{removed}), validator.Options{}).Summary
	if last := s.Spans[len(s.Spans)-1]; last.Span != "notification:queued" || last.Records != 1 || s.Unknown != 0 {
		t.Errorf("%+v", s)
	}
	if s := validate(t, v, lines(newStory(3).all()), validator.Options{}).Summary; len(s.Spans) != 6 {
		t.Errorf("a removed span without records: %+v", s.Spans)
	}
}

func TestSeveralFlows(t *testing.T) {
	v, err := validator.Compile(validator.Spec{Path: notificationSpec}, validator.Spec{Path: "rules.yaml", Data: []byte(rulesSpec)})
	if err != nil {
		t.Fatal(err)
	}
	o := newOrder()
	http := newStory(7).trigger
	http["name"], http["flow"] = "GET /", "net/http"
	events := append(newStory(0).all(), o.ordered, o.packed, o.paid, http)
	result := validate(t, v, lines(events), validator.Options{Severity: []validator.Severity{seenOnly}})
	s := result.Summary
	if len(result.Findings) != 0 || s.Records != 10 || s.FlowRecords != 9 || s.Traces != 4 || len(s.Funnels) != 1 {
		t.Errorf("%+v, %v", s, say(result))
	}
	var packed, shop int64
	for _, c := range s.Spans {
		if c.Flow == "rules" && c.Span == "rules:packed" {
			packed = c.Records
		}
	}
	for _, c := range s.Services {
		if c.Service == "shop" && c.Declared {
			shop = c.Records
		}
	}
	if packed != 1 || shop != 3 {
		t.Errorf("%d packed, %d from shop", packed, shop)
	}
}
