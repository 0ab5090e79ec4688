package validator_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
)

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
		e := newNotification(1).trigger
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
		e := newNotification(4*i + 1).received
		e[key] = "7f9c24e8"
		events = append(events, e)
	}
	events = append(events, newNotification(13).received)
	delete(events[3], "span_id")
	events = append(events, newNotification(17).received)
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
		{"no tag", `"push-service"`, "\"push\xff\"", `: a text of "notification:sent" is not valid Unicode: a name, an id, a link or the status`},
	}
	for _, test := range tests {
		s := newNotification(1)
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
