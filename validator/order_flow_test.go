package validator_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/specgen/specgen/validator"
)

const orderSpec = "../testdata/flows/order.yaml"

// bought is the records of one order of the order flow as its clients emit them.
type bought struct {
	opened, placed, declined, authorized, shipped, delivered event
	more                                                     []event
}

// newBought returns the records of the first case of the order flow's vectors, with their kinds.
func newBought(t *testing.T) *bought {
	t.Helper()
	data, err := os.ReadFile("../testdata/vectors/order-calls.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct{ Expect struct{ Spans []event } }
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.UseNumber()
	if err := decoder.Decode(&cases); err != nil {
		t.Fatal(err)
	}
	spans := cases[0].Expect.Spans
	if len(spans) != 6 {
		t.Fatalf("the first case has %d spans", len(spans))
	}
	for _, e := range spans {
		e["kind"] = map[any]int{"order:placed": 2, "order:payment attempt": 3, "order:parcel shipped": 4}[e["name"]]
	}
	return &bought{opened: spans[0], placed: spans[1], declined: spans[2], authorized: spans[3], shipped: spans[4], delivered: spans[5]}
}

// below adds a record whose id derives from its parent. It is like another one of its service, with other tags.
func (b *bought) below(name string, like, parent event, tags map[string]any) event {
	e := like.copyOf()
	e["name"], e["tags"], e["kind"], e["duration"] = name, tags, 1, 1
	for _, member := range []string{"error", "links", "parent_trace_id"} {
		delete(e, member)
	}
	e["parent_id"] = parent["span_id"]
	if parent["trace_id"] != e["trace_id"] {
		e["parent_trace_id"] = parent["trace_id"]
	}
	e["span_id"] = hash(raw(e["trace_id"].(string)), name+"\x00", raw(parent["span_id"].(string)), "\x00")
	b.more = append(b.more, e)
	return e
}

func (b *bought) returned(parent event) event {
	return b.below("order:parcel returned", b.shipped, parent, map[string]any{"parcelId": b.shipped.tags()["parcelId"], "returnReason": "damaged"})
}

func (b *bought) refunded(parent event) event {
	return b.below("order:refunded", b.authorized, parent, map[string]any{
		"region": "eu-west-1", "orderId": b.placed.tags()["orderId"], "amountEUR": 9.5,
	})
}

// later moves the end of the input: visits are not judged by when they were.
func (b *bought) later(days int) {
	for i := range 3 {
		e := b.opened.copyOf()
		visit := fmt.Sprintf("00000000-0000-4000-8000-%012d", i)
		id := strings.ReplaceAll(visit, "-", "")
		e["trace_id"], e["tags"] = id, map[string]any{"appVersion": "8.2.0", "visitId": visit}
		e["span_id"] = hash(raw(id), "order:checkout opened\x00")
		e["timestamp"] = 1_712_345_678_000_000 + int64(days)*(24*time.Hour).Microseconds()
		b.more = append(b.more, e)
	}
}

func (b *bought) all() []event {
	list := append([]event{b.opened, b.placed, b.declined, b.authorized, b.shipped, b.delivered}, b.more...)
	return slices.DeleteFunc(list, func(e event) bool { return e == nil })
}

// boughtMutants are mistakes in an order, with the findings that they are, in both formats or, after "otlp: ", in one.
var boughtMutants = []struct {
	name   string
	mutate func(b *bought)
	want   []string // rule, span, tag and expected
}{
	{"conforming", func(b *bought) {}, nil},
	{"returned and refunded", func(b *bought) { b.refunded(b.returned(b.delivered)) }, nil},
	{"refunded below the payment", func(b *bought) { b.refunded(b.authorized) }, nil},
	{"refunded as a favour", func(b *bought) { delete(b.refunded(b.authorized), "parent_id") }, nil},
	{"a visit that was not kept", func(b *bought) { b.opened = nil }, nil},
	{"an order by phone", func(b *bought) {
		b.opened = nil
		delete(b.placed, "parent_id")
		delete(b.placed, "parent_trace_id")
	}, nil},

	{"refunded below what was delivered", func(b *bought) { b.refunded(b.delivered) },
		[]string{`wrong-parent|order:refunded||"order:payment attempt" or "order:parcel returned", or none`}},
	{"returned below the order", func(b *bought) { b.returned(b.placed) },
		[]string{`wrong-parent|order:parcel returned||"order:parcel shipped" or "order:parcel delivered" in the same trace`}},
	{"a payment below none", func(b *bought) { delete(b.authorized, "parent_id") },
		[]string{`unexpected-root|order:payment attempt||order:placed or order:payment attempt`}},
	{"a payment below one that is lost", func(b *bought) { b.declined = nil; b.shipped["links"] = b.shipped["links"].([]any)[1:] },
		[]string{`missing-parent|order:payment attempt||order:placed or order:payment attempt`}},
	{"refunded below what is lost", func(b *bought) { b.refunded(b.returned(b.delivered)); b.more = b.more[1:] },
		[]string{`missing-parent|order:refunded||order:payment attempt or order:parcel returned`}},
	{"returned twice", func(b *bought) {
		b.returned(b.delivered)
		again := b.returned(b.delivered)
		again["span_id"], again["timestamp"] = "00000000000000e1", 1_712_345_679_000_000
		unstamp(again)
	}, []string{`too-many|order:parcel returned||at most one for each parent`}},
	{"returned from the door and from the way", func(b *bought) { b.returned(b.delivered); b.returned(b.shipped) }, nil},

	{"declined without an error", func(b *bought) { delete(b.declined, "error") }, []string{`status-mismatch|order:payment attempt|result|error`}},
	{"authorized with an error", func(b *bought) { b.authorized["error"] = true },
		[]string{`status-mismatch|order:payment attempt||no error but with result DECLINED or ERROR`}},
	{"of another kind", func(b *bought) { b.shipped["kind"] = 3 }, []string{`otlp: kind-mismatch|order:parcel shipped||producer`}},
	{"of a kind where the spec has none", func(b *bought) { b.delivered["kind"] = 5 }, []string{`otlp: kind-mismatch|order:parcel delivered||internal`}},
	{"nothing in the parcel", func(b *bought) { b.shipped.tags()["skus"] = []any{} }, []string{`tag-value|order:parcel shipped|skus|at least 1 item`}},

	{"not delivered, but there is time", func(b *bought) { b.delivered = nil; b.later(29) }, nil},
	{"not delivered", func(b *bought) { b.delivered = nil; b.later(31) },
		[]string{`missing-outcome|order:parcel shipped||"order:parcel delivered" or "order:parcel returned" within 30d`}},
	{"not delivered, but returned", func(b *bought) { b.delivered = nil; b.returned(b.shipped); b.later(31) }, nil},
}

func TestOrderFlow(t *testing.T) {
	v := compile(t, orderSpec)
	for _, m := range boughtMutants {
		b := newBought(t)
		m.mutate(b)
		for form, data := range forms(b.all()) {
			var want, got []string
			for _, w := range m.want {
				if in, rest, ok := strings.Cut(w, ": "); !ok {
					want = append(want, w)
				} else if in == form || in == "otlp" && form != "lines" {
					want = append(want, rest)
				}
			}
			for _, f := range validate(t, v, data, validator.Options{Severity: []validator.Severity{seenOnly}}).Findings {
				got = append(got, f.Rule+"|"+f.Span+"|"+f.Tag+"|"+f.Examples[0].Expected)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s, %s: got\n%s\nwant\n%s", m.name, form, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	}
}
