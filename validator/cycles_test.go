package validator_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
)

// A cycle is one finding, which says how long it is and names its records from the earliest on, each before its parent, in whatever order
// they are read.
func TestCyclesSayTheirLength(t *testing.T) {
	v := compile(t, notificationSpec)
	for length, want := range map[int]string{
		1: "a cycle of 1 span: its parent 00000000000000a0 is itself",
		2: "a cycle of 2 spans, each before its parent: notification:opened, notification:received",
		3: "a cycle of 3 spans, each before its parent: notification:opened, notification:opened, notification:received",
		9: "a cycle of 9 spans, each before its parent: notification:opened, notification:opened, notification:received, notification:opened, " +
			"notification:opened, notification:received and 3 more",
		40: "a cycle of 40 spans, each before its parent: notification:opened, notification:opened, notification:opened, notification:received, " +
			"notification:opened, notification:opened and 34 more",
	} {
		s := newNotification(1)
		s.read = nil
		var events []event
		for i := range length {
			e := s.opened.copyOf()
			e["span_id"], e["parent_id"] = fmt.Sprintf("%016x", 0xa0+i), fmt.Sprintf("%016x", 0xa0+(i+length-1)%length)
			e["timestamp"] = begin + 20_000_000 + i
			if i%3 == 1 {
				e["name"] = "notification:received"
			}
			unstamp(e)
			events = append(events, e)
		}
		s.opened = nil
		events = append(events, s.all()...)
		for range 4 {
			rand.Shuffle(len(events), func(i, k int) { events[i], events[k] = events[k], events[i] })
			result := validate(t, v, lines(events), validator.Options{Severity: []validator.Severity{seenOnly}})
			if got := say(result); len(got) != 1 || !strings.Contains(got[0], "cycle") {
				t.Errorf("%d: got %q", length, got)
			} else if actual := result.Findings[0].Examples[0].Actual; actual != want {
				t.Errorf("%d: got %s\nwant %s", length, actual, want)
			}
		}
	}
}
