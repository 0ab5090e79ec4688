package spanevent

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/specgen/specgen/validator/trace"
)

// kept is a sink that keeps what it is handed, as text.
type kept struct{ records, broken []string }

func (k *kept) Record(r *trace.Record) error {
	text := fmt.Sprintf("%d:%d %s/%s < %s/%s %q %q %q@%q %d-%d", r.Offset, r.Line, r.TraceID, r.SpanID, r.ParentTraceID, r.ParentID, r.Name,
		r.Service, r.Flow, r.FlowVersion, r.Start, r.End)
	for i := range r.Tags {
		v := &r.Tags[i].Value
		text += fmt.Sprintf(" %s=%s:%q:%d:%d", r.Tags[i].Key, v.Kind, v.Text, int64(v.Bits), len(v.Items))
	}
	for _, l := range r.Links {
		text += fmt.Sprintf(" ->%s/%s", l.TraceID, l.SpanID)
	}
	if r.Failed || r.BadStatus != nil || r.Kind != trace.UnknownKind {
		text += fmt.Sprintf(" failed=%v %q %s", r.Failed, r.BadStatus, r.Kind)
	}
	k.records = append(k.records, text+fmt.Sprintf(" %b", r.Defects))
	return nil
}

func (k *kept) Broken(e *trace.Problem) error {
	k.broken = append(k.broken, fmt.Sprintf("%d:%d %s", e.Offset, e.Line, e.Message))
	return nil
}

func (k *kept) Skipped(int64) {}

const plain = `{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","parent_id":"b7ad6b7169203300",` +
	`"parent_trace_id":"0af7651916cd43dd8448eb211c8031ff","name":"n","service_name":"s","timestamp":5,"duration":2,"flow":"f",` +
	`"flow_version":"1.0.0","tags":{"a":"x","b":3},"links":[{"trace_id":"11111111111111111111111111111111","span_id":"2222222222222222"}]}`

func TestShapes(t *testing.T) {
	const want = `0af7651916cd43dd8448eb211c80319c/b7ad6b7169203331 < 0af7651916cd43dd8448eb211c8031ff/b7ad6b7169203300 "n" "s" "f"@"1.0.0" ` +
		`5000-7000 a=string:"x":0:0 b=int:"":3:0 ->11111111111111111111111111111111/2222222222222222 0`
	camel := strings.NewReplacer("parent_trace_id", "parentTraceId", "trace_id", "traceId", "span_id", "spanId", "parent_id", "parentId",
		"service_name", "serviceName", "flow_version", "flowVersion").Replace(plain)
	for name, input := range map[string]string{
		"line": plain, "lines": plain + "\n\n" + plain + "\n", "list": "[" + plain + ",\n" + plain + "]", "camel": camel, "concatenated": plain + plain,
		"tags as a list":    strings.Replace(plain, `{"a":"x","b":3}`, `[{"key":"a","v_type":"STRING","v_str":"x"},{"v_int64":"3","key":"b"}]`, 1),
		"tags of new types": strings.Replace(plain, `{"a":"x","b":3}`, `[{"key":"a","v_date":"x"},{"v_float32":3,"key":"b"}]`, 1),
		"numbers as text":   strings.NewReplacer(`:5,`, `:"5",`, `:2,`, `:2.0,`).Replace(plain),
		"parent as a link": strings.NewReplacer(`"parent_id":"b7ad6b7169203300",`, ``, `"parent_trace_id":"0af7651916cd43dd8448eb211c8031ff",`, ``,
			`"links":[`, `"links":[{"trace_id":"0af7651916cd43dd8448eb211c8031ff","span_id":"b7ad6b7169203300","type":"parent"},`).Replace(plain),
		"id for span_id":           strings.Replace(plain, "span_id", "id", 1),
		"id besides span_id":       strings.Replace(plain, `{"trace_id"`, `{"id":"row-1","trace_id"`, 1),
		"id after span_id":         strings.Replace(plain, `"name":"n"`, `"name":"n","id":"1111111111111111"`, 1),
		"id that is a number":      strings.Replace(plain, `{"trace_id"`, `{"id":42,"trace_id"`, 1),
		"id in a link, a number":   strings.Replace(plain, `"links":[{`, `"links":[{"id":42,`, 1),
		"id in a link, a stranger": strings.Replace(plain, `"links":[{`, `"links":[{"id":"row-1",`, 1),
		"nulls and strangers":      strings.Replace(plain, `{"trace_id"`, `{"x":{"y":[null]},"links":null,"trace_id"`, 1),
	} {
		k := &kept{}
		if err := Read(strings.NewReader(input), k, ""); err != nil || len(k.records) == 0 || len(k.broken) > 0 {
			t.Errorf("%s: %v, %q, %q", name, err, k.records, k.broken)
		}
		for _, r := range k.records {
			if _, got, _ := strings.Cut(r, " "); got != want {
				t.Errorf("%s: got  %s\nwant %s", name, got, want)
			}
		}
	}
}

func TestBroken(t *testing.T) {
	tests := []struct {
		name, input string
		records     int
		broken      string
	}{
		{"a type", strings.Replace(plain, `"n"`, `7`, 1) + "\n" + plain, 1, `want a text in quotes, found "7,`},
		{"a line", plain + "\n{\"trace_id\":\n" + plain, 2, `375:3 the document before it has no end`},
		{"a line without a line behind it", plain + "\n{\"trace_id\":\n" + plain + plain, 3, `375:3 the document before it has no end`},
		{"a link that begins a line", strings.Replace(plain, `"links":[{`, "\"links\":[\n{\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\",", 1) + "\n" + plain, 2, ``},
		{"another object", "{\"a\":1}\n" + plain, 1, `0:1 an object without trace_id is no SpanEvent`},
		{"cut off", plain + plain[:40], 1, `it ends in the middle of a document`},
	}
	for _, test := range tests {
		k := &kept{}
		if err := Read(strings.NewReader(test.input), k, ""); err != nil || len(k.records) != test.records || !strings.Contains(strings.Join(k.broken, "\n"), test.broken) || test.broken == "" && len(k.broken) > 0 {
			t.Errorf("%s: %v, %d records, %q", test.name, err, len(k.records), k.broken)
		}
	}
}

func TestDefects(t *testing.T) {
	for input, want := range map[string]trace.Defect{
		`{"trace_id":"1"}`: trace.BadTraceID | trace.BadSpanID | trace.BadStart | trace.BadEnd,
		`{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","timestamp":9223372036854775807,"duration":1}`:             trace.BadStart | trace.BadEnd,
		`{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","timestamp":9000000000000000,"duration":9000000000000000}`: trace.BadEnd,
		`{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","timestamp":5,"duration":1,"name":"\udfff"}`:               trace.BadUTF8,
	} {
		k := &kept{}
		if err := Read(strings.NewReader(input), k, ""); err != nil || len(k.records) != 1 ||
			!strings.HasSuffix(k.records[0], fmt.Sprintf(" %b", want)) {
			t.Errorf("%s: %v, %q, want %b", input, err, k.records, want)
		}
	}
}

func TestError(t *testing.T) {
	for value, want := range map[string]string{
		"true": " failed=true \"\" unknown 0", "false": ":3:0 0", "null": ":3:0 0", "1": ` failed=false "1" unknown 100000000`,
		`"true"`: ` failed=false "\"true\"" unknown 100000000`, "{ }": ` failed=false "{ }" unknown 100000000`,
	} {
		input := strings.NewReplacer(`"tags":`, `"error":`+value+`,"tags":`, `,"links":[{"trace_id":"11111111111111111111111111111111","span_id":"2222222222222222"}]`, ``).Replace(plain)
		k := &kept{}
		if err := Read(strings.NewReader(input), k, ""); err != nil || len(k.records) != 1 || !strings.HasSuffix(k.records[0], want) {
			t.Errorf("%s: %v, %q, %q, want %s", value, err, k.records, k.broken, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(plain))
	f.Add([]byte("[" + plain + "," + plain + "]"))
	f.Add([]byte(`{"trace_id":"","tags":[{"key":"k","v_float64":1e9}]}` + "\n" + plain))
	f.Fuzz(func(t *testing.T, input []byte) {
		k, slow := &kept{}, &kept{}
		if err := Read(bytes.NewReader(input), k, ""); err != nil {
			t.Fatal(err)
		}
		if err := Read(iotest.OneByteReader(bytes.NewReader(input)), slow, ""); err != nil || fmt.Sprint(k) != fmt.Sprint(slow) {
			t.Fatalf("another result in other blocks: %v\n%v\n%v", err, k, slow)
		}
	})
}

// TestTooManyValues leaves out a record that would take many times its size in memory, and goes on behind it.
func TestTooManyValues(t *testing.T) {
	many := func(one string) string { return strings.Repeat(one+",", 70_000) + one }
	for name, rest := range map[string]string{
		"items": `"tags":{"k":[` + many(`1`) + `]}`, "tags": `"tags":{` + many(`"":1`) + `}`, "listed tags": `"tags":[` + many(`{}`) + `]`,
		"links": `"links":[` + many(`{"trace_id":"11111111111111111111111111111111","span_id":"2222222222222222"}`) + `]`,
	} {
		k := &kept{}
		err := Read(strings.NewReader(`{"trace_id":"1",`+rest+"}\n"+plain), k, "")
		if err != nil || len(k.records) != 1 || len(k.broken) != 1 || !strings.Contains(k.broken[0], "65536") {
			t.Errorf("%s: %v, %d records, %.300q", name, err, len(k.records), k.broken)
		}
	}
}

// TestDroppedLinks: a client says how many links of a span it left out.
func TestDroppedLinks(t *testing.T) {
	for value, want := range map[string]uint32{"67232": 67232, `"3"`: 3, "-1": 0, "null": 0, "{}": 0} {
		var got uint32
		sink := dropped{func(r *trace.Record) { got = r.DroppedLinks }}
		if err := Read(strings.NewReader(strings.Replace(plain, `"tags":`, `"dropped_links":`+value+`,"tags":`, 1)), sink, ""); err != nil || got != want {
			t.Errorf("%s: %d, %v, want %d", value, got, err, want)
		}
	}
}

// dropped is a sink that looks at records.
type dropped struct{ look func(*trace.Record) }

func (d dropped) Record(r *trace.Record) error { d.look(r); return nil }
func (dropped) Broken(*trace.Problem) error    { return nil }
func (dropped) Skipped(int64)                  {}
