package validator_test

import (
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
)

// TestTheSummaryAddsUp has records of a span that was removed, and of one that never was.
func TestTheSummaryAddsUp(t *testing.T) {
	old := strings.Replace(oldSpec, "tags: { reason: required }", "tags: { reason: optional }\n  \"notification:queued\":\n    brief: It was.\n    trace: notification\n    services: [webapp]\n    parent: any", 1)
	v, err := validator.Compile(validator.Spec{Path: notificationSpec}, validator.Spec{Path: "old.yaml", Data: []byte(old)})
	if err != nil {
		t.Fatal(err)
	}
	removed, unknown, nameless := newNotification(0).trigger, newNotification(1).trigger, newNotification(2).trigger
	removed["name"], removed["flow_version"], unknown["name"], nameless["name"] = "notification:queued", "0.9.0", "notification:sunk", "notification:sunk"
	nameless["span_id"] = "x"
	for _, e := range []event{removed, unknown, nameless} {
		delete(e, "links")
		e["tags"] = map[string]any{}
	}
	for _, events := range [][]event{{removed}, {unknown}, {nameless}, {removed, unknown, nameless}, append(newNotification(3).all(), removed, unknown)} {
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
	if s := validate(t, v, lines(newNotification(3).all()), validator.Options{}).Summary; len(s.Spans) != 6 {
		t.Errorf("a removed span without records: %+v", s.Spans)
	}
}

func TestSeveralFlows(t *testing.T) {
	v, err := validator.Compile(validator.Spec{Path: notificationSpec}, validator.Spec{Path: "rules.yaml", Data: []byte(rulesSpec)})
	if err != nil {
		t.Fatal(err)
	}
	o := newOrder()
	http := newNotification(7).trigger
	http["name"], http["flow"] = "GET /", "net/http"
	events := append(newNotification(0).all(), o.ordered, o.packed, o.paid, http)
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
