package validator_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/validator"
)

func TestAbsenceIsAskedOnlyOfWhatIsComplete(t *testing.T) {
	v := compile(t, notificationSpec)
	alone := newNotification(1).received // no parent, no notify
	later := newNotification(200).trigger
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
	s := newNotification(3) // the trigger's trace is sampled: its absence is none
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
		events = append(events, newNotification(n).all()...)
	}
	for form, data := range forms(events) {
		for _, n := range []int{len(data) / 3, len(data) / 2, len(data) - 2} {
			result := validate(t, v, data[:n], validator.Options{})
			if got := say(result); len(got) != 1 || !strings.Contains(got[0], "broken-input") || result.Complete() {
				t.Errorf("%s, %d bytes: %q", form, n, got)
			}
		}
	}
	run := newRun(t, v, validator.Options{})
	for _, data := range [][]byte{lines([]event{newNotification(1).received}), []byte("{")} {
		if err := run.Read(t.Context(), "input", bytes.NewReader(data)); err != nil {
			t.Fatal(err)
		}
	}
	result, err := run.Finish(t.Context())
	if err != nil || len(result.Findings) != 1 || result.Findings[0].Rule != "broken-input" {
		t.Errorf("%v, %q", err, say(result))
	}
}
