package fanout_test

import (
	"testing"

	"github.com/specgen/specgen/examples/go/fanout"
	"github.com/specgen/specgen/runtime/go/flowtrace/flowtracetest"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/validatortest"
)

var job = fanout.Job{
	Trigger:   "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
	ID:        "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa",
	User:      "U024BE7LH",
	Team:      "T061EG9R6",
	Channel:   "C012AB3CD",
	MessageTS: "1712345678.123456",
	Devices:   []fanout.Device{{ID: "d1", APNSID: "d6f6b2c1-98a5-4e0b-8f4e-0f7d3c6a9b10"}},
}

// TestRun shows the two ways to look at what a service emitted: as text, and through the validator.
func TestRun(t *testing.T) {
	spans := flowtracetest.New(t) // fails the test where an emitter reports a violation
	worker := fanout.NewWorker(spans, spans.Options())
	if err := worker.Run(job); err != nil {
		t.Fatal(err)
	}
	spans.Want(`
notification:notify (job-queue, 1µs)
  parent 4bf92f3577b34da6a3ce929d0e0e4736/00f067aa0ba902b7
  user_id = "U024BE7LH"
  team_id = "T061EG9R6"
  channel_id = "C012AB3CD"
  message_ts = "1712345678.123456"
notification:sent (push-service, 1µs)
  parent notification:notify
  channel_id = "C012AB3CD"
  device_id = "d1"
  platform = "ios"
  apns_id = "d6f6b2c1-98a5-4e0b-8f4e-0f7d3c6a9b10"
`)
	validatortest.Conforms(t, validator.Spec{Path: "../../../spec/notification.yaml"}, spans.SpanEvents())
}

// TestRunTwice shows that a job which is retried emits the same ids, so that nothing is counted twice: to the validator the
// records of the second try are copies of the first.
func TestRunTwice(t *testing.T) {
	spans := flowtracetest.New(t)
	worker := fanout.NewWorker(spans, spans.Options())
	for range 2 {
		if err := worker.Run(job); err != nil {
			t.Fatal(err)
		}
	}
	all := spans.Spans()
	if len(all) != 4 || all[0].Context() != all[2].Context() || all[1].Context() != all[3].Context() {
		t.Errorf("a retried job has other ids:\n%s", spans.Text())
	}
	result := validatortest.Conforms(t, validator.Spec{Path: "../../../spec/notification.yaml"}, spans.SpanEvents())
	if result.Summary.Records != 4 || len(result.Findings) != 2 || result.Findings[0].Rule != "duplicate-span" {
		t.Errorf("%d records and %d findings, want 4 records, and the second try told as copies", result.Summary.Records, len(result.Findings))
	}
}

func TestRunWithoutTrigger(t *testing.T) {
	spans := flowtracetest.New(t)
	bad := job
	bad.Trigger = "none"
	if err := fanout.NewWorker(spans, spans.Options()).Run(bad); err == nil || len(spans.Spans()) != 0 {
		t.Errorf("a job without a trigger gives %v and %d spans, want an error and none", err, len(spans.Spans()))
	}
}
