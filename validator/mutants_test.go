package validator_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// unstamp makes records ones that no generated client emitted, so that their ids need not derive.
func unstamp(events ...event) {
	for _, e := range events {
		delete(e, "flow_version")
		delete(e, "flow")
	}
}

// mutant is a mistake in the records of a notification.
type mutant struct {
	rule, name string
	want       string // span, tag, service and counts of the finding
	mutate     func(s *notification)
}

// events returns the records of three notifications, with the mistake in the middle one.
func (m mutant) events() []event {
	notifications := []*notification{newNotification(0), newNotification(1), newNotification(2)}
	m.mutate(notifications[1])
	var events []event
	for _, s := range notifications {
		events = append(events, s.all()...)
	}
	return events
}

// mutants break one rule each, in the middle one of three notifications.
var mutants = []mutant{
	{"unknown-span", "a misspelt name", `span="notification:raed" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.read["name"] = "notification:raed" }},
	{"unknown-service", "a service of nobody", `span="notification:read in app" tag="" service="iPadOS" version="24.11.0" 1/1`,
		func(s *notification) { s.read["service_name"] = "iPadOS" }},
	{"unknown-service", "no service", `span="notification:read in app" tag="" service="" version="24.11.0" 1/1`,
		func(s *notification) { delete(s.read, "service_name") }},
	{"service-not-allowed", "a backend that opens", `span="notification:opened" tag="" service="webapp" version="" 1/1`,
		func(s *notification) { s.opened["service_name"] = "webapp"; s.opened["tags"] = map[string]any{} }},
	{"unknown-version", "a later minor", `span="" tag="" service="" version="1.4.0" 2/1`,
		func(s *notification) { s.opened["flow_version"], s.sent["flow_version"] = "1.4.0", "1.4.0" }},
	{"unknown-version", "no version at all", `span="" tag="" service="" version="latest" 1/1`,
		func(s *notification) { s.opened["flow_version"] = "latest" }},
	{"missing-tag", "no team", `span="notification:notify" tag="team_id" service="job-queue" version="" 1/1`,
		func(s *notification) { delete(s.notify.tags(), "team_id") }},
	{"missing-tag", "a tag in camel case", `span="notification:notify" tag="team_id" service="job-queue" version="" 1/1`,
		func(s *notification) {
			s.notify.tags()["teamId"] = s.notify.tags()["team_id"]
			delete(s.notify.tags(), "team_id")
		}},
	{"missing-tag", "a tag of the variant", `span="notification:sent" tag="fcm_message_id" service="push-service" version="" 1/1`,
		func(s *notification) { delete(s.sent.tags(), "fcm_message_id") }},
	{"missing-tag", "the app_version of another app than the emitter's", `span="notification:sent" tag="channel_id" service="push-service" version="" 1/1`,
		func(s *notification) { s.sent.tags()["app_version"] = "24.11.0"; delete(s.sent.tags(), "channel_id") }},
	{"missing-tag", "the tag that chooses the variant", `span="notification:sent" tag="platform" service="push-service" version="" 1/1`,
		func(s *notification) { delete(s.sent.tags(), "platform") }},
	{"missing-service-tag", "no os_version", `span="notification:opened" tag="os_version" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { delete(s.opened.tags(), "os_version") }},
	{"tag-type", "a number as text", `span="notification:received" tag="badge_count" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.received.tags()["badge_count"] = "3" }},
	{"tag-type", "a list", `span="notification:notify" tag="user_id" service="job-queue" version="" 1/1`,
		func(s *notification) { s.notify.tags()["user_id"] = []any{"U0000001"}; delete(s.trigger.tags(), "x") }},
	{"tag-type", "null", `span="notification:received" tag="badge_count" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.received.tags()["badge_count"] = nil }},
	{"tag-value", "an enum", `span="notification:trigger" tag="trigger_type" service="webapp" version="" 1/1`,
		func(s *notification) { s.trigger.tags()["trigger_type"] = "everyone" }},
	{"tag-value", "a pattern", `span="notification:trigger" tag="user_id" service="webapp" version="" 1/1`,
		func(s *notification) { s.trigger.tags()["user_id"] = "bob" }},
	{"tag-value", "a range", `span="notification:received" tag="badge_count" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.received.tags()["badge_count"] = -1 }},
	{"tag-value", "a format", `span="notification:trigger" tag="notification_id" service="webapp" version="" 1/1`,
		func(s *notification) { s.trigger.tags()["notification_id"] = "1234" }},
	{"tag-value", "a service's tag", `span="notification:opened" tag="os_version" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.opened.tags()["os_version"] = "" }},
	{"variant-tag", "a tag of another platform", `span="notification:sent" tag="apns_id" service="push-service" version="" 1/1`,
		func(s *notification) { s.sent.tags()["apns_id"] = "d6f6b2c1-98a5-4e0b-8f4e-0f7d3c6a9b10" }},
	{"undeclared-tag", "a tag of nobody", `span="notification:opened" tag="screen" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.opened.tags()["screen"] = "lock" }},
	{"undeclared-tag", "a tag of another span", `span="notification:opened" tag="message_count" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.opened.tags()["message_count"] = 3 }},
	{"invalid-id", "a short trace id", `span="notification:read in app" tag="" service="Android" version="24.11.0" 1/0`,
		func(s *notification) { s.read["trace_id"] = "7f9c24e8" }},
	{"invalid-id", "a span id of zeros", `span="notification:read in app" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.read["span_id"] = "0000000000000000" }},
	{"invalid-id", "a parent id that is no hex", `span="notification:read in app" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.read["parent_id"] = "xyz" }},
	{"invalid-id", "a link without a span", `span="notification:trigger" tag="" service="webapp" version="" 1/1`,
		func(s *notification) {
			s.trigger["links"] = append(s.trigger["links"].([]any), map[string]any{"trace_id": s.notify["trace_id"]})
		}},
	{"trace-id-mismatch", "another notification's id", `span="notification:sent" tag="notification_id" service="push-service" version="" 1/1`,
		func(s *notification) { s.sent.tags()["notification_id"] = "00000000-0000-4000-8000-000000000001" }},
	{"derived-id-mismatch", "a random id", `span="notification:read in app" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.read["span_id"] = "00000000000000aa" }},
	{"invalid-time", "seconds", `span="notification:read in app" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.read["timestamp"] = 1_772_442_000 }},
	{"invalid-time", "no time", `span="notification:read in app" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { delete(s.read, "timestamp") }},
	{"end-before-start", "a clock that was set back", `span="notification:read in app" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.read["duration"] = -20_000 }},
	{"instant-duration", "a moment that lasts", `span="notification:opened" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.opened["duration"] = 350_000 }},
	{"duration-too-long", "left open", `span="notification:read in app" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.read["duration"] = 10_800_000_000 }},
	{"missing-parent", "a lost step", `span="notification:opened" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.received = nil }},
	{"wrong-parent", "a step too high", `span="notification:read in app" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.read["parent_id"] = s.received["span_id"]; unstamp(s.read) }},
	{"wrong-parent", "an HTTP span", `span="notification:read in app" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) {
			http := s.opened.copyOf()
			http["name"], http["span_id"] = "GET /messages", "00000000000000e1"
			unstamp(s.read, http)
			s.read["parent_id"] = "00000000000000e1"
			s.more = append(s.more, http)
		}},
	{"wrong-parent", "a parent in another trace", `span="notification:read in app" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) {
			s.read["parent_id"], s.read["parent_trace_id"] = s.trigger["span_id"], s.trigger["trace_id"]
			unstamp(s.read)
		}},
	{"wrong-parent", "in another trace the wrong one", `span="notification:notify" tag="" service="job-queue" version="" 1/1`,
		func(s *notification) {
			http := s.trigger.copyOf()
			http["name"], http["span_id"] = "POST /send", "00000000000000e2"
			unstamp(http)
			delete(http, "links")
			s.notify["parent_id"] = "00000000000000e2"
			s.more = append(s.more, http)
		}},
	{"unexpected-root", "no parent", `span="notification:read in app" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { delete(s.read, "parent_id") }},
	{"cycle", "its own parent", `span="notification:read in app" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.read["parent_id"] = s.read["span_id"]; unstamp(s.read) }},
	{"out-of-order", "a clock that is slow", `span="notification:read in app" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.read["timestamp"] = begin - 600_000_000 }},
	{"late", "an hour on the way", `span="notification:received" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.received["timestamp"] = begin + 3600_000_000; s.opened, s.read = nil, nil }},
	{"wrong-link", "to the wrong step", `span="notification:trigger" tag="" service="webapp" version="" 1/1`,
		func(s *notification) {
			s.trigger["links"] = append(s.trigger["links"].([]any), map[string]any{"trace_id": s.sent["trace_id"], "span_id": s.sent["span_id"]})
		}},
	{"dangling-link", "to nothing", `span="notification:trigger" tag="" service="webapp" version="" 1/1`,
		func(s *notification) {
			s.trigger["links"] = append(s.trigger["links"].([]any), map[string]any{"trace_id": s.sent["trace_id"], "span_id": "00000000000000c1"})
		}},
	{"too-many", "two of one device", `span="notification:sent" tag="" service="push-service" version="" 1/1`,
		func(s *notification) {
			again := s.sent.copyOf()
			again["span_id"] = "00000000000000d1"
			again["timestamp"] = begin + 11_000_000
			unstamp(again)
			s.more = append(s.more, again)
		}},
	{"too-many", "two below one parent", `span="notification:received" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) {
			again := s.received.copyOf()
			again["span_id"], again["timestamp"] = "00000000000000d2", begin+11_000_000
			unstamp(again)
			s.more = append(s.more, again)
		}},
	{"too-few", "nothing of a notification", `span="notification:notify" tag="" service="" version="" 0/1`,
		func(s *notification) { s.notify, s.sent, s.received, s.opened, s.read = nil, nil, nil, nil, nil }},
	{"too-few", "only its first step", `span="notification:notify" tag="" service="" version="" 0/1`,
		func(s *notification) { s.notify = nil }},
	{"duplicate-span", "a retry", `span="notification:sent" tag="" service="push-service" version="" 2/1`,
		func(s *notification) { s.more = append(s.more, s.sent.copyOf(), s.sent.copyOf()) }},
	{"duplicate-span", "a job that ran again, hours later", `span="notification:sent" tag="" service="push-service" version="" 2/1`,
		func(s *notification) {
			for i := range 2 {
				again := s.sent.copyOf()
				again["timestamp"] = begin + (i+1)*7_200_000_000
				s.more = append(s.more, again)
			}
		}},
	{"duplicate-span", "a parent in another trace that was tried again", `span="notification:notify" tag="" service="job-queue" version="" 1/1`,
		func(s *notification) {
			again := s.notify.copyOf()
			again["timestamp"] = begin + 7_200_000_000
			s.more = append(s.more, again)
		}},
	{"conflicting-span", "another time, where the id is random", `span="notification:trigger" tag="" service="webapp" version="" 1/1`,
		func(s *notification) {
			again := s.trigger.copyOf()
			again["timestamp"] = begin + 1_000_000
			s.more = append(s.more, again)
		}},
	{"conflicting-span", "another content", `span="notification:received" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) {
			again := s.received.copyOf()
			again.tags()["badge_count"] = 8
			s.more = append(s.more, again)
		}},
	{"invalid-time", "and ends before it starts", `span="notification:read in app" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.read["timestamp"], s.read["duration"] = 1_772_442_000, -20_000 }},
	{"invalid-time", "of a moment that lasts", `span="notification:opened" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.opened["timestamp"], s.opened["duration"] = 1_772_442_000, 350_000 }},
	{"invalid-time", "and lasts too long", `span="notification:read in app" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) { s.read["timestamp"], s.read["duration"] = 1_772_442_000, 10_800_000_000 }},
	{"invalid-time", "of the parent of a late one", `span="notification:sent" tag="" service="push-service" version="" 1/1`,
		func(s *notification) { s.sent["timestamp"] = 1_772_442_000 }},
	{"wrong-parent", "and late", `span="notification:received" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) {
			s.received["parent_id"], s.received["timestamp"] = s.notify["span_id"], begin+3600_000_000
			unstamp(s.received)
			s.opened, s.read = nil, nil
		}},
	{"wrong-parent", "and out of order", `span="notification:read in app" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) {
			s.read["parent_id"], s.read["timestamp"] = s.received["span_id"], begin-600_000_000
			unstamp(s.read)
		}},
	{"cycle", "of two, of which one is late", `span="notification:sent" tag="" service="push-service" version="" 1/1`,
		func(s *notification) {
			s.sent["parent_id"], s.received["timestamp"] = s.received["span_id"], begin+3600_000_000
			s.opened, s.read = nil, nil
		}},
	{"cycle", "of two that are out of order", `span="notification:received" tag="" service="Android" version="24.11.0" 1/1`,
		func(s *notification) {
			s.sent["parent_id"], s.received["timestamp"] = s.received["span_id"], begin-600_000_000
			s.opened, s.read = nil, nil
		}},
	{"duplicate-tag", "two channels of one record", `span="notification:sent" tag="channel_id" service="push-service" version="" 1/1`,
		func(s *notification) { s.sent["again"] = map[string]any{"channel_id": "C0OTHER99"} }},
	{"duplicate-tag", "a tag of nobody's concern", `span="notification:sent" tag="thread.name" service="push-service" version="" 1/1`,
		func(s *notification) {
			s.sent.tags()["thread.name"] = "main"
			s.sent["again"] = map[string]any{"thread.name": "worker", "channel_id": s.sent.tags()["channel_id"]}
		}},
	{"duplicate-tag", "another type", `span="notification:received" tag="thread.id" service="Android" version="24.11.0" 1/1`,
		func(s *notification) {
			s.received.tags()["thread.id"] = 7
			s.received["again"] = map[string]any{"thread.id": "7"}
		}},
	{"link-id-mismatch", "to another notification", `span="notification:trigger" tag="notification_id" service="webapp" version="" 1/1`,
		func(s *notification) { s.trigger["links"] = newNotification(2).trigger["links"] }},
	{"too-few", "linked by a trigger of another one", `span="notification:notify" tag="" service="" version="" 0/1`,
		func(s *notification) { s.trigger["links"] = newNotification(77).trigger["links"] }},
	{"link-id-mismatch", "to another notification's wrong step", `span="notification:trigger" tag="notification_id" service="webapp" version="" 1/1`,
		func(s *notification) {
			sent := newNotification(2).sent
			s.trigger["links"] = []any{map[string]any{"trace_id": sent["trace_id"], "span_id": sent["span_id"]}}
		}},
	{"one-sided-link", "a second trigger", `span="notification:trigger" tag="" service="webapp" version="" 1/1`,
		func(s *notification) { s.more = append(s.more, anotherTrigger(s)) }},
	{"one-sided-link", "of another request", `span="notification:trigger" tag="" service="webapp" version="" 1/1`,
		func(s *notification) {
			again := anotherTrigger(s)
			again["trace_id"] = "5b000000000000000000000000000001"
			s.more = append(s.more, again)
		}},
	{"one-sided-link", "whose target names no trace", `span="notification:trigger" tag="" service="webapp" version="" 1/1`,
		func(s *notification) {
			s.more = append(s.more, anotherTrigger(s))
			delete(s.notify, "parent_trace_id")
		}},
	{"inconsistent-tag", "two channels", `span="notification:sent" tag="channel_id" service="push-service" version="" 1/1`,
		func(s *notification) { s.sent.tags()["channel_id"] = "C0OTHER99" }},
}

// anotherTrigger returns a second cause of the notification, which links to it as the first one does.
func anotherTrigger(s *notification) event {
	again := s.trigger.copyOf()
	again["span_id"] = "00000000000000d5"
	return again
}

func TestMutants(t *testing.T) {
	v := compile(t, notificationSpec)
	for _, m := range mutants {
		t.Run(m.rule+"/"+m.name, func(t *testing.T) {
			events := m.events()
			for form, data := range formsOf(m.rule, m.name, events) {
				got := say(validate(t, v, data, validator.Options{Severity: []validator.Severity{seenOnly}}))
				if len(got) != 1 || !strings.Contains(got[0], " "+m.rule+" "+m.want) {
					t.Errorf("%s: got\n%s\nwant %s %s", form, strings.Join(got, "\n"), m.rule, m.want)
				}
			}
		})
	}
}

func TestEveryRuleHasAMutant(t *testing.T) {
	tried := map[string]bool{"never-seen": true, "broken-input": true, "large-trace": true} // tests of their own
	for _, m := range mutants {
		tried[m.rule] = true
	}
	for _, m := range otherMutants {
		tried[m.ruleIn("lines")], tried[m.ruleIn("otlp")] = true, true
	}
	for _, m := range outcomeMutants {
		tried["missing-outcome"] = tried["missing-outcome"] || strings.HasPrefix(m.want, "span=")
	}
	for _, rule := range validator.Rules() {
		if !tried[rule.ID] && !rule.Client {
			t.Errorf("rule %s has no mutant", rule.ID)
		}
		if rule.What == "" || rule.Why == "" || rule.Example == "" || rule.Fix == "" || rule.About == "" || rule.Severity == 0 {
			t.Errorf("rule %s is not documented: %+v", rule.ID, rule)
		}
	}
}

func TestConformingTripsNothing(t *testing.T) {
	v := compile(t, notificationSpec)
	var events []event
	for n := range 40 {
		events = append(events, newNotification(n).all()...)
	}
	events[len(events)-1].tags()["browser"] = "Firefox 145"
	events[0].tags()["thread.name"] = "main" // known_tags
	for _, e := range events {
		switch e["name"] {
		case "notification:sent":
			if e.tags()["apns_id"] != nil {
				e.tags()["collapse_id"] = "C012AB3CD"
			}
			e.tags()["app_version"] = "24.11.0"
		case "notification:opened":
			if e["service_name"] == "iOS" || e["service_name"] == "Android" {
				e.tags()["device_model"] = "x"
			}
		}
	}
	for form, data := range forms(events) {
		result := validate(t, v, data, validator.Options{RequireCoverage: true})
		if got := say(result); len(got) > 0 {
			t.Errorf("%s: %s", form, strings.Join(got, "\n"))
		}
		s := result.Summary
		if s.Records != 240 || s.FlowRecords != 240 || s.Traces != 80 || s.Funnels[0].Stages[0].Traces != 40 || s.Funnels[0].Stages[5].Traces != 40 {
			t.Errorf("%s: summary %+v", form, s)
		}
	}
}

func TestSuggestions(t *testing.T) {
	v := compile(t, notificationSpec)
	tests := []struct {
		rule, want string
		mutate     func(s *notification)
	}{
		{"unknown-span", "notification:read in app", func(s *notification) { s.read["name"] = "notification:read in ap" }},
		{"unknown-service", "Android", func(s *notification) { s.read["service_name"] = "android" }},
		{"tag-value", "@here", func(s *notification) { s.trigger.tags()["trigger_type"] = "here" }},
		{"missing-tag", "team_id", func(s *notification) { s.notify.tags()["teamId"] = "T1"; delete(s.notify.tags(), "team_id") }},
		{"undeclared-tag", "badge_count", func(s *notification) { s.received.tags()["badgeCount"] = 1; delete(s.received.tags(), "badge_count") }},
	}
	for _, test := range tests {
		s := newNotification(1)
		test.mutate(s)
		result := validate(t, v, lines(s.all()), validator.Options{Severity: []validator.Severity{seenOnly}})
		i := slices.IndexFunc(result.Findings, func(f trace.Finding) bool { return f.Rule == test.rule })
		if i < 0 || result.Findings[i].Suggestion != test.want {
			t.Errorf("%s: %s suggests %+v, want %s", test.rule, fmt.Sprint(say(result)), result.Findings, test.want)
		}
	}
}
