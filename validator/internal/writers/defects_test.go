package writers

import (
	"strings"
	"testing"
)

const (
	ids   = `"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331",`
	times = `"startTimeUnixNano":"1772442000000000000","endTimeUnixNano":"1772442000000001000",`
	event = `"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331",`
	began = `"timestamp":1772442000000000,"duration":1,`
)

// span is a request with one span.
func span(members string) string {
	return `{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s"}}]},"scopeSpans":[{"scope":{},"spans":[{` +
		members + `}]}]}]}`
}

// defects are records with mistakes, and what of them stands in the output.
var defects = []struct{ name, in, otlp, event string }{
	{"a short trace id", span(`"traceId":"abc","spanId":"b7ad6b7169203331",` + times + `"name":"n"`),
		`{"traceId":"abc","spanId":"b7ad6b7169203331",`, `{"trace_id":"abc","span_id":"b7ad6b7169203331",`},
	{"no trace id", span(`"spanId":"b7ad6b7169203331",` + times + `"name":"n"`), `{"spanId":"b7ad6b7169203331",`, `{"trace_id":"","span_id":`},
	{"no ids", span(times + `"name":"n"`), `[{"name":"n",`, `{"trace_id":"","name":"n"`},
	{"bad ids", span(`"traceId":"abc","spanId":"xyz",` + times + `"name":"n"`), `{"traceId":"abc","name"`, `{"trace_id":"abc","name"`},
	{"a bad parent", span(ids + `"parentSpanId":"-",` + times + `"name":"n"`), `"parentSpanId":"-",`, `"parent_id":"-",`},
	{"a bad parent besides a bad trace id", span(`"traceId":"abc","spanId":"b7ad6b7169203331","parentSpanId":"-",` + times + `"name":"n"`),
		`"parentSpanId":"?",`, `"parent_id":"?",`},
	{"a bad trace id of a parent", `{` + event + `"parent_id":"b7ad6b7169203300","parent_trace_id":"abc",` + began + `"name":"n"}`,
		`"parentSpanId":"abc","name":"n","startTimeUnixNano":"1772442000000000000","endTimeUnixNano":"1772442000000001000",` +
			`"links":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203300","attributes":`,
		`"parent_id":"b7ad6b7169203300","parent_trace_id":"abc",`},
	{"a bad link", span(ids + times + `"links":[{"traceId":"0AF7651916cd43dd8448eb211c8031ff","spanId":"b7ad6b7169203300"},{"traceId":"no"}]`),
		`"links":[{"traceId":"0af7651916cd43dd8448eb211c8031ff","spanId":"b7ad6b7169203300"},{"traceId":"no"}]`,
		`"links":[{"trace_id":"0af7651916cd43dd8448eb211c8031ff","span_id":"b7ad6b7169203300"},{"trace_id":"no"}]`},
	{"a start that is no time", span(ids + `"startTimeUnixNano":"noon","endTimeUnixNano":"1772442000000001000"`),
		`"startTimeUnixNano":"noon","endTimeUnixNano":"1772442000000001000"`, `"timestamp":"noon"}`},
	{"a start in nanoseconds", `{` + event + `"timestamp":1772442000000000000,"duration":1}`,
		`"startTimeUnixNano":"1772442000000000000000"}`, `"timestamp":1772442000000000000}`},
	{"an end that is no time", span(ids + `"startTimeUnixNano":"1772442000000000999","endTimeUnixNano":true`),
		`"endTimeUnixNano":"true"`, `"timestamp":1772442000000000,"duration":"true"}`},
	{"a duration that is too long", `{` + event + `"timestamp":1772442000000000,"duration":9223372036854775}`,
		`"startTimeUnixNano":"1772442000000000000"}`, `"duration":9223372036854775}`},
	{"an end before the start", span(ids + `"startTimeUnixNano":"1772442000000000999","endTimeUnixNano":"1772442000000000998"`),
		`"endTimeUnixNano":"1772442000000000998"`, `"timestamp":1772442000000000,"duration":-1}`},
	{"a kind that is none", span(ids + times + `"kind":9`), `"kind":9`, `"duration":1}`},
	{"the name of no kind", span(ids + times + `"kind":"SERVER"`), `"kind":"SERVER"`, `"duration":1}`},
	{"a status code that is none", span(ids + times + `"status":{"code":7,"message":"m"}`), `"status":{"code":7,"message":"m"}`, `"error":7}`},
	{"a status that is none", span(ids + times + `"status":2`), `"status":2`, `"error":2}`},
	{"an error that is no bool", `{` + event + began + `"error":"yes"}`, `"status":{"code":"\"yes\""}`, `"error":"yes"}`},
	{"a number as an error", `{` + event + began + `"error":2}`, `"status":2`, `"error":2}`},
	{"half of a surrogate pair in a name", span(ids + times + `"name":"\ufffda\ud800b"`), `"name":"\udfffa�b"`, `"name":"\udfffa�b"`},
	{"bytes in a tag", span(ids + times + "\"name\":\"\ufffd\",\"attributes\":[{\"key\":\"a\",\"value\":{\"stringValue\":\"x\xffy\"}}]"),
		`"name":"�","kind":1,"startTimeUnixNano":"1772442000000000000","endTimeUnixNano":"1772442000000001000","attributes":[{"key":"a","value":{"stringValue":"x\udfffy"}}]`,
		`"tags":{"a":"x\udfffy"}`},
	{"values that are none", span(ids + times + `"attributes":[{"key":"a","value":{"intValue":"1.5"}},{"key":"b","value":{"boolValue":"1"}},` +
		`{"key":"c","value":{"stringValue":3}},{"key":"d","value":{"stringValue":true}},{"key":"e","value":{}}]`),
		`[{"key":"a","value":{"intValue":"1.5"}},{"key":"b","value":{"boolValue":"1"}},{"key":"c","value":{"stringValue":3}},` +
			`{"key":"d","value":{"stringValue":true}},{"key":"e","value":{}}]`,
		`"tags":{"a":"1.5","b":"1","c":3,"d":true,"e":null}`},
}

// TestDefects sees what becomes of mistakes.
func TestDefects(t *testing.T) {
	for _, c := range defects {
		for to, want := range map[string]string{"otlp-json": c.otlp, "spanevent": c.event} {
			out, broken := converted(t, to, []byte(c.in))
			if !strings.Contains(string(out), want) || broken > 0 {
				t.Errorf("%s: %s, without %s", c.name, out, want)
			}
			before, from := read(t, []byte(c.in), common)
			after, _ := read(t, out, common)
			if from.Format == to && after.records[0] != before.records[0] {
				t.Errorf("%s:\n%s\nwas\n%s", c.name, after.records[0], before.records[0])
			}
		}
	}
}

// TestValues sees how values are written.
func TestValues(t *testing.T) {
	in := `{` + event + began + `"tags":{"d":3.0,"n":-0.0,"i":-9223372036854775808,"s":"\u0001\"\\\n/é` + "\u2028" + `","l":[1,"a",[true,null]],"m":` +
		"{\"a\":1,\n\"b\":{\"c\":[1.5,null,\"x\"]},\"e\":{}}}}"
	otlp, _ := converted(t, "otlp-json", []byte(in))
	for _, want := range []string{
		`{"doubleValue":3.0}`, `{"doubleValue":-0.0}`, `{"intValue":"-9223372036854775808"}`, `{"stringValue":"\u0001\"\\\n/é` + "\u2028" + `"}`,
		`{"arrayValue":{"values":[{"intValue":"1"},{"stringValue":"a"},{"arrayValue":{"values":[{"boolValue":true},{}]}}]}}`,
		`{"kvlistValue":{"values":[{"key":"a","value":{"intValue":"1"}},{"key":"b","value":{"kvlistValue":{"values":[{"key":"c","value":` +
			`{"arrayValue":{"values":[{"doubleValue":1.5},{},{"stringValue":"x"}]}}}]}}},{"key":"e","value":{"kvlistValue":{"values":[]}}}]}}`,
	} {
		if !strings.Contains(string(otlp), want) {
			t.Errorf("%s\nlacks %s", otlp, want)
		}
	}
	back, _ := converted(t, "spanevent", otlp)
	if want := strings.ReplaceAll(in, "\n", "") + "\n"; string(back) != want {
		t.Errorf("%s, want %s", back, want)
	}
}

// TestDeepMaps sees that a map which nests deeper than readers follow a KeyValueList is a text from there on.
func TestDeepMaps(t *testing.T) {
	in := `{` + event + began + `"tags":{"m":` + strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40) + `}}`
	out, _ := converted(t, "otlp-json", []byte(in))
	if k, _ := read(t, out, common); len(k.records) != 1 || len(k.broken) > 0 || !strings.Contains(string(out), `{"stringValue":"{\"a\":`) {
		t.Errorf("%+v\n%s", k, out)
	}
}

// TestRequests sees how records are put into requests.
func TestRequests(t *testing.T) {
	line := func(flow, service string) string {
		return `{` + event + began + `"flow":"` + flow + `","service_name":"` + service + `"}` + "\n"
	}
	for in, want := range map[string]int{
		strings.Repeat(line("f", "s"), 512):                                                   1,
		strings.Repeat(line("f", "s"), 513):                                                   2,
		line("f", "s") + line("g", "s") + line("g", "t"):                                      3,
		line("f", "s") + `{"trace_id":"x"}` + line("f", "s"):                                  3,
		strings.Repeat(line("f", strings.Repeat("s", 100)), 30):                               1,
		strings.Repeat(`{`+event+began+`"tags":{"a":"`+strings.Repeat("x", 300<<10)+`"}}`, 8): 2,
	} {
		out, _ := converted(t, "otlp-json", []byte(in))
		if got := strings.Count(string(out), "\n"); got != want {
			t.Errorf("%d requests, want %d: %.300s", got, want, in)
		}
	}
}

// TestBothHaveATag sees that of a tag on the resource and on the span only the span's is left.
func TestBothHaveATag(t *testing.T) {
	in := strings.Replace(span(ids+times+`"attributes":[{"key":"a","value":{"intValue":"2"}}]`), `{"attributes":[`,
		`{"attributes":[{"key":"a","value":{"intValue":"1"}},{"key":"b","value":{"intValue":"3"}},`, 1)
	out, _ := converted(t, "spanevent", []byte(in))
	if !strings.Contains(string(out), `"service_name":"s"`) || !strings.Contains(string(out), `"tags":{"b":3,"a":2}`) {
		t.Errorf("%s", out)
	}
}
