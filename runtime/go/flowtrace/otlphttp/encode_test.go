package otlphttp

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/flowtracetest"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
)

// everything returns spans of two emitters with every kind of value, parent and link.
func everything() []flowtrace.SpanData {
	recorder := flowtracetest.New(nil)
	service := gen.Service{Name: "iOS", Flow: "notification", FlowVersion: "1.0.0", Tags: []string{"app_version"}}
	version := gen.TextTag{Key: "app_version"}
	ios := gen.NewEmitter(recorder, &service, []flowtrace.Option{recorder.Options()})
	ios.Own(func(d *gen.Draft) { version.Put(d, "24.11") })
	web := gen.NewEmitter(recorder, &gen.Service{Name: "Web", Flow: "notification", FlowVersion: "1.0.0"},
		[]flowtrace.Option{recorder.Options()})
	declared := gen.Span{Name: "notification:é\"\n"}
	parent := flowtrace.SpanContext{TraceID: flowtrace.TraceID{1, 15: 255}, SpanID: flowtrace.SpanID{1, 7: 254}}

	var root, child, foreign gen.Draft
	web.Begin(&root, &declared, &flowtrace.SpanContext{}, &flowtrace.SpanContext{})
	root.Emit()
	ios.Begin(&child, &declared, new(declared.TraceOf(&parent)), &parent)
	for _, tag := range []flowtrace.Tag{
		flowtrace.String("text", strings.Repeat("x", 200)), flowtrace.String("empty", ""), flowtrace.Int("zero", 0),
		flowtrace.Int("least", math.MinInt64), flowtrace.Double("whole", 3), flowtrace.Double("nan", math.NaN()),
		flowtrace.Bool("yes", true), flowtrace.Bool("no", false), flowtrace.Strings("texts", []string{"a", ""}),
		flowtrace.Ints("ints", []int64{-1, 300}), flowtrace.Doubles("doubles", []float64{0, math.Inf(-1)}),
		flowtrace.Bools("bools", []bool{true, false}), flowtrace.Ints("none", nil),
	} {
		child.Extra(tag)
	}
	child.Link([]flowtrace.SpanContext{parent, {TraceID: flowtrace.TraceID{2}, SpanID: flowtrace.SpanID{2}}})
	child.Emit()
	web.Begin(&foreign, &declared, &flowtrace.SpanContext{}, &parent)
	foreign.Link([]flowtrace.SpanContext{parent})
	foreign.Emit()

	for _, result := range []string{"declined", ""} {
		var failed gen.Draft
		web.Begin(&failed, &gen.Span{Name: "failed", Kind: flowtrace.SpanKindConsumer, Tags: []string{"result"},
			Errors: []gen.ErrorWhen{{Tag: "result", Values: []string{"declined", ""}}}}, &flowtrace.SpanContext{}, &flowtrace.SpanContext{})
		(&gen.TextTag{Key: "result"}).Put(&failed, result)
		failed.Emit()
	}
	return recorder.Spans()
}

const wantJSON = `{"resourceSpans":[` +
	`{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"Web"}}]},"scopeSpans":[{"scope":{"name":"notification","version":"1.0.0"},"spans":[` +
	`{"traceId":"00000000000000000000000000000001","spanId":"0000000000000001","flags":1,"name":"notification:é\"\n","kind":1,"startTimeUnixNano":"1712345678000000000","endTimeUnixNano":"1712345678000001000"},` +
	`{"traceId":"00000000000000000000000000000002","spanId":"0000000000000003","flags":1,"name":"notification:é\"\n","kind":1,"startTimeUnixNano":"1712345678002000000","endTimeUnixNano":"1712345678002001000",` +
	`"links":[{"traceId":"010000000000000000000000000000ff","spanId":"01000000000000fe","attributes":[{"key":"specgen.link.type","value":{"stringValue":"parent"}}]},` +
	`{"traceId":"010000000000000000000000000000ff","spanId":"01000000000000fe"}]},` +
	`{"traceId":"00000000000000000000000000000003","spanId":"0000000000000004","flags":1,"name":"failed","kind":5,"startTimeUnixNano":"1712345678003000000","endTimeUnixNano":"1712345678003001000",` +
	`"status":{"code":2,"message":"declined"},"attributes":[{"key":"result","value":{"stringValue":"declined"}}]},` +
	`{"traceId":"00000000000000000000000000000004","spanId":"0000000000000005","flags":1,"name":"failed","kind":5,"startTimeUnixNano":"1712345678004000000","endTimeUnixNano":"1712345678004001000",` +
	`"status":{"code":2},"attributes":[{"key":"result","value":{"stringValue":""}}]}` +
	`]}]},` +
	`{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"iOS"}},{"key":"app_version","value":{"stringValue":"24.11"}}]},"scopeSpans":[{"scope":{"name":"notification","version":"1.0.0"},"spans":[` +
	`{"traceId":"010000000000000000000000000000ff","spanId":"0000000000000002","parentSpanId":"01000000000000fe","flags":1,"name":"notification:é\"\n","kind":1,"startTimeUnixNano":"1712345678001000000","endTimeUnixNano":"1712345678001001000",` +
	`"attributes":[{"key":"text","value":{"stringValue":"LONG"}},{"key":"empty","value":{"stringValue":""}},{"key":"zero","value":{"intValue":"0"}},` +
	`{"key":"least","value":{"intValue":"-9223372036854775808"}},{"key":"whole","value":{"doubleValue":3.0}},{"key":"nan","value":{"doubleValue":"NaN"}},` +
	`{"key":"yes","value":{"boolValue":true}},{"key":"no","value":{"boolValue":false}},` +
	`{"key":"texts","value":{"arrayValue":{"values":[{"stringValue":"a"},{"stringValue":""}]}}},` +
	`{"key":"ints","value":{"arrayValue":{"values":[{"intValue":"-1"},{"intValue":"300"}]}}},` +
	`{"key":"doubles","value":{"arrayValue":{"values":[{"doubleValue":0.0},{"doubleValue":"-Infinity"}]}}},` +
	`{"key":"bools","value":{"arrayValue":{"values":[{"boolValue":true},{"boolValue":false}]}}},` +
	`{"key":"none","value":{"arrayValue":{"values":[]}}}],` +
	`"links":[{"traceId":"010000000000000000000000000000ff","spanId":"01000000000000fe"},{"traceId":"02000000000000000000000000000000","spanId":"0200000000000000"}]}` +
	`]}]}]}`

func wanted() string {
	return strings.NewReplacer("LONG", strings.Repeat("x", 200), "\n", `\n`).Replace(wantJSON)
}

func TestAppendJSON(t *testing.T) {
	got := string(AppendJSON(nil, everything()))
	if got != wanted() {
		t.Errorf("got\n%s\nwant\n%s", got, wanted())
	}
	if !json.Valid([]byte(got)) {
		t.Error("that is no JSON")
	}
}

// The schema of the messages, by number: the name in JSON and what the field holds. From opentelemetry-proto 1.x, so that
// the test reads what a receiver reads.
var schema = map[string]map[uint64][2]string{
	"request":       {1: {"resourceSpans", "[]resourceSpans"}},
	"resourceSpans": {1: {"resource", "resource"}, 2: {"scopeSpans", "[]scopeSpans"}},
	"resource":      {1: {"attributes", "[]attribute"}},
	"scopeSpans":    {1: {"scope", "scope"}, 2: {"spans", "[]span"}},
	"scope":         {1: {"name", "text"}, 2: {"version", "text"}},
	"span": {1: {"traceId", "hex"}, 2: {"spanId", "hex"}, 4: {"parentSpanId", "hex"}, 5: {"name", "text"}, 6: {"kind", "varint"},
		7: {"startTimeUnixNano", "fixed64"}, 8: {"endTimeUnixNano", "fixed64"}, 9: {"attributes", "[]attribute"}, 13: {"links", "[]link"}, 15: {"status", "status"}, 16: {"flags", "fixed32"}},
	"status":    {2: {"message", "text"}, 3: {"code", "varint"}},
	"link":      {1: {"traceId", "hex"}, 2: {"spanId", "hex"}, 4: {"attributes", "[]attribute"}},
	"attribute": {1: {"key", "text"}, 2: {"value", "value"}},
	"value":     {1: {"stringValue", "text"}, 2: {"boolValue", "bool"}, 3: {"intValue", "int64"}, 4: {"doubleValue", "double"}, 5: {"arrayValue", "array"}},
	"array":     {1: {"values", "[]value"}},
}

// decode reads a message as encoding/json would read its JSON form.
func decode(t *testing.T, kind string, data []byte) map[string]any {
	t.Helper()
	out := map[string]any{}
	if kind == "array" {
		out["values"] = []any{}
	}
	for len(data) > 0 {
		key, n := binary.Uvarint(data)
		field, ok := schema[kind][key>>3]
		if n <= 0 || !ok {
			t.Fatalf("%s has no field %d", kind, key>>3)
		}
		var raw []byte
		raw, data = cut(t, key&7, data[n:])
		list, repeated := strings.CutPrefix(field[1], "[]")
		value := scalar(t, list, key&7, raw)
		if repeated {
			before, _ := out[field[0]].([]any)
			value = append(before, value)
		} else if _, twice := out[field[0]]; twice {
			t.Fatalf("%s stands twice in %s", field[0], kind)
		}
		out[field[0]] = value
	}
	return out
}

func cut(t *testing.T, wire uint64, data []byte) (raw, rest []byte) {
	t.Helper()
	size, skip := 0, 0
	switch wire {
	case 0:
		_, size = binary.Uvarint(data)
	case 1:
		size = 8
	case 2:
		length, n := binary.Uvarint(data)
		size, skip = int(length), n
	case 5:
		size = 4
	default:
		t.Fatalf("wire type %d", wire)
	}
	return data[skip : skip+size], data[skip+size:]
}

func scalar(t *testing.T, kind string, wire uint64, raw []byte) any {
	t.Helper()
	number, _ := binary.Uvarint(raw)
	want := map[string]uint64{"varint": 0, "bool": 0, "int64": 0, "fixed64": 1, "double": 1, "fixed32": 5}
	if w, ok := want[kind]; ok && w != wire || !ok && wire != 2 {
		t.Fatalf("%s has wire type %d", kind, wire)
	}
	switch kind {
	case "hex":
		return hex.EncodeToString(raw)
	case "text":
		return string(raw)
	case "bool":
		return number == 1
	case "varint":
		return float64(number)
	case "int64":
		return strconv.FormatInt(int64(number), 10)
	case "fixed64":
		return strconv.FormatUint(binary.LittleEndian.Uint64(raw), 10)
	case "fixed32":
		return float64(binary.LittleEndian.Uint32(raw))
	case "double":
		value := math.Float64frombits(binary.LittleEndian.Uint64(raw))
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return flowtrace.DoubleValue(value).String()
		}
		return value
	}
	return decode(t, kind, raw)
}

func TestAppendProtoSaysWhatJSONSays(t *testing.T) {
	got := decode(t, "request", AppendProto(nil, everything()))
	var want map[string]any
	if err := json.Unmarshal([]byte(wanted()), &want); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got\n%v\nwant\n%v", got, want)
	}
}

// TestFlagsOfUnsampledSpans: who asked for such spans and exports them says what they are.
func TestFlagsOfUnsampledSpans(t *testing.T) {
	recorder := flowtracetest.New(nil)
	var d gen.Draft
	dropped := gen.Span{Name: "dropped", Sampling: gen.Sampling{Threshold: 1<<56 - 1}}
	gen.NewEmitter(recorder, &gen.Service{}, []flowtrace.Option{recorder.Options()}).Begin(&d, &dropped, &flowtrace.SpanContext{}, &flowtrace.SpanContext{})
	d.Emit()
	got := string(AppendJSON(nil, recorder.Spans()))
	if !strings.Contains(got, `"flags":0,`) {
		t.Errorf("got %s", got)
	}
	if proto := fmt.Sprint(decode(t, "request", AppendProto(nil, recorder.Spans()))); !strings.Contains(proto, "flags:0 ") {
		t.Errorf("got %s", proto)
	}
}

func TestEncodersDoNotAllocate(t *testing.T) {
	batch := everything()
	exporter := &Exporter{}
	for _, asJSON := range []bool{true, false} {
		exporter.config.JSON = asJSON
		exporter.encode(batch)
		if n := testing.AllocsPerRun(50, func() { exporter.encode(batch) }); n != 0 {
			t.Errorf("JSON %v: %v allocations for a batch", asJSON, n)
		}
	}
}

// Lengths of one to four bytes are written before messages that were not known to be so long.
func TestSealMovesLongMessages(t *testing.T) {
	for _, size := range []int{0, 1, 127, 128, 16383, 16384, 2097151, 2097152} {
		to, start := open([]byte("before"), 1)
		to = seal(append(to, strings.Repeat("m", size)...), start)
		raw, rest := cut(t, 2, to[len("before")+1:])
		if len(raw) != size || len(rest) != 0 || strings.Trim(string(raw), "m") != "" {
			t.Errorf("%d bytes were read as %d and %d more", size, len(raw), len(rest))
		}
	}
}

func BenchmarkAppendProto(b *testing.B) { benchmark(b, AppendProto) }

func BenchmarkAppendJSON(b *testing.B) { benchmark(b, AppendJSON) }

func benchmark(b *testing.B, encode func([]byte, []flowtrace.SpanData) []byte) {
	batch := spans(512)
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		buf = encode(buf[:0], batch)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/512, "ns/span")
}
