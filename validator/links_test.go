package validator_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
)

// linkFindings are the findings of a rule, in the data as it is and shuffled, in memory and not.
func linkFindings(t *testing.T, events []event, rule string, opts validator.Options) []string {
	t.Helper()
	v := compile(t, notificationSpec)
	opts.Severity = []validator.Severity{seenOnly}
	var first []string
	for round := range 8 {
		opts.Memory = int64(round % 2) // 1 writes every row to a temporary file; 0 is the default
		got := say(validate(t, v, lines(events), opts))
		got = slices.DeleteFunc(got, func(f string) bool { return !strings.Contains(f, rule) })
		if round == 0 {
			first = got
		} else if !slices.Equal(got, first) {
			t.Errorf("shuffled: %q, before %q", got, first)
		}
		rand.Shuffle(len(events), func(i, k int) { events[i], events[k] = events[k], events[i] })
	}
	return first
}

// A link is one-sided only where the record that the target names is there, and is of the span of the record that links to it.
func TestOneSidedLinks(t *testing.T) {
	for name, test := range map[string]struct {
		found  int
		opts   validator.Options
		mutate func(s *notification)
	}{
		"a second trigger":                    {found: 1},
		"an incomplete input":                 {found: 1, opts: validator.Options{Incomplete: true}},
		"the first trigger is not sampled":    {mutate: func(s *notification) { s.trigger = nil }},
		"the target is not there":             {mutate: func(s *notification) { s.notify = nil }},
		"the target has no parent":            {mutate: func(s *notification) { delete(s.notify, "parent_id"); delete(s.notify, "parent_trace_id") }},
		"the second one is the parent's copy": {mutate: func(s *notification) { s.more[0]["span_id"] = s.trigger["span_id"] }},
		"the first one is there twice":        {found: 1, mutate: func(s *notification) { s.more = append(s.more, s.trigger.copyOf()) }},
		"the target is there twice":           {found: 1, mutate: func(s *notification) { s.more = append(s.more, s.notify.copyOf()) }},
		"a copy of the target names the second one": {mutate: func(s *notification) {
			again := s.notify.copyOf()
			again["parent_id"] = s.more[0]["span_id"]
			s.more = append(s.more, again)
		}},
		"the parent is of another span": {mutate: func(s *notification) { s.trigger["name"] = "POST /send"; unstamp(s.trigger) }},
		"a parent of the same id in a trace that is not named": {mutate: func(s *notification) {
			s.notify["parent_trace_id"] = "5b000000000000000000000000000009"
		}},
	} {
		s := newNotification(1)
		s.more = append(s.more, anotherTrigger(s))
		if test.mutate != nil {
			test.mutate(s)
		}
		if got := linkFindings(t, s.all(), "one-sided-link", test.opts); len(got) != test.found {
			t.Errorf("%s: got %q, want %d", name, got, test.found)
		}
	}
}

// A link contradicts a tag only where the tag gives an id for certain, and no link leads there.
func TestLinkIDs(t *testing.T) {
	for name, test := range map[string]struct {
		found  int
		mutate func(s *notification)
	}{
		"another notification":  {found: 1, mutate: func(*notification) {}},
		"the step is not there": {mutate: func(s *notification) { s.trigger["links"].([]any)[0].(map[string]any)["span_id"] = "00000000000000a9" }},
		"a link to somebody else's": {mutate: func(s *notification) {
			other := newNotification(9).trigger.copyOf()
			other["name"] = "POST /send"
			unstamp(other)
			s.more = append(s.more, other)
			s.trigger["links"] = []any{map[string]any{"trace_id": other["trace_id"], "span_id": other["span_id"]}}
		}},
		"no tag":                   {mutate: func(s *notification) { delete(s.trigger.tags(), "notification_id") }},
		"a tag that is no UUID":    {mutate: func(s *notification) { s.trigger.tags()["notification_id"] = "1234" }},
		"a tag that is no text":    {mutate: func(s *notification) { s.trigger.tags()["notification_id"] = 1234 }},
		"two values of the tag":    {mutate: func(s *notification) { s.trigger["again"] = map[string]any{"notification_id": "x"} }},
		"no link":                  {mutate: func(s *notification) { delete(s.trigger, "links") }},
		"a link that is not valid": {mutate: func(s *notification) { s.trigger["links"] = []any{map[string]any{"trace_id": "x"}} }},
		"another link is right": {mutate: func(s *notification) {
			s.trigger["links"] = append(s.trigger["links"].([]any), newNotification(1).trigger["links"].([]any)...)
		}},
	} {
		s := newNotification(1)
		s.trigger["links"] = newNotification(2).trigger["links"]
		test.mutate(s)
		if got := linkFindings(t, append(s.all(), newNotification(2).all()...), "link-id-mismatch", validator.Options{}); len(got) != test.found {
			t.Errorf("%s: got %q, want %d", name, got, test.found)
		}
	}
}

// parentIDSpec has a span that carries the id of the trace that its parent is in, which is hashed.
const parentIDSpec = `specgen: v1
flow: shop
version: 1.0.0
brief: A parcel names its order.
owners: [tests]
namespace: "shop:"
traces:
  order: { brief: An order., id: order_id, sampling: 100% }
  parcel: { brief: A parcel of it., sampling: 100% }
services:
  shop: { brief: It sells. }
tags:
  order_id: { brief: The order's number., type: id }
spans:
  "shop:ordered":
    brief: A root.
    trace: order
    services: [shop]
    parent: none
    tags: { order_id: required }
  "shop:sent":
    brief: In a trace of its own.
    trace: parcel
    services: [shop]
    parent: "shop:ordered"
    tags: { order_id: required }
`

// The link that stands for the parent has to lead to the trace that a tag gives, as a link does; nothing else is said of that parent.
func TestTheParentsTrace(t *testing.T) {
	v, err := validator.Compile(validator.Spec{Path: "shop.yaml", Data: []byte(parentIDSpec)})
	if err != nil {
		t.Fatal(err)
	}
	emit := func(traceID, spanID, name string, tags map[string]any) event {
		return event{
			"trace_id": traceID, "span_id": spanID, "name": name, "service_name": "shop", "timestamp": begin, "duration": 1, "tags": tags,
			"flow": "shop", "flow_version": "1.0.0",
		}
	}
	const order = "0af7651916cd43dd8448eb211c80319c" // as 32 hex digits, an id is its own trace id
	ordered := emit(order, hash(raw(order), "shop:ordered\x00"), "shop:ordered", map[string]any{"order_id": order})
	sent := emit("0000000000000000000000000000bbbb", "000000000000000b", "shop:sent", nil)
	sent["parent_id"], sent["parent_trace_id"] = ordered["span_id"], order
	for id, want := range map[string]string{
		order: "", "1af7651916cd43dd8448eb211c80319c": `error link-id-mismatch span="shop:sent" tag="order_id" service="shop" version="" 1/1`,
		"A-17": `error link-id-mismatch span="shop:sent" tag="order_id" service="shop" version="" 1/1`,
	} {
		sent["tags"] = map[string]any{"order_id": id}
		for form, data := range map[string][]byte{"lines": lines([]event{ordered, sent}), "otlp": asOTLP([]event{sent, ordered})} {
			if got := strings.Join(say(validate(t, v, data, validator.Options{})), "\n"); got != want {
				t.Errorf("%s, %s: got %q, want %q", id, form, got, want)
			}
		}
		data := lines([]event{sent, emit("0af7651916cd43dd8448eb211c80319d", "00000000000000aa", "GET /", nil)})
		if got := strings.Join(say(validate(t, v, data, validator.Options{Severity: []validator.Severity{seenOnly}})), "\n"); (want == "") == strings.Contains(got, "link-id-mismatch") ||
			want != "" && strings.Contains(got, "missing-parent") {
			t.Errorf("%s, without the order: got %q", id, got)
		}
	}
}
