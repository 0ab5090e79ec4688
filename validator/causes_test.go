package validator_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// told writes the defects of a result, a line each: what it is, in how many traces, and what explains it.
func told(r *validator.Result) []string {
	name := func(d validator.Defect) string {
		f := r.Findings[d.Findings[0]]
		return strings.TrimSpace(fmt.Sprintf("%s %s %s", f.Rule, strings.TrimPrefix(f.Span, "notification:"), f.Tag))
	}
	var out []string
	for _, d := range r.Defects {
		line := fmt.Sprintf("%s %d", name(d), d.Traces)
		if d.Cause >= 0 {
			line += " < " + name(r.Defects[d.Cause])
		}
		out = append(out, line)
	}
	return out
}

// TestWhatExplainsWhat breaks the same thing in several notifications.
func TestWhatExplainsWhat(t *testing.T) {
	rename := func(e event, name string) { e["name"] = "notification:" + name; e["tags"] = map[string]any{} }
	tests := []struct {
		name   string
		damage func(n int, s *notification)
		want   []string // among others that nothing explains, in order
	}{
		{"a misspelt step", func(_ int, s *notification) { rename(s.received, "recieved") }, []string{
			"unknown-span recieved 8", "wrong-parent opened 8 < unknown-span recieved", "never-seen received 0 < unknown-span recieved",
		}},
		{"a misspelt root", func(_ int, s *notification) { rename(s.notify, "notifi") }, []string{
			"unknown-span notifi 8", "too-few notify 8 < unknown-span notifi", "wrong-parent sent 8 < unknown-span notifi",
			"never-seen notify 0 < unknown-span notifi",
		}},
		{"another name for a step of another trace", func(_ int, s *notification) { rename(s.trigger, "begun") }, []string{
			"unknown-span begun 8", "wrong-parent notify 8 < unknown-span begun", "never-seen trigger 0 < unknown-span begun",
		}},
		{"another name in some traces, and a step that is lost in others", func(n int, s *notification) {
			if n < 3 {
				rename(s.notify, "fanned out")
			} else {
				*s = notification{trigger: s.trigger}
			}
		}, []string{
			"too-few notify 8", "unknown-span fanned out 3", "wrong-parent sent 3 < unknown-span fanned out", "never-seen notify 0 < too-few notify",
		}},
		{"a span of somebody else in every trace, and one that is lost in some", func(n int, s *notification) {
			more := s.read.copyOf()
			more["span_id"] = "00000000000000f1"
			rename(more, "cache warmed")
			s.more = append(s.more, more)
			if n == 0 {
				*s = notification{trigger: s.trigger}
			}
		}, []string{"unknown-span cache warmed 7", "too-few notify 1"}},
		{"a service that sends a wrong value on all its spans", func(_ int, s *notification) {
			s.received.tags()["os_version"], s.opened.tags()["os_version"], s.read.tags()["os_version"] = "", "", ""
		}, []string{
			"tag-value opened os_version 8", "tag-value read in app os_version 8 < tag-value opened os_version",
			"tag-value received os_version 8 < tag-value opened os_version",
		}},
		{"a wrapper that appends a tag on all spans of a service", func(_ int, s *notification) {
			for _, e := range []event{s.received, s.opened} {
				e["again"] = map[string]any{"app_version": "24.11.0 (7)"}
			}
		}, []string{"duplicate-tag opened app_version 8", "duplicate-tag received app_version 8 < duplicate-tag opened app_version"}},
		{"a clock that is slow", func(_ int, s *notification) {
			s.sent["timestamp"] = begin - 600_000_000
		}, []string{"late received 8 < out-of-order sent", "out-of-order sent 8"}},
	}
	v := compile(t, notificationSpec)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var events []event
			for n := range 8 {
				s := newNotification(4*n + 1) // of Android
				test.damage(n, s)
				events = append(events, s.all()...)
			}
			got := told(validate(t, v, lines(events), validator.Options{}))
			var of []string
			for _, line := range got {
				if strings.Contains(line, " < ") || slices.Contains(test.want, line) {
					of = append(of, line)
				}
			}
			slices.Sort(of)
			slices.Sort(test.want)
			if !slices.Equal(of, test.want) {
				t.Errorf("got\n%s\nwant\n%s\nall\n%s", strings.Join(of, "\n"), strings.Join(test.want, "\n"), strings.Join(got, "\n"))
			}
			for seed := range uint64(5) {
				if again := told(validate(t, v, lines(shuffled(events, seed)), validator.Options{Examples: 1, Memory: 1})); !slices.Equal(again, got) {
					t.Errorf("in another order\n%s\nwant\n%s", strings.Join(again, "\n"), strings.Join(got, "\n"))
				}
			}
		})
	}
}

// TestNothingHidesBelowLess makes the cause an info: what is worse does not stand under it.
func TestNothingHidesBelowLess(t *testing.T) {
	s := newNotification(1)
	s.received["name"] = "notification:recieved"
	opts := validator.Options{Severity: []validator.Severity{{Rule: "unknown-span", Is: trace.Info}}}
	for _, d := range validate(t, compile(t, notificationSpec), lines(s.all()), opts).Defects {
		if d.Severity > trace.Info && d.Cause >= 0 {
			t.Errorf("%+v stands under something less severe", d)
		}
	}
}

// TestDefectsAreTheFindings holds defects to the findings of all mutants: each belongs to one, with the same fingerprint, which
// no other defect has; its group is that of what explains it.
func TestDefectsAreTheFindings(t *testing.T) {
	r := validate(t, compile(t, notificationSpec), lines(broken()), validator.Options{})
	seen, prints := make([]bool, len(r.Findings)), map[string]bool{}
	several := 0
	for i, d := range r.Defects {
		cause := d
		if d.Cause >= 0 {
			if cause = r.Defects[d.Cause]; cause.Cause >= 0 || d.Cause == i {
				t.Errorf("%d is explained by %d, which is no cause", i, d.Cause)
			}
		}
		if prints[d.Fingerprint] {
			t.Errorf("two defects have the fingerprint %s", d.Fingerprint)
		}
		prints[d.Fingerprint] = true
		sum, most := int64(0), int64(0)
		for _, n := range d.Findings {
			f := &r.Findings[n]
			if seen[n] || f.Fingerprint != d.Fingerprint || f.Group != cause.Fingerprint {
				t.Errorf("finding %d is in two defects, or has another fingerprint or group: %+v", n, f)
			}
			seen[n], sum, most = true, sum+f.Traces, max(most, f.Traces)
		}
		if d.Traces < most || d.Traces > sum {
			t.Errorf("%d traces of findings with %d in sum, and %d at most", d.Traces, sum, most)
		}
		if len(d.Findings) > 1 {
			several++
		}
	}
	if several == 0 || slices.Contains(seen, false) {
		t.Errorf("%d defects have several findings; every finding belongs to one: %v", several, seen)
	}
}

// TestFingerprintsStay holds fingerprints to what they are documented to be: other programs keep them.
func TestFingerprintsStay(t *testing.T) {
	for n, input := range []string{"a.jsonl", "b.jsonl"} {
		s := newNotification(1 + 2*n)
		s.received["name"] = "notification:recieved"
		s.received.tags()["app_version"] = fmt.Sprint(n)
		r, err := compile(t, notificationSpec).Validate(t.Context(), input, lines(s.all()), validator.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range r.Findings {
			if f.Rule == "unknown-span" && f.Fingerprint != hash("12:unknown-span,12:notification,21:notification:recieved,0:,0:,")+f.Fingerprint[16:] {
				t.Errorf("%s: fingerprint %s", input, f.Fingerprint)
			}
		}
	}
}

// TestTimesOfFindings looks for the first and the last record of a finding, whatever their order.
func TestTimesOfFindings(t *testing.T) {
	var events []event
	for n := range 5 {
		s := newNotification(4*n + 1)
		s.opened.tags()["screen"] = "lock"
		s.opened["timestamp"] = begin + int64(n)*1_000_000
		s.read = nil
		events = append(events, s.all()...)
	}
	for seed := range uint64(5) {
		r := validate(t, compile(t, notificationSpec), lines(shuffled(events, seed)), validator.Options{})
		for _, f := range r.Findings {
			switch f.Rule {
			case "undeclared-tag":
				if f.FirstSeen.UnixMicro() != begin || f.LastSeen.UnixMicro() != begin+4_000_000 {
					t.Errorf("from %v to %v", f.FirstSeen, f.LastSeen)
				}
			case "never-seen":
				if !f.FirstSeen.IsZero() || !f.LastSeen.IsZero() {
					t.Errorf("%s was seen", f.Message)
				}
			}
		}
	}
}
