package validator_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
)

// rulesSpec declares what the notification flow has no use for.
const rulesSpec = `specgen: v1
flow: rules
version: 1.1.0
brief: What the notification flow has no use for.
owners: [tests]
namespace: "rules:"
traces:
  order:
    brief: An order.
    sampling: 100%
  payment:
    brief: A payment, in a trace of its own.
    sampling: 100%
services:
  shop: { brief: It sells. }
tags:
  amount: { brief: What it costs., type: double, min: 0, max: 100.5 }
  items: { brief: What is in it., type: "string[]", min_items: 1, max_items: 2, max_length: 3 }
  paid: { brief: Whether it is paid., type: bool }
  number: { brief: The order's number., type: int, min: 1 }
  colour:
    brief: Its colour.
    type: enum
    values:
      red: red
      blue: { value: blue, brief: Not made any longer., deprecated: { since: 1.1.0, use: red } }
  old: { brief: It goes away., type: string, deprecated: { since: 1.1.0, use: number } }
  result: { brief: What the bank said., type: enum, values: { fine: FINE, refused: REFUSED, broken: BROKEN } }
  line: { brief: How the line was., type: enum, open: true, values: { good: good, cut: cut off } }
spans:
  "rules:ordered":
    brief: A root.
    trace: order
    services: [shop]
    parent: none
    links: { to: "rules:paid", min: 1, max: 2 }
    tags: { number: required, amount: optional, items: optional, paid: optional, colour: optional, old: optional }
  "rules:packed":
    brief: One for each order.
    trace: order
    services: [shop]
    parent: "rules:ordered"
    occurs: { once_per: parent }
  "rules:paid":
    brief: In a trace of its own.
    trace: payment
    services: [shop]
    parent: "rules:ordered"
    occurs: { at_most_once_per: parent }
  "rules:charged":
    brief: It may fail.
    trace: order
    services: [shop]
    parent: "rules:ordered"
    kind: client
    error_when: { result: [refused, broken], line: cut }
    tags: { line: optional, result: required }
  "rules:shown":
    brief: It goes away.
    trace: order
    services: [shop]
    parent: "rules:ordered"
    deprecated: { since: 1.1.0, use: "rules:packed", why: It said too little. }
  "rules:tried":
    brief: An experiment.
    trace: order
    services: [shop]
    parent: "rules:ordered"
    expires: 2126-01-01
  "rules:kept":
    brief: For ever, nearly.
    trace: order
    services: [shop]
    parent: "rules:ordered"
    expires: 9999-12-31
`

// order is the records of one order of rulesSpec, which no generated client emitted.
type order struct{ ordered, packed, paid event }

func newOrder() *order {
	emit := func(traceID, spanID, name, parent string, after int64) event {
		e := event{
			"trace_id": traceID, "span_id": spanID, "name": name, "service_name": "shop", "timestamp": begin + after, "duration": 1,
			"tags": map[string]any{},
		}
		if parent != "" {
			e["parent_id"] = parent
		}
		return e
	}
	const first, second = "0000000000000000000000000000aaaa", "0000000000000000000000000000bbbb"
	o := &order{
		ordered: emit(first, "000000000000000a", "rules:ordered", "", 0),
		packed:  emit(first, "000000000000000b", "rules:packed", "000000000000000a", 10),
		paid:    emit(second, "000000000000000c", "rules:paid", "000000000000000a", 20),
	}
	o.paid["parent_trace_id"] = first
	o.ordered["tags"] = map[string]any{"number": 7}
	o.ordered["links"] = []any{map[string]any{"trace_id": second, "span_id": "000000000000000c"}}
	return o
}

// under returns a further record below the order.
func (o *order) under(name, spanID string) event {
	e := o.packed.copyOf()
	e["name"], e["span_id"], e["tags"] = name, spanID, map[string]any{}
	return e
}

// tried returns a record of the experiment that starts at the time, and moves the order there.
func (o *order) tried(at int64) []event {
	o.ordered["timestamp"], o.packed["timestamp"], o.paid["timestamp"] = at-30, at-20, at-20
	tried := o.under("rules:tried", "00000000000000d1")
	tried["timestamp"] = at
	return []event{tried}
}

// charged returns a record that a generated client of the version emitted, with a result and whether its status is error. It is of the
// right kind, where the format has kinds.
func (o *order) charged(result string, failed bool) event {
	e := o.under("rules:charged", "00000000000000e1")
	e["flow"], e["flow_version"], e["kind"] = "rules", "1.1.0", 3
	e["tags"] = map[string]any{"result": result}
	if failed {
		e["error"] = true
	}
	return e
}

// chargedWith returns records in which one member of a record that failed is another.
func (o *order) chargedWith(member string, value any) []event {
	e := o.charged("REFUSED", true)
	e[member] = value
	return []event{e}
}

// bare takes a tag off a record.
func bare(e event, tag string) event {
	delete(e.tags(), tag)
	return e
}

// orderMutant is a mistake in the records of an order. Where there is no rule it is none; where the rule begins with a form it is one
// only in that.
type orderMutant struct {
	rule, name, want string
	mutate           func(o *order) []event // it returns further records
}

func (m orderMutant) events() []event {
	o := newOrder()
	more := m.mutate(o)
	events := []event{}
	for _, e := range append([]event{o.ordered, o.packed, o.paid}, more...) {
		if e != nil {
			events = append(events, e)
		}
	}
	return events
}

// ruleIn returns the rule that finds the mistake in a form, or "".
func (m orderMutant) ruleIn(form string) string {
	if in, rule, ok := strings.Cut(m.rule, ": "); !ok {
		return m.rule
	} else if in == form || in == "otlp" && form != "lines" {
		return rule
	}
	return ""
}

// forms returns the records in each form that can hold the mistake.
func (m orderMutant) forms() map[string][]byte {
	return formsOf(m.rule, m.name, m.events())
}

var otherMutants = []orderMutant{
	{"", "conforming", "", func(o *order) []event { return nil }},
	{"", "the parent's trace not named", "", func(o *order) []event { delete(o.paid, "parent_trace_id"); return nil }},
	{"", "an int where a double is declared", "", func(o *order) []event { o.ordered.tags()["amount"] = 7; return nil }},
	{"", "values at the bounds", "", func(o *order) []event {
		o.ordered.tags()["amount"], o.ordered.tags()["items"], o.ordered.tags()["paid"] = 100.5, []any{"abc", "äöü"}, true
		return nil
	}},
	{"deprecated-span", "", `span="rules:shown"`, func(o *order) []event { return []event{o.under("rules:shown", "00000000000000d1")} }},
	{"expired-span", "the day after the last", `span="rules:tried"`, func(o *order) []event { return o.tried(4_922_985_600_000_000) }},
	{"", "the end of the last day", "", func(o *order) []event { return o.tried(4_922_985_599_999_998) }},
	{"", "a last day that nanoseconds cannot hold", "", func(o *order) []event { return []event{o.under("rules:kept", "00000000000000d1")} }},
	{"deprecated-tag", "a tag", `tag="old"`, func(o *order) []event { o.ordered.tags()["old"] = "x"; return nil }},
	{"deprecated-tag", "a value", `tag="colour"`, func(o *order) []event { o.ordered.tags()["colour"] = "blue"; return nil }},
	{"tag-type", "an integral double", `warning tag-type span="rules:ordered" tag="number"`,
		func(o *order) []event { o.ordered.tags()["number"] = json.Number("7.0"); return nil }},
	{"tag-type", "a fraction", `error tag-type span="rules:ordered" tag="number"`,
		func(o *order) []event { o.ordered.tags()["number"] = 7.5; return nil }},
	{"tag-type", "no list", `tag="items"`, func(o *order) []event { o.ordered.tags()["items"] = "abc"; return nil }},
	{"tag-type", "an item", `tag="items"`, func(o *order) []event { o.ordered.tags()["items"] = []any{"abc", 1}; return nil }},
	{"tag-value", "too many items", `tag="items"`, func(o *order) []event { o.ordered.tags()["items"] = []any{"a", "b", "c"}; return nil }},
	{"tag-value", "an item", `tag="items"`, func(o *order) []event { o.ordered.tags()["items"] = []any{"abcd"}; return nil }},
	{"tag-value", "above", `tag="amount"`, func(o *order) []event { o.ordered.tags()["amount"] = 100.6; return nil }},
	{"tag-value", "below", `tag="number"`, func(o *order) []event { o.ordered.tags()["number"] = 0; return nil }},
	{"tag-value", "too few items", `tag="items"`, func(o *order) []event { o.ordered.tags()["items"] = []any{}; return nil }},
	{"", "as it ended, and so its status", "", func(o *order) []event {
		fine, broken, cut := o.charged("FINE", false), o.charged("BROKEN", true), o.charged("FINE", true)
		broken["span_id"], cut["span_id"] = "00000000000000e2", "00000000000000e3"
		cut.tags()["line"] = "cut off"
		return []event{fine, broken, cut}
	}},
	{"status-mismatch", "no error", `warning status-mismatch span="rules:charged" tag="result"`, func(o *order) []event { return []event{o.charged("REFUSED", false)} }},
	{"status-mismatch", "no error, by the second tag", `warning status-mismatch span="rules:charged" tag="line"`, func(o *order) []event {
		e := o.charged("FINE", false)
		e.tags()["line"] = "cut off"
		return []event{e}
	}},
	{"status-mismatch", "an error", `warning status-mismatch span="rules:charged" tag=""`, func(o *order) []event { return []event{o.charged("FINE", true)} }},
	{"status-mismatch", "an error, with a value that may be new", `span="rules:charged" tag=""`, func(o *order) []event {
		e := o.charged("FINE", true)
		e.tags()["line"] = "noisy"
		return []event{e}
	}},
	{"status-mismatch", "an error of a step that cannot fail", `span="rules:ordered" tag=""`, func(o *order) []event {
		o.ordered["flow"], o.ordered["flow_version"], o.ordered["error"] = "rules", "1.1.0", true
		return nil
	}},
	{"missing-tag", "of an error", `tag="result"`, func(o *order) []event { return []event{bare(o.charged("BROKEN", true), "result")} }},
	{"tag-value", "of an error", `tag="result"`, func(o *order) []event { return []event{o.charged("DECLINED", true)} }},
	{"tag-type", "of an error", `tag="result"`, func(o *order) []event {
		e := o.charged("BROKEN", true)
		e.tags()["result"] = true
		return []event{e}
	}},
	{"", "a status of another tracer's", "", func(o *order) []event {
		e := o.charged("REFUSED", false)
		unstamp(e)
		o.ordered["error"] = true
		return []event{e}
	}},
	{"unknown-version", "a status of a version that was not given", "", func(o *order) []event { return o.chargedWith("flow_version", "1.9.0") }},
	{"status-mismatch", "a word", `span="rules:charged" tag=""`, func(o *order) []event { return o.chargedWith("error", "yes") }},
	{"otlp: kind-mismatch", "another kind", `warning kind-mismatch span="rules:charged" tag=""`, func(o *order) []event { return o.chargedWith("kind", 2) }},
	{"otlp: kind-mismatch", "left open", `span="rules:charged"`, func(o *order) []event { return o.chargedWith("kind", 0) }},
	{"otlp: kind-mismatch", "not said", `span="rules:charged"`, func(o *order) []event { return o.chargedWith("kind", nil) }},
	{"otlp: kind-mismatch", "none of OTLP's", `span="rules:charged"`, func(o *order) []event { return o.chargedWith("kind", 9) }},
	{"otlp: kind-mismatch", "where the spec says nothing", `span="rules:ordered"`, func(o *order) []event {
		o.ordered["flow"], o.ordered["flow_version"], o.ordered["kind"] = "rules", "1.1.0", 5
		return nil
	}},
	{"duplicate-span", "whose status and kind differ", `span="rules:ordered"`, func(o *order) []event {
		again := o.ordered.copyOf()
		again["error"], again["kind"] = true, 3
		return []event{again}
	}},
	{"", "a kind of another tracer's", "", func(o *order) []event { o.ordered["kind"] = 5; return nil }},
	{"", "left open, where the spec says nothing", "", func(o *order) []event {
		o.ordered["flow"], o.ordered["flow_version"], o.ordered["kind"] = "rules", "1.1.0", 0
		return nil
	}},
	{"invalid-utf8", "half a pair", `span="rules:ordered" tag="items"`, func(o *order) []event {
		o.ordered.tags()["items"] = json.RawMessage(`["\ud800"]`)
		return nil
	}},
	{"unexpected-parent", "", `span="rules:ordered"`, func(o *order) []event { o.ordered["parent_id"] = "00000000000000f1"; return nil }},
	{"missing-link", "", `span="rules:ordered"`, func(o *order) []event { delete(o.ordered, "links"); return nil }},
	{"too-many", "links", `span="rules:ordered"`, func(o *order) []event {
		link := o.ordered["links"].([]any)[0]
		o.ordered["links"] = []any{link, link, link}
		return nil
	}},
	{"too-many", "in two traces below one parent", `span="rules:paid"`, func(o *order) []event {
		again := o.paid.copyOf()
		again["trace_id"], again["span_id"], again["timestamp"] = "0000000000000000000000000000cccc", "00000000000000d3", begin+30
		return []event{again}
	}},
	{"too-few", "below a parent", `span="rules:packed" tag="" service="shop" version="" 1/1`, func(o *order) []event { o.packed = nil; return nil }},
	{"missing-parent", "in another trace", `span="rules:paid"`, func(o *order) []event { o.paid["parent_id"] = "00000000000000f2"; return nil }},
	{"missing-parent", "in a trace that is not named", `span="rules:paid"`, func(o *order) []event {
		o.paid["parent_id"] = "00000000000000f2"
		delete(o.paid, "parent_trace_id")
		return nil
	}},
	{"wrong-parent", "in another trace", `span="rules:paid"`, func(o *order) []event { o.paid["parent_id"] = o.packed["span_id"]; return nil }},
	{"out-of-order", "in another trace", `span="rules:paid"`, func(o *order) []event { o.paid["timestamp"] = begin - 200_000_000; return nil }},
	{"dangling-link", "", `span="rules:ordered"`, func(o *order) []event {
		o.ordered["links"].([]any)[0].(map[string]any)["span_id"] = "00000000000000f3"
		return nil
	}},
}

func TestOtherMutants(t *testing.T) {
	v, err := validator.Compile(validator.Spec{Path: "rules.yaml", Data: []byte(rulesSpec)})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range otherMutants {
		for form, data := range m.forms() {
			t.Run(m.rule+"/"+m.name+"/"+form, func(t *testing.T) {
				want := m.ruleIn(form)
				got := say(validate(t, v, data, validator.Options{Severity: []validator.Severity{seenOnly}}))
				if want == "" {
					if len(got) > 0 {
						t.Errorf("got %s", strings.Join(got, "\n"))
					}
					return
				}
				if len(got) != 1 || !strings.Contains(got[0], want+" ") || !strings.Contains(got[0], m.want) {
					t.Errorf("got %s\nwant %s %s", strings.Join(got, "\n"), want, m.want)
				}
			})
		}
	}
}
