package picture_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/internal/picture"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// TestStates has a case for each state.
func TestStates(t *testing.T) {
	theReceived := func(after time.Duration) *trace.Judged {
		return record("push:received", received, sent, 100*time.Millisecond+after)
	}
	for name, c := range map[string]struct {
		source  picture.Source
		records []*trace.Judged
		want    string
	}{
		"came": {records: []*trace.Judged{trigger(), theNotify(), theSent(), theReceived(time.Second), record("push:opened", opened, received, 3*time.Second),
			record("push:read", read, opened, 4*time.Second)}, want: `
came: Came as far as read
✓ trigger
✓ notify 40ms
-- [{device_id d1}] ios
✓ sent 60ms
✓ received 1s
✓ opened 1.9s
✓ read 1s
`},
		"lost": {records: []*trace.Judged{trigger(), theNotify(), theSent()}, want: `
lost: Lost after sent (ios d1): not received within 5m
✓ trigger
✓ notify 40ms
-- [{device_id d1}] ios
✓ sent 60ms
○ received: lost due 5m0.1s
· opened: not reached
· read: not reached
`},
		"waiting": {source: picture.Source{End: began + int64(4*time.Minute)}, records: []*trace.Judged{trigger(), theNotify(), theSent()}, want: `
waiting: Waiting for received (ios d1): due by 09:05:00 UTC
✓ trigger
✓ notify 40ms
-- [{device_id d1}] ios
✓ sent 60ms
◌ received: waiting due 5m0.1s
· opened: not reached
· read: not reached
`},
		"not settled": {source: picture.Source{Settle: 2 * time.Hour}, records: []*trace.Judged{trigger(), theNotify(), theSent()}, want: `
waiting: Waiting for received (ios d1): due by 09:05:00 UTC
✓ trigger
✓ notify 40ms
-- [{device_id d1}] ios
✓ sent 60ms
◌ received: waiting due 5m0.1s
· opened: not reached
· read: not reached
`},
		"late, and not done": {records: []*trace.Judged{trigger(), theNotify(), theSent(), theReceived(10 * time.Minute)}, want: `
warning: Came as far as received; with warnings
✓ trigger
✓ notify 40ms
-- [{device_id d1}] ios
✓ sent 60ms
! received 10m0s [late]
– opened: not done
· read: not reached
`},
		"missing by a derived id, the later one wrong": {records: []*trace.Judged{trigger(), theNotify(), theSent(), record("push:opened", opened, received, 3*time.Second)}, want: `
missing: received (ios d1) is missing: a later step hangs on it; 1 record is wrong (opened from iOS)
✓ trigger
✓ notify 40ms
-- [{device_id d1}] ios
✓ sent 60ms
○ received: missing
✗ opened [missing-parent]
– read: not done
`},
		"two missing by derived ids": {records: []*trace.Judged{trigger(), theNotify(), theSent(), record("push:read", read, opened, 4*time.Second)}, want: `
missing: received (ios d1) is missing: a later step hangs on it, and 1 more step; 1 record is wrong (read from iOS)
✓ trigger
✓ notify 40ms
-- [{device_id d1}] ios
✓ sent 60ms
○ received: missing
○ opened: missing
✗ read [missing-parent]
`},
		"missing, as a trace needs one": {records: []*trace.Judged{trigger(), theSent()}, want: `
missing: notify is missing: a later step hangs on it
✓ trigger
○ notify: missing [too-few]
-- [{device_id d1}] ios
✓ sent
○ received: lost due 5m0.1s
· opened: not reached
· read: not reached
`},
		"known by a link alone": {records: []*trace.Judged{trigger()}, want: `
missing: notify is missing: a link leads to it
✓ trigger
○ notify: missing [too-few]
· sent: not reached
· received: not reached
· opened: not reached
· read: not reached
`},
		"a branch that no record names": {records: []*trace.Judged{trigger(), theNotify(), record("push:received", trace.SpanID{9}, trace.SpanID{8}, time.Second)}, want: `
missing: sent (a device that is not known) is missing: a later step hangs on it; 1 record is wrong (received from iOS)
✓ trigger
✓ notify 40ms
-- [] 
○ sent: missing
✗ received [derived-id-mismatch] [missing-parent]
– opened: not done
· read: not reached
`},
		"not kept": {records: []*trace.Judged{theNotify()}, want: `
came: Came as far as notify
? trigger: not kept
✓ notify
– sent: not done
· received: not reached
· opened: not reached
· read: not reached
`},
		"not asked": {source: picture.Source{Incomplete: true}, records: []*trace.Judged{trigger(), theNotify(), theSent(), record("push:read", read, opened, 4*time.Second)}, want: `
came: Came as far as read
✓ trigger
✓ notify 40ms
-- [{device_id d1}] ios
✓ sent 60ms
? received: not asked
? opened: not asked
✓ read
`},
		"an unknown name, below its parent": {records: []*trace.Judged{trigger(), theNotify(), theSent(), record("push:recieved", trace.SpanID{9}, sent, time.Second)}, want: `
lost: Lost after sent (ios d1): not received within 5m; a "recieved" came instead
✓ trigger
✓ notify 40ms
-- [{device_id d1}] ios
✓ sent 60ms
○ received: lost due 5m0.1s
✗ recieved 900ms [unknown-span]
· opened: not reached
· read: not reached
`},
		"received again": {records: []*trace.Judged{trigger(), theNotify(), theSent(), theReceived(time.Second), theReceived(time.Second),
			record("push:received", received, sent, 2*time.Second, "platform", "ios")}, want: `
wrong: Came as far as received; 1 record is wrong (received from iOS)
✓ trigger
✓ notify 40ms
-- [{device_id d1}] ios
✓ sent 60ms
✓ received 1s
✓ received again 1s [duplicate-span]
✗ received again 1.9s [conflicting-span] [undeclared-tag]
– opened: not done
· read: not reached
`},
		"before its parent": {records: []*trace.Judged{trigger(), theNotify(), theSent(), theReceived(-3 * time.Minute)}, want: `
warning: Came as far as received; with warnings
✓ trigger
✓ notify 40ms
-- [{device_id d1}] ios
✓ sent 60ms
! received -3m0s [out-of-order]
– opened: not done
· read: not reached
`},
		"its own ancestor": {records: []*trace.Judged{trigger(), theNotify(), theSent(), theReceived(time.Second),
			record("push:opened", trace.SpanID{5}, trace.SpanID{6}, 3*time.Second), record("push:read", trace.SpanID{6}, trace.SpanID{5}, 4*time.Second)}, want: `
wrong: Came as far as received; 2 records are wrong (the first: opened from iOS)
✓ trigger
✓ notify 40ms
-- [{device_id d1}] ios
✓ sent 60ms
✓ received 1s
– opened: not done
· read: not reached
-- loose
✗ opened [cycle] [derived-id-mismatch]
✗ read 1s [derived-id-mismatch]
`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := outline(draw(t, pushSpec, c.source, c.records...)); got != strings.TrimPrefix(c.want, "\n") {
				t.Errorf("got\n%s", got)
			}
		})
	}
}

// TestSamples draws every trace of the samples: each record once, and no step in two states.
func TestSamples(t *testing.T) {
	spec, err := os.ReadFile("../../spec/notification.yaml")
	if err != nil {
		t.Fatal(err)
	}
	v := compile(t, string(spec))
	for _, name := range []string{"conforming.otlp.json", "conforming.spanevent.jsonl", "conforming.zipkin.json", "conforming.jaeger.json", "conforming.otlp.pb", "broken.otlp.json"} {
		c := collect(t, v, "../../testdata/traces/"+name, validator.Query{Worst: 1000})
		drawn := map[*trace.Judged]bool{}
		lost := 0
		for _, id := range c.Traces {
			p := picture.Draw(picture.Source{TraceID: id, Flow: v.Flows()[0], Records: c.Kept, End: c.End})
			drawnOnce(t, p, c.Kept)
			p.Rows(func(r *picture.Row) {
				if r.Record != nil {
					drawn[r.Record] = true
				}
				if r.State == picture.Lost {
					lost++
				}
			})
		}
		for _, r := range c.Kept {
			if r.Flow != "" && !drawn[r] && !r.TraceID.IsZero() {
				t.Errorf("%s: %s %s is not drawn", name, r.Name, r.SpanID)
			}
		}
		if strings.HasPrefix(name, "conforming") && lost != 10 {
			t.Errorf("%s: %d are lost, want 10", name, lost)
		}
	}
}
