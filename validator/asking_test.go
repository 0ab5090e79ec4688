package validator_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/internal/rules"
)

// A record that is there twice, as a retried export leaves it, changes no finding about its place, its links or its trace: of copies only
// one is asked. Rules about a record by itself count each record that was read.
func TestEveryRecordTwice(t *testing.T) {
	data, err := os.ReadFile("../testdata/traces/broken.otlp.json")
	if err != nil {
		t.Fatal(err)
	}
	perRecord := map[string]bool{"duplicate-span": true, "conflicting-span": true}
	for _, rule := range rules.All() {
		checks := rule.Checks
		if rule.New != nil {
			checks = rule.New()
		}
		perRecord[rule.ID] = perRecord[rule.ID] || checks.Record != nil
	}
	once, twice := countsOf(t, data), countsOf(t, append(append(bytes.Clone(data), '\n'), data...))
	for _, counts := range []map[string]int64{once, twice} {
		maps.DeleteFunc(counts, func(key string, _ int64) bool {
			rule, _, _ := bytes.Cut([]byte(key), []byte(" "))
			return perRecord[string(rule)]
		})
	}
	if len(once) < 14 || !maps.Equal(once, twice) {
		t.Errorf("once:  %v\ntwice: %v", once, twice)
	}
	for _, rule := range []string{"unexpected-root", "wrong-parent", "unexpected-parent", "missing-link", "too-many", "missing-parent", "late"} {
		if perRecord[rule] {
			t.Errorf("%s asks copies", rule)
		}
	}
}

func countsOf(t *testing.T, data []byte) map[string]int64 {
	t.Helper()
	v, err := validator.Compile(validator.Spec{Path: "../spec/notification.yaml"}, validator.Spec{Path: "../spec/released/notification-0.9.0.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	result, err := v.Validate(t.Context(), "doubled", data, validator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int64{}
	for _, f := range result.Findings {
		out[fmt.Sprintf("%s %s %s %s", f.Rule, f.Span, f.Tag, f.Service)] = f.Records
	}
	return out
}

// A record that is within what clocks differ by is not late; a moment more, and it is.
func TestLateKnowsTheClockSkew(t *testing.T) {
	v := compile(t, notificationSpec) // within 5m of sent, clock_skew 2m
	for after, want := range map[int64]int{299: 0, 420: 0, 421: 1} {
		s := newNotification(1)
		s.received["timestamp"] = s.sent["timestamp"].(int64) + after*1_000_000
		s.opened, s.read = nil, nil
		if got := say(validate(t, v, lines(s.all()), validator.Options{Severity: []validator.Severity{seenOnly}})); len(got) != want {
			t.Errorf("%d s after its parent: %q", after, got)
		}
	}
}

// A parent, or the target of a link, may still come as long as the trace that it should be in is open.
func TestAnOpenTraceMissesNothing(t *testing.T) {
	v := compile(t, notificationSpec)
	const hour = int64(3_600_000_000)
	asker, other := newNotification(0), newNotification(1)
	asker.trigger["links"] = []any{map[string]any{"trace_id": other.notify["trace_id"], "span_id": "00000000000000aa"}}
	for _, e := range other.all() {
		e["timestamp"] = e["timestamp"].(int64) + hour
	}
	data := lines([]event{asker.trigger, other.trigger, other.notify, other.sent})
	for settle, want := range map[time.Duration]string{0: "dangling-link", 2 * time.Minute: ""} {
		var dangling []string
		for _, finding := range say(validate(t, v, data, validator.Options{Settle: settle, Severity: []validator.Severity{seenOnly}})) {
			if strings.Contains(finding, "dangling-link") {
				dangling = append(dangling, finding)
			}
		}
		if (len(dangling) > 0) != (want != "") {
			t.Errorf("settled by %s: %q", settle, dangling)
		}
	}
}

// A record of a version that is newer than any that was given may be of a span that only the newer version has.
func TestSpansOfANewerVersion(t *testing.T) {
	v := compile(t, notificationSpec)
	for stamp, want := range map[string]string{"1.0.0": "unknown-span", "0.9.0": "unknown-span", "1.1.0": "unknown-version", "2.0.0": "unknown-version", "": "unknown-span", "new": "unknown-span"} {
		e := newNotification(1).trigger
		e["name"], e["flow_version"] = "notification:snoozed", stamp
		got := say(validate(t, v, lines([]event{e}), validator.Options{Incomplete: true}))
		if len(got) != 1 || !strings.Contains(got[0], " "+want) {
			t.Errorf("%q: %q, want %s", stamp, got, want)
		}
	}
}

// An empty value is a value: it is not that of the other records.
func TestAnEmptyValueIsInconsistent(t *testing.T) {
	s := newNotification(1)
	s.sent.tags()["channel_id"] = ""
	got := say(validate(t, compile(t, notificationSpec), lines(s.all()), validator.Options{Severity: []validator.Severity{seenOnly}}))
	if len(got) != 2 || !strings.Contains(got[0], `inconsistent-tag span="notification:sent" tag="channel_id"`) || !strings.Contains(got[1], "tag-value") {
		t.Errorf("got %q", got)
	}
}

// A record under an unknown name shows that its trace is still open.
func TestUnknownNamesHoldATraceOpen(t *testing.T) {
	v := compile(t, notificationSpec)
	s, late := newNotification(0), newNotification(100)
	s.notify = nil
	for last, want := range map[string]bool{"notification:received": true, "notification:recieved": true, "http": false} {
		s.received["name"], s.received["timestamp"] = last, late.trigger["timestamp"]
		if last == "http" {
			delete(s.received, "flow")
			delete(s.received, "flow_version")
		}
		got := say(validate(t, v, lines([]event{s.trigger, s.sent, s.received, late.trigger}), validator.Options{Settle: time.Minute}))
		if held := !strings.Contains(strings.Join(got, "\n"), "too-few"); held != want {
			t.Errorf("%s: held open %v\n%s", last, held, strings.Join(got, "\n"))
		}
	}
}

// A window that is cut out of conforming data misses nothing within a margin; without one, what is beyond its ends is missing.
func TestAWindowMissesNothing(t *testing.T) {
	v := compile(t, notificationSpec)
	const second = int64(1_000_000)
	const from, until = begin + 903*second/10, begin + 30002*second/100 // both within the records of a notification
	var kept []event
	for n := range 40 {
		for _, e := range newNotification(n).all() {
			if at := e["timestamp"].(int64); at >= from && at < until {
				kept = append(kept, e)
			}
		}
	}
	margin := 5 * time.Second // a notification takes less
	at := func(micros int64) time.Time { return time.UnixMicro(micros) }
	for name, test := range map[string]struct {
		opts validator.Options
		want bool
	}{
		"no window":           {validator.Options{}, true},
		"the window":          {validator.Options{From: at(from).Add(margin), Until: at(until).Add(-margin)}, false},
		"its beginning":       {validator.Options{From: at(from).Add(margin)}, true},
		"its end":             {validator.Options{Until: at(until).Add(-margin)}, true},
		"nothing of it":       {validator.Options{From: at(until)}, false},
		"before all of it":    {validator.Options{Until: at(begin)}, false},
		"more than all of it": {validator.Options{From: at(begin - 1), Until: at(until + 1)}, true},
	} {
		test.opts.Severity = []validator.Severity{seenOnly}
		for form, data := range forms(kept) {
			if got := say(validate(t, v, data, test.opts)); (len(got) > 0) != test.want {
				t.Errorf("%s, %s: %q", name, form, got)
			}
		}
	}
	if _, err := v.NewRun(validator.Options{From: at(until), Until: at(from)}); err == nil {
		t.Error("a window that ends before it begins was taken")
	}
}
