package validator_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/validator"
)

// outcomesSpec says what has to follow: below a record in its own trace, at any depth, and as its child in another trace.
const outcomesSpec = `specgen: v1
flow: parcels
version: 1.0.0
brief: Parcels that arrive, or not.
owners: [tests]
namespace: "parcels:"
traces:
  order: { brief: An order., sampling: 100% }
  payment: { brief: A payment., sampling: 100% }
  visit: { brief: A visit., sampling: 10% }
services:
  shop: { brief: It sells. }
tags:
  note: { brief: A note., type: string }
spans:
  "parcels:placed":
    brief: A root.
    trace: order
    services: [shop]
    parent: none
    followed_by: { any_of: ["parcels:paid", "parcels:cancelled"], within: 1h }
  "parcels:paid": { brief: In a trace of its own., trace: payment, services: [shop], parent: "parcels:placed" }
  "parcels:cancelled": { brief: It ends., trace: order, services: [shop], parent: "parcels:placed" }
  "parcels:shipped":
    brief: It is on its way.
    trace: order
    services: [shop]
    parent: "parcels:placed"
    followed_by:
      - { any_of: ["parcels:delivered", "parcels:returned"], within: 30d }
      - { any_of: ["parcels:handed over"], within: 2d }
    tags: { note: optional }
  "parcels:handed over": { brief: To who carries it., trace: order, services: [shop], parent: "parcels:shipped" }
  "parcels:delivered": { brief: It arrives., trace: order, services: [shop], parent: "parcels:handed over" }
  "parcels:returned": { brief: It comes back., trace: order, services: [shop], parent: "parcels:shipped" }
  "parcels:looked":
    brief: Never judged.
    trace: visit
    services: [shop]
    parent: none
    followed_by: { any_of: ["parcels:asked"], within: 1ms }
  "parcels:asked": { brief: Never judged either., trace: visit, services: [shop], parent: "parcels:looked" }
  "parcels:counted": { brief: Something else., trace: order, services: [shop], parent: none }
`

// parcel is the records of one order, which no generated client emitted, and when the input ends.
type parcel struct {
	placed, paid, shipped, handedOver, delivered, looked event
	more                                                 []event
	end                                                  time.Duration // after begin
}

const day = 24 * time.Hour

func newParcel() *parcel {
	p := &parcel{end: 31 * day}
	p.placed = p.record("placed", 1, 1, 0, 0)
	p.paid = p.record("paid", 2, 2, 1, time.Minute)
	p.paid["parent_trace_id"] = p.placed["trace_id"]
	p.shipped = p.record("shipped", 1, 3, 1, 2*time.Minute)
	p.handedOver = p.record("handed over", 1, 4, 3, 3*time.Minute)
	p.delivered = p.record("delivered", 1, 5, 4, 20*time.Minute)
	p.looked = p.record("looked", 7, 7, 0, 0)
	return p
}

// record returns a record; parent is a span id, or 0.
func (p *parcel) record(name string, traceID, spanID, parent int, after time.Duration) event {
	e := event{
		"trace_id": fmt.Sprintf("%032x", traceID), "span_id": fmt.Sprintf("%016x", spanID), "name": "parcels:" + name, "service_name": "shop",
		"timestamp": begin + after.Microseconds(), "duration": 1, "tags": map[string]any{},
	}
	if parent != 0 {
		e["parent_id"] = fmt.Sprintf("%016x", parent)
	}
	return e
}

// all returns the records, the last of which end when the input does.
func (p *parcel) all() []event {
	out := []event{p.placed, p.paid, p.shipped, p.handedOver, p.delivered, p.looked}
	for i := range 3 { // one alone would be taken for a clock that is ahead
		out = append(out, p.record("counted", 100+i, 100+i, 0, p.end-time.Microsecond))
	}
	return slices.DeleteFunc(append(out, p.more...), func(e event) bool { return e == nil })
}

// outcomeMutants are records that lack what has to follow or, without want, that do not.
var outcomeMutants = []struct {
	name, want string
	mutate     func(p *parcel)
}{
	{"conforming", "", func(p *parcel) {}},
	{"returned, one below", "", func(p *parcel) {
		p.delivered = nil
		p.more = append(p.more, p.record("returned", 1, 5, 3, 25*day))
	}},
	{"late, which within of the follower is for", "", func(p *parcel) { p.delivered["timestamp"] = begin + (30*day + 12*time.Hour).Microseconds() }},
	{"neither delivered nor returned", `span="parcels:shipped" tag="" service="shop" version="" 1/1`, func(p *parcel) { p.delivered = nil }},
	{"nothing follows", `span="parcels:shipped" tag="" service="shop" version="" 1/1`, func(p *parcel) { p.handedOver, p.delivered = nil, nil }},
	{"not paid", `span="parcels:placed" tag="" service="shop" version="" 1/1`, func(p *parcel) { p.paid = nil }},
	{"not paid, but cancelled", "", func(p *parcel) {
		p.paid = nil
		p.more = append(p.more, p.record("cancelled", 1, 6, 1, time.Minute))
	}},
	{"paid by a record that does not name the order's trace", "", func(p *parcel) { delete(p.paid, "parent_trace_id") }},
	{"the payment of another order", `span="parcels:placed" tag="" service="shop" version="" 1/1`, func(p *parcel) {
		other := p.record("placed", 8, 8, 0, 0)
		p.paid["parent_trace_id"], p.paid["parent_id"] = other["trace_id"], other["span_id"]
		p.more = append(p.more, other)
	}},
	{"the payment of another order, its trace not named", `span="parcels:placed" tag="" service="shop" version="" 1/1`, func(p *parcel) {
		other := p.record("placed", 8, 8, 0, 0)
		p.paid["parent_id"] = other["span_id"]
		delete(p.paid, "parent_trace_id")
		p.more = append(p.more, other)
	}},
	{"of two, one was delivered", `span="parcels:shipped" tag="" service="shop" version="" 1/1`, func(p *parcel) {
		p.more = append(p.more, p.record("shipped", 1, 6, 1, 2*time.Minute), p.record("handed over", 1, 8, 6, 3*time.Minute))
	}},
	{"at the very end of the time", "", func(p *parcel) { p.delivered, p.end = nil, 30*day+2*time.Minute }},
	{"just behind it", `span="parcels:shipped" tag="" service="shop" version="" 1/1`,
		func(p *parcel) { p.delivered, p.end = nil, 30*day+2*time.Minute+time.Microsecond }},
	{"before the time of one condition, behind that of the other", `span="parcels:shipped" tag="" service="shop" version="" 1/1`,
		func(p *parcel) { p.handedOver, p.delivered, p.end = nil, nil, 3*day }},
	{"a copy of what was delivered", `other: duplicate-span`, func(p *parcel) { p.more = append(p.more, p.shipped.copyOf()) }},
	{"a copy of what was not", `span="parcels:shipped" tag="" service="shop" version="" 1/1 and duplicate-span`, func(p *parcel) {
		p.delivered = nil
		p.more = append(p.more, p.shipped.copyOf())
	}},
	{"delivered below the wrong record", `other: wrong-parent`, func(p *parcel) { p.delivered["parent_id"] = p.placed["span_id"] }},
	{"delivered below nothing", `other: missing-parent`, func(p *parcel) { p.delivered["parent_id"] = "00000000000000f1" }},
	{"delivered without a parent", `other: unexpected-root`, func(p *parcel) { delete(p.delivered, "parent_id") }},
	{"paid below the wrong record", `other: wrong-parent`, func(p *parcel) { p.paid["parent_id"] = p.shipped["span_id"] }},
	{"a time that is none", `other: invalid-time`, func(p *parcel) { p.shipped["timestamp"], p.delivered = 1_772_442_000, nil }},
	{"on a cycle", `other: cycle`, func(p *parcel) { p.shipped["parent_id"], p.delivered = p.handedOver["span_id"], nil }},
}

func TestMissingOutcome(t *testing.T) {
	v := compileText(t, outcomesSpec)
	for _, m := range outcomeMutants {
		p := newParcel()
		m.mutate(p)
		events := p.all()
		for form, data := range formsOf("missing-outcome", m.name, events) {
			got := say(validate(t, v, data, validator.Options{Severity: []validator.Severity{seenOnly}}))
			if !asWanted(got, m.want) {
				t.Errorf("%s, %s: got\n%s\nwant %s", m.name, form, strings.Join(got, "\n"), m.want)
			}
		}
	}
}

// asWanted holds findings to what a mutant says: a missing-outcome, another rule, both, or none.
func asWanted(got []string, want string) bool {
	if rule, ok := strings.CutPrefix(want, "other: "); ok {
		return len(got) == 1 && strings.Contains(got[0], " "+rule+" ")
	}
	want, also, both := strings.Cut(want, " and ")
	switch {
	case want == "":
		return len(got) == 0
	case both:
		return len(got) == 2 && strings.Contains(got[0], " missing-outcome "+want) && strings.Contains(got[1], " "+also+" ")
	}
	return len(got) == 1 && strings.Contains(got[0], "error missing-outcome "+want)
}

func TestMissingOutcomeIsAskedOnlyOfWhatIsComplete(t *testing.T) {
	v := compileText(t, outcomesSpec)
	p := newParcel()
	p.delivered, p.paid = nil, nil
	p.end = 40 * day
	data := lines(p.all())
	for _, test := range []struct {
		name string
		opts validator.Options
		want int
	}{
		{"complete", validator.Options{}, 2},
		{"incomplete", validator.Options{Incomplete: true}, 0},
		{"settled by nine days", validator.Options{Settle: 9 * day}, 2},
		{"the time of one ended within what may still come", validator.Options{Settle: 11 * day}, 1},
		{"held open", validator.Options{Settle: 41 * day}, 0},
	} {
		test.opts.Severity = []validator.Severity{seenOnly}
		if got := say(validate(t, v, data, test.opts)); len(got) != test.want {
			t.Errorf("%s: %q", test.name, got)
		}
	}
	if got := onlyDoubts(validate(t, v, data[:len(data)-2], validator.Options{Severity: []validator.Severity{seenOnly}})); got != "" {
		t.Errorf("cut off: %s", got)
	}
}

// TestMissingOutcomeSays holds the words of a finding: only what is missing is expected.
func TestMissingOutcomeSays(t *testing.T) {
	v := compileText(t, outcomesSpec)
	p := newParcel()
	p.handedOver, p.delivered = nil, nil
	result := validate(t, v, lines(p.all()), validator.Options{Severity: []validator.Severity{seenOnly}})
	f := result.Findings[0]
	got := fmt.Sprintf("%s|%s|%s|%d:%d", f.Message, f.Examples[0].Actual, f.Examples[0].Expected, f.Spec.Line, f.Spec.Column)
	want := `"parcels:shipped" was not followed by "parcels:delivered" or "parcels:returned", nor by "parcels:handed over"|none|` +
		`"parcels:delivered" or "parcels:returned" within 30d, and "parcels:handed over" within 2d|30:20`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestOutcomesOfAVersion has a record that is stamped with a version that asked for nothing.
func TestOutcomesOfAVersion(t *testing.T) {
	released := strings.Replace(outcomesSpec, "1.0.0", "0.9.0", 1)
	from, to := strings.Index(released, "    followed_by:\n"), strings.Index(released, "    tags: { note")
	released = released[:from] + released[to:]
	v, err := validator.Compile(validator.Spec{Path: "spec.yaml", Data: []byte(outcomesSpec)}, validator.Spec{Path: "old.yaml", Data: []byte(released)})
	if err != nil {
		t.Fatal(err)
	}
	for version, want := range map[string]int{"0.9.0": 0, "1.0.0": 1} {
		p := newParcel()
		p.delivered = nil
		p.shipped["flow"], p.shipped["flow_version"] = "parcels", version
		if got := say(validate(t, v, lines(p.all()), validator.Options{Severity: []validator.Severity{seenOnly}})); len(got) != want {
			t.Errorf("%s: %q", version, got)
		}
	}
}

// TestOutcomesDoNotDependOnTheOrder reads the records in many orders, and with little memory.
func TestOutcomesDoNotDependOnTheOrder(t *testing.T) {
	v := compileText(t, outcomesSpec)
	random := rand.New(rand.NewPCG(3, 4))
	for _, m := range outcomeMutants {
		p := newParcel()
		m.mutate(p)
		events := p.all()
		want := strings.Join(say(validate(t, v, lines(events), validator.Options{})), "\n")
		for range 6 {
			random.Shuffle(len(events), func(i, k int) { events[i], events[k] = events[k], events[i] })
			result, err := v.Validate(t.Context(), "input", lines(events), validator.Options{Memory: 1024})
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(say(result), "\n"); got != want {
				t.Errorf("%s: in another order\n%s\nwant\n%s", m.name, got, want)
			}
		}
	}
}

// TestManyConditions has more conditions on one span than a machine word has bits, in its trace and in another one.
func TestManyConditions(t *testing.T) {
	const many = 140
	var conditions, spans strings.Builder
	for i := range many {
		fmt.Fprintf(&conditions, "      - { any_of: [\"parcels:step %d\"], within: 1h }\n", i)
		fmt.Fprintf(&spans, "  \"parcels:step %d\": { brief: One., trace: %s, services: [shop], parent: \"parcels:root\" }\n", i, []string{"order", "payment"}[i%2])
	}
	head, _, _ := strings.Cut(outcomesSpec, "spans:\n")
	v := compileText(t, head+"spans:\n  \"parcels:root\":\n    brief: A root.\n    trace: order\n    services: [shop]\n    parent: none\n    tags: { note: optional }\n"+
		"    followed_by:\n"+conditions.String()+spans.String()+"  \"parcels:counted\": { brief: Something else., trace: visit, services: [shop], parent: none }\n")
	for _, lost := range [][]int{nil, {63}, {64}, {65}, {2, 66, 139}, {100}, {138}} {
		p := &parcel{end: day}
		p.placed = p.record("root", 1, 1, 0, 0)
		for i := range many {
			if slices.Contains(lost, i) {
				continue
			}
			step := p.record(fmt.Sprintf("step %d", i), 1+i%2, 10+i, 1, time.Minute)
			if i%2 == 1 {
				step["parent_trace_id"] = p.placed["trace_id"]
			}
			p.more = append(p.more, step)
		}
		var want []string
		for _, i := range lost {
			want = append(want, fmt.Sprintf("%q within 1h", fmt.Sprintf("parcels:step %d", i)))
		}
		got := ""
		for _, f := range validate(t, v, lines(p.all()), validator.Options{Severity: []validator.Severity{seenOnly}}).Findings {
			got += f.Rule + ": " + f.Examples[0].Expected
		}
		if len(lost) > 0 && got != "missing-outcome: "+strings.Join(want, ", and ") || len(lost) == 0 && got != "" {
			t.Errorf("without %v: got %q", lost, got)
		}
	}
}
