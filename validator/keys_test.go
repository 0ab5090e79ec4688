package validator_test

import (
	"strings"
	"testing"

	"github.com/specgen/specgen/validator"
)

const keysSpec = "../testdata/flows/features/keys.yaml"

// placed returns a record of keysSpec, under the names that its tags have on the wire.
func placed() event {
	traceID := "7f9c24e83b1d4c5a9a0f2e6d81c4b7aa"
	return event{
		"trace_id": traceID, "span_id": hash(raw(traceID), "Order Placed\x00", "C1", "\x00"), "name": "Order Placed", "service_name": "shop",
		"timestamp": begin, "duration": 1, "flow": "keys", "flow_version": "1.0.0", "tags": map[string]any{
			"Order ID": "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa", "customerId": "C1", "app-Version": "1", "say \"hi\" \\(x) ${y} `z` */ //": "hi",
			"größe": 3, "注文": "a", "__proto__": "b", "resultCode": "not-found",
		},
	}
}

// TestKeysAreNamesOnTheWire holds tags that were named before there was a spec.
func TestKeysAreNamesOnTheWire(t *testing.T) {
	v := compile(t, keysSpec)
	for _, test := range []struct {
		name, want string
		mutate     func(tags map[string]any)
	}{
		{"conforming", "", func(map[string]any) {}},
		{"missing", `missing-tag span="Order Placed" tag="app-Version"`, func(tags map[string]any) { delete(tags, "app-Version") }},
		{"too short", `tag-value span="Order Placed" tag="say \"hi\" \\(x) ${y} ` + "`z`" + ` */ //"`,
			func(tags map[string]any) { tags["say \"hi\" \\(x) ${y} `z` */ //"] = "h" }},
		{"in another style", `missing-tag span="Order Placed" tag="customerId"`, func(tags map[string]any) {
			tags["customer_id"] = tags["customerId"]
			delete(tags, "customerId")
		}},
	} {
		e := placed()
		test.mutate(e.tags())
		for form, data := range map[string][]byte{"lines": lines([]event{e}), "otlp": asOTLP([]event{e})} {
			got := say(validate(t, v, data, validator.Options{Severity: []validator.Severity{seenOnly}}))
			if test.want == "" && len(got) > 0 || test.want != "" && (len(got) != 1 || !strings.Contains(strings.Replace(got[0], "missing-service-tag", "missing-tag", 1), test.want)) {
				t.Errorf("%s, %s: got %q, want %s", test.name, form, got, test.want)
			}
		}
	}
}
