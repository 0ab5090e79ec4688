package validator_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// TestShapesChangeNothing judges records with what was learned from records before them, and each of them in full: the result is the
// same bytes.
func TestShapesChangeNothing(t *testing.T) {
	all := samples(t)
	for _, m := range mutants { // with resources
		all = append(all, sample{m.rule + ": " + m.name + ", OTLP", compile(t, notificationSpec), asOTLP(m.events())})
	}
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 9))
		var events []event
		for n := range 60 {
			for _, e := range newNotification(n).all() {
				for range random.IntN(4) {
					disfigure(e, random)
				}
				events = append(events, e)
			}
		}
		for form, data := range forms(events) {
			all = append(all, sample{fmt.Sprint("disfigured ", seed, ", ", form), compile(t, notificationSpec), data})
		}
		orders := compileText(t, rulesSpec)
		all = append(all, sample{fmt.Sprint("disfigured orders ", seed), orders, lines(disfiguredOrders(random))})
	}
	off := []validator.Severity{{Rule: "unknown-service", Is: trace.Off}, {Rule: "undeclared-tag", Is: trace.Off}, {Rule: "missing-tag", Is: trace.Off}, {Rule: "tag-type", Is: trace.Off}, {Rule: "tag-value", Is: trace.Off}}
	perLine := strings.NewReplacer(`,"`, ",\n\"") // so that a difference is short
	for _, s := range all {
		for _, opts := range []validator.Options{{Examples: 1000}, {Severity: off}} {
			got := inJSON(t)(s.v.Validate(t.Context(), s.name, s.data, opts))
			if want := inJSON(t)(s.v.ValidateInFull(t.Context(), s.name, s.data, opts)); got != want {
				t.Fatalf("%s: %s", s.name, firstDifference(perLine.Replace(got), perLine.Replace(want)))
			}
		}
	}
}

// TestRecordsOfKnownShapesBreakRules has records that break a rule behind others of the same shape that break none: what is not needed for a
// shape is needed for none of its records.
func TestRecordsOfKnownShapesBreakRules(t *testing.T) {
	notifications := func(change func(first, second *notification)) []byte {
		first, second := newNotification(0), newNotification(4)
		change(first, second)
		return lines(append(first.all(), second.all()...))
	}
	const order = "0af7651916cd43dd8448eb211c80319c" // as 32 hex digits, an id is its own trace id
	sent := func(n int, id string) event {
		return event{
			"trace_id": fmt.Sprintf("%032x", n), "span_id": fmt.Sprintf("%016x", n), "name": "shop:sent", "service_name": "shop", "timestamp": begin, "duration": 1,
			"tags": map[string]any{"order_id": id}, "flow": "shop", "flow_version": "1.0.0", "parent_id": "000000000000000a", "parent_trace_id": order,
		}
	}
	red, blue := newOrder(), newOrder()
	red.ordered.tags()["colour"], blue.ordered.tags()["colour"], blue.ordered["span_id"] = "red", "blue", "00000000000000aa"
	for _, test := range []struct {
		rule string
		v    *validator.Validator
		data []byte
	}{
		{"deprecated-tag", compileText(t, rulesSpec), lines([]event{red.ordered, blue.ordered})},
		{"link-id-mismatch", compileText(t, parentIDSpec), lines([]event{sent(1, order), sent(2, "1af7651916cd43dd8448eb211c80319c")})},
		{"derived-id-mismatch", compile(t, notificationSpec), notifications(func(_, second *notification) { second.read["span_id"] = "00000000000000aa" })},
		{"trace-id-mismatch", compile(t, notificationSpec), notifications(func(first, second *notification) {
			id := first.trigger.tags()["notification_id"]
			first.sent.tags()["notification_id"], second.sent.tags()["notification_id"] = id, id
		})},
	} {
		got := say(validate(t, test.v, test.data, validator.Options{}))
		got = slices.DeleteFunc(got, func(finding string) bool { return !strings.Contains(finding, test.rule) })
		if len(got) != 1 || !strings.HasSuffix(got[0], " 1/1") {
			t.Errorf("%s: got %q, want one record", test.rule, got)
		}
	}
}

// oddValues are values of every type and at every edge.
var oddValues = []any{
	"", "U024BE7LH", "bob", "ios", "web", "DM", "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa", strings.Repeat("C", 200), "a\x00b", "24.11.0", 0, 1, -1,
	int64(math.MaxInt64), 1.0, 0.5, true, false, nil, []any{}, []any{"U1"}, []any{1, "a"}, map[string]any{"a": 1}, "red", "blue", "REFUSED", "FINE", "cut off",
}

// oddKeys are keys of tags of the flows, and others.
var oddKeys = []string{
	"user_id", "team_id", "userId", "channel_id", "platform", "apns_id", "fcm_message_id", "socket_id", "notification_id", "badge_count", "app_version",
	"os_version", "device_id", "thread.id", "code.line", "", "service.version", "nobody", "number", "amount", "items", "paid", "colour", "old", "result", "line",
}

// disfigure changes something about a record.
func disfigure(e event, random *rand.Rand) {
	tags := e.tags()
	key, value := oddKeys[random.IntN(len(oddKeys))], oddValues[random.IntN(len(oddValues))]
	switch random.IntN(14) {
	case 0, 1:
		tags[key] = value
	case 2, 3:
		for own := range tags {
			if random.IntN(3) == 0 {
				tags[own] = value
			}
		}
	case 4:
		delete(tags, key)
	case 5:
		tags["thread.name"] = "main"
	case 6:
		e["kind"] = random.IntN(7)
	case 7:
		e["error"] = random.IntN(2) == 0
	case 8:
		e["duration"] = []any{0, 1, 2, -5, 100_000_000}[random.IntN(5)]
	case 9:
		e["timestamp"] = []any{0, begin, begin + 5, "never", int64(math.MaxInt64)}[random.IntN(5)]
	case 10:
		e["service_name"] = []string{"webapp", "iOS", "Web", "nobody", ""}[random.IntN(5)]
	case 11:
		e["flow_version"] = []string{"1.0.0", "", "0.9.0", "9.9.9", "latest"}[random.IntN(5)]
	case 12:
		for _, id := range []string{"span_id", "parent_id", "trace_id"} {
			if random.IntN(4) == 0 {
				e[id] = []any{"", "0000000000000000", "00000000000000ab", "x", nil}[random.IntN(5)]
			}
		}
	case 13:
		e["name"] = []string{"notification:sent", "notification:opened", "notification:nothing", "rules:ordered"}[random.IntN(4)]
	}
}

// disfiguredOrders returns records of orders with changes.
func disfiguredOrders(random *rand.Rand) []event {
	var out []event
	for n := range 60 {
		o := newOrder()
		charged := o.charged("FINE", random.IntN(2) == 0)
		list := append([]event{o.ordered, o.packed, o.paid}, slices.Concat([]event{charged}, o.tried(begin+40))...)
		for _, e := range list {
			e["trace_id"] = fmt.Sprintf("%032x", n+1)
			for range random.IntN(3) {
				disfigure(e, random)
			}
		}
		out = append(out, list...)
	}
	return out
}
