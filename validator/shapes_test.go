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
