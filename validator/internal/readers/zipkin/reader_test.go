package zipkin

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/trace"
)

// kept is a sink that keeps what it is handed, as text.
type kept struct{ records, broken []string }

func (k *kept) Record(r *trace.Record) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d:%d %s/%s below %s/%s %q %q %q@%q %d-%d %s", r.Offset, r.Line, r.TraceID, r.SpanID, r.ParentTraceID, r.ParentID, r.Name,
		r.Service, r.Flow, r.FlowVersion, r.Start, r.End, r.Kind)
	if r.ServerSide {
		b.WriteString(" server's side")
	}
	if r.Failed || r.StatusMessage != nil {
		fmt.Fprintf(&b, " failed=%v %q", r.Failed, r.StatusMessage)
	}
	for i := range r.Tags {
		v := &r.Tags[i].Value
		fmt.Fprintf(&b, " %s=%s:%s", r.Tags[i].Key, v.Kind, v.Text)
		if v.Kind == trace.Int {
			fmt.Fprint(&b, v.Int())
		}
		if v.Items != nil {
			fmt.Fprintf(&b, "(%d items)", len(v.Items))
		}
	}
	if r.Resource != nil {
		b.WriteString(" of")
		for i := range r.Resource.Tags {
			fmt.Fprintf(&b, " %s=%s", r.Resource.Tags[i].Key, r.Resource.Tags[i].Value.Text)
		}
	}
	for _, l := range r.Links {
		fmt.Fprintf(&b, " -> %s/%s", l.TraceID, l.SpanID)
	}
	fmt.Fprintf(&b, " defects %b", r.Defects)
	for _, bad := range [][]byte{r.BadID, r.BadTime, r.BadTag, r.BadKind, r.BadStatus} {
		if bad != nil {
			fmt.Fprintf(&b, " %q", bad)
		}
	}
	k.records = append(k.records, b.String())
	return nil
}

func (k *kept) Broken(p *trace.Problem) error {
	k.broken = append(k.broken, fmt.Sprintf("%d:%d %s", p.Offset, p.Line, p.Message))
	return nil
}

func (k *kept) Skipped(int64) {}

func read(t *testing.T, in string) *kept {
	t.Helper()
	k := &kept{}
	if err := Read(strings.NewReader(in), k, ""); err != nil {
		t.Fatal(err)
	}
	return k
}

const (
	plain = `{"traceId":"af7651916cd43dd8448eb211c80319c","parentId":"1","id":"7ad6b7169203331","kind":"CLIENT","name":"n","timestamp":5,"duration":2,` +
		`"localEndpoint":{"serviceName":"s","ipv4":"10.0.0.1","port":80},"remoteEndpoint":{"serviceName":"t"},"annotations":[{"timestamp":6,"value":"v"}],"tags":{"k":"3","l":"[1]"}}`
	want = `0af7651916cd43dd8448eb211c80319c/07ad6b7169203331 below 00000000000000000000000000000000/0000000000000001 "n" "s" ""@"" 5000-7000 client k=text:3 l=text:[1](1 items) of service.name=s defects 0`
)

func TestShapes(t *testing.T) {
	for name, test := range map[string]struct {
		in      string
		records int
	}{
		"a span": {plain, 1}, "lines": {plain + "\n" + plain + "\n", 2}, "a list": {"[" + plain + "," + plain + "]", 2},
		"traces": {"[[" + plain + ",\n" + plain + "],[],[" + plain + "]]", 3}, "lines of lists": {"[" + plain + "]\n[" + plain + "," + plain + "]", 3},
		"one after the other": {plain + plain, 2}, "nothing": {"[]", 0}, "no traces": {"[[]]", 0},
		"nulls":       {strings.Replace(plain, `"tags"`, `"debug":null,"shared":false,"x":{"y":[1]},"annotations":null,"kind":null,"tags":null,"kind":"CLIENT","tags"`, 1), 1},
		"another ip":  {strings.Replace(plain, "10.0.0.1", "10.0.0.2", 1) + plain, 2},
		"in capitals": {strings.Replace(plain, "af7651916cd43dd8448eb211c80319c", "0AF7651916CD43DD8448EB211C80319C", 1), 1},
	} {
		k, slow := read(t, test.in), &kept{}
		if err := Read(iotest.OneByteReader(strings.NewReader(test.in)), slow, ""); err != nil || fmt.Sprint(k) != fmt.Sprint(slow) {
			t.Errorf("%s: byte by byte %v, %q", name, err, slow)
		}
		if len(k.records) != test.records || len(k.broken) > 0 {
			t.Errorf("%s: %d records, %q", name, len(k.records), k.broken)
		}
		for _, r := range k.records {
			if _, got, _ := strings.Cut(r, " "); got != want {
				t.Errorf("%s: got  %s\nwant %s", name, got, want)
			}
		}
	}
	if k := read(t, "[[\n"+plain+",\n"+plain+"]]"); len(k.records) != 2 || !strings.HasPrefix(k.records[1], fmt.Sprintf("%d:3 ", len(plain)+5)) {
		t.Errorf("the place of the second span: %q", k.records)
	}
}

// of returns what is read of a span with the members in it.
func of(t *testing.T, members string) string {
	t.Helper()
	k := read(t, `{"traceId":"0af7651916cd43dd","id":"b7ad6b7169203331","timestamp":5,"duration":2,`+members+`}`)
	if len(k.records) != 1 || len(k.broken) > 0 {
		t.Errorf("%s: %q, %q", members, k.records, k.broken)
		return ""
	}
	return k.records[0]
}

const none = "00000000000000000000000000000000"

func TestMembers(t *testing.T) {
	defect := func(d trace.Defect, bad string) string { return fmt.Sprintf(" defects %b%s", d, bad) }
	for members, want := range map[string]string{
		`"name":"n"`:                            "/b7ad6b7169203331 below " + none + `/0000000000000000 "n" "" ""@"" 5000-7000 internal defects 0`,
		`"kind":"SERVER"`:                       " server server's side defects 0",
		`"kind":"PRODUCER"`:                     " producer defects 0",
		`"kind":"CONSUMER"`:                     " consumer defects 0",
		`"kind":"client"`:                       defect(trace.BadSpanKind, ` "client"`),
		`"kind":7`:                              defect(trace.BadSpanKind, ` "7"`),
		`"kind":7,"kind":"CLIENT"`:              " client defects 0",
		`"shared":true,"parentId":"2"`:          "/0000000000000002 \"\" \"\" \"\"@\"\" 5000-7000 internal server's side defects 0",
		`"shared":true`:                         "/b7ad6b7169203331 \"\" \"\" \"\"@\"\" 5000-7000 internal server's side defects 0",
		`"shared":"yes"`:                        " internal defects 0",
		`"parentId":"b7ad6b7169203331"`:         "/0000000000000000 \"\" \"\" \"\"@\"\" 5000-7000 internal defects 0",
		`"parentId":"0000000000000000"`:         "/0000000000000000 \"\" \"\" \"\"@\"\" 5000-7000 internal defects 0",
		`"parentId":"x"`:                        defect(trace.BadParentID, ` "x"`),
		`"id":"0"`:                              defect(trace.BadSpanID, ` "0"`),
		`"traceId":""`:                          defect(trace.BadTraceID, ` ""`),
		`"traceId":"` + none + `0"`:             defect(trace.BadTraceID, ` "`+none+`0"`),
		`"timestamp":"now"`:                     defect(trace.BadStart|trace.BadEnd, ` "now"`),
		`"duration":null`:                       " 5000-7000 internal defects 0",
		`"duration":"long"`:                     defect(trace.BadEnd, ` "long"`),
		`"localEndpoint":{"ipv4":"1.2.3.4"}`:    ` "" "" ""@"" 5000-7000 internal of defects 0`,
		`"localEndpoint":{"serviceName":null}`:  ` "" "" ""@"" 5000-7000 internal of defects 0`,
		`"localEndpoint":{"serviceName":"s"}`:   ` "" "s" ""@"" 5000-7000 internal of service.name=s defects 0`,
		`"tags":{"n":3,"z":null}`:               ` n=int:3 z=no value: defects 0`,
		`"tags":{"a":"x","b":"` + "\xff" + `"}`: defect(trace.BadUTF8, ` "b"`),
		`"tags":{"b":"[\"\\ud800\"]"}`:          defect(trace.BadUTF8, ` "b"`),
	} {
		got := of(t, members)
		if !strings.Contains(got, want) {
			t.Errorf("%s: got %s\nwant %s", members, got, want)
		}
	}
	for in, want := range map[string]string{
		`{"traceId":"1","id":"2","timestamp":5}`:                                      "5000-5000 internal defects 0",
		`{"traceId":"1","id":"2"}`:                                                    defect(trace.BadStart|trace.BadEnd, ""),
		`{"traceId":"1","id":"2","duration":7}`:                                       defect(trace.BadStart|trace.BadEnd, ""),
		`{"traceId":"1","id":"2","timestamp":5,"duration":"x"}`:                       defect(trace.BadEnd, ` "x"`),
		`{"traceId":"1","id":"2","timestamp":5,"duration":9223372036854775807}`:       defect(trace.BadEnd, ` "9223372036854775807"`),
		`{"traceId":"1","timestamp":"1712345678000000"}`:                              defect(trace.BadSpanID, ""),
		`{"traceId":"1","id":"2","timestamp":1712345678000000.0,"name":"` + "\xff\"}": "1712345678000000000-1712345678000000000 internal" + defect(trace.BadUTF8, ""),
	} {
		if k := read(t, in); len(k.records) != 1 || !strings.HasSuffix(k.records[0], want) {
			t.Errorf("%s: %q, %q, want %s", in, k.records, k.broken, want)
		}
	}
}

// TestTakenTags has what the Collector, the SDKs of OpenTelemetry and Zipkin's own libraries write as tags.
func TestTakenTags(t *testing.T) {
	for tags, want := range map[string]string{
		`"otel.scope.name":"f","otel.scope.version":"1","k":"v"`:                         ` "f"@"1" 5000-7000 internal k=text:v defects 0`,
		`"otel.library.name":"f","otel.library.version":"1"`:                             ` "f"@"1" 5000-7000 internal defects 0`,
		`"span.kind":"internal"`:                                                         ` internal defects 0`,
		`"error":"true"`:                                                                 ` failed=true "" defects 0`,
		`"error":""`:                                                                     ` failed=true "" defects 0`,
		`"error":"false"`:                                                                ` internal defects 0`,
		`"error":"timeout"`:                                                              ` failed=true "timeout" defects 0`,
		`"error":"timeout","otel.status_description":"why"`:                              ` failed=true "why" defects 0`,
		`"otel.status_code":"STATUS_CODE_ERROR","error":"true"`:                          ` failed=true "" defects 0`,
		`"otel.status_code":"Error","otel.status_description":"why"`:                     ` failed=true "why" defects 0`,
		`"otel.status_code":"Ok"`:                                                        ` internal defects 0`,
		`"w3c.tracestate":"a=b","otlp.service.name.source":"faas.name"`:                  ` internal defects 0`,
		`"otlp.link.0":"ff|2||{}|0","otlp.link.1":"fe|3|a=b||{\"x\":1}|0"`:               ` -> 000000000000000000000000000000ff/0000000000000002 -> 000000000000000000000000000000fe/0000000000000003 defects 0`,
		`"otlp.link.0":"ff|2||{\"specgen.link.type\":\"parent\"}|0"`:                     ` below 000000000000000000000000000000ff/0000000000000002 "" "" ""@"" 5000-7000 internal defects 0`,
		`"otlp.link.0":"ff|2|a=b|c|{\"x\":\"}|{\",\"specgen.link.type\":\"parent\"}|12"`: ` below 000000000000000000000000000000ff/0000000000000002 "" "" ""@"" 5000-7000 internal defects 0`,
		`"otlp.link.0":"ff|2||{\"specgen.link.type\":7}|0"`:                              ` -> 000000000000000000000000000000ff/0000000000000002 defects 0`,
		`"otlp.link.0":"ff|2||{\"x\"|0"`:                                                 ` -> 000000000000000000000000000000ff/0000000000000002 defects 0`,
		`"otlp.link.0":"ff|2"`:                                                           ` -> 000000000000000000000000000000ff/0000000000000002 defects 0`,
		`"otlp.link.0":""`:                                                               fmt.Sprintf(` internal defects %b ""`, trace.BadLink),
		`"otlp.link.0":"ff|zz||{}|0"`:                                                    fmt.Sprintf(` internal defects %b "zz"`, trace.BadLink),
		`"otlp.link.0":7`:                                                                ` otlp.link.0=int:7 defects 0`,
	} {
		if got := of(t, `"tags":{`+tags+`}`); !strings.HasSuffix(got, want) {
			t.Errorf("%s: got %s\nwant %s", tags, got, want)
		}
	}
	if got := of(t, `"tags":{"span.kind":"server"},"kind":"CLIENT"`); !strings.HasSuffix(got, " client defects 0") {
		t.Errorf("a kind that is said twice: %s", got)
	}
	if got := of(t, `"parentId":"9","tags":{"otlp.link.0":"ff|2||{\"specgen.link.type\":\"parent\"}|0"}`); !strings.Contains(got, "ff/0000000000000002 ") {
		t.Errorf("a parent in another trace besides one: %s", got)
	}
}

// TestBroken: what is wrong costs no more than its span.
func TestBroken(t *testing.T) {
	many := func(one string) string { return strings.Repeat(one+",", 70_000) + one }
	for _, test := range []struct {
		name, in string
		records  int
		broken   string
	}{
		{"a type", "[" + strings.Replace(plain, `"n"`, `7`, 1) + "," + plain + "]", 1, `want a text in quotes, found "7,`},
		{"tags", strings.Replace(plain, `{"k":"3","l":"[1]"}`, `[]`, 1) + "\n" + plain, 1, `want an object, found "[]`},
		{"a line", plain + "\n{\"traceId\":\"\n" + plain, 2, "want the end of the text"},
		{"another object", `{"x":1}` + "\n" + plain, 1, "0:1 an object without traceId is no span of Zipkin"},
		{"a list without an end", "[" + plain, 1, "it ends in the middle of a list"},
		{"lists of lists of lists", "[[[" + plain + "]]]\n" + plain, 1, "want a JSON object or list"},
		{"deep nesting", `{"traceId":"1","x":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + "}\n" + plain, 1, "values nest deeper than 64"},
		{"a large text", `{"traceId":"1","name":"` + strings.Repeat("x", 17<<20) + "\"}\n" + plain, 1, "larger than 16 MB"},
		{"many tags", `{"traceId":"1","tags":{` + many(`"":"1"`) + "}}\n" + plain, 1, record.TooMany},
		{"many items", `{"traceId":"1","tags":{"k":[` + many(`1`) + "]}}\n" + plain, 1, record.TooMany},
	} {
		k := read(t, test.in)
		if len(k.records) != test.records || !strings.Contains(strings.Join(k.broken, "\n"), test.broken) {
			t.Errorf("%s: %d records, %.300q; want %d, %q", test.name, len(k.records), k.broken, test.records, test.broken)
		}
	}
	in := "[" + plain + "," + plain + "]"
	for at := 1; at < len(in); at++ {
		k := read(t, in[:at])
		whole := 0
		if at > len(plain) {
			whole = 1 + at/(2*len(plain)+2)
		}
		if len(k.broken) != 1 || len(k.records) != whole {
			t.Fatalf("cut at %d: %d records, %q", at, len(k.records), k.broken)
		}
	}
}

func TestDetect(t *testing.T) {
	for keys, want := range map[string]input.Match{
		"traceId id name": input.Likely, "id localEndpoint": input.Likely, "traceId id flow": input.None, "traceId spanId id": input.None,
		"trace_id id": input.None, "traceId name": input.None, "name": input.None, "shared": input.Likely,
	} {
		head := &input.JSON{}
		for _, key := range strings.Fields(keys) {
			head.Members = append(head.Members, input.Member{Key: key, Value: '"'})
		}
		if got := Detect(&input.Head{JSON: head}); got != want {
			t.Errorf("%s: %d, want %d", keys, got, want)
		}
		if head.Lists = 2; Detect(&input.Head{JSON: head}) != input.Likely && keys == "traceId name" {
			t.Errorf("%s in lists of lists is not Zipkin's", keys)
		}
	}
	if got := Detect(&input.Head{Binary: true}); got != input.None {
		t.Errorf("binary data: %d", got)
	}
}

// counting is a sink that counts.
type counting struct{ records, broken int }

func (c *counting) Record(*trace.Record) error  { c.records++; return nil }
func (c *counting) Broken(*trace.Problem) error { c.broken++; return nil }
func (c *counting) Skipped(int64)               {}

// TestNothingPerSpan: what is read of a span is memory that is used again, whatever the address of its service.
func TestNothingPerSpan(t *testing.T) {
	count := func(n int) float64 {
		var b bytes.Buffer
		for i := range n {
			more := `"tags":{"otlp.link.0":"ff|2||{\"specgen.link.type\":\"parent\"}|0","otlp.link.1":"ff|3||{}|0","error":"true","otel.library.name":"f","a":"\u00e9",`
			b.WriteString(strings.NewReplacer(`"tags":{`, more, `:80`, fmt.Sprint(":", i)).Replace(plain) + "\n")
		}
		return testing.AllocsPerRun(5, func() {
			c := &counting{}
			if err := Read(bytes.NewReader(b.Bytes()), c, ""); err != nil || c.records != n || c.broken > 0 {
				t.Errorf("%v, %+v", err, c)
			}
		})
	}
	if per := (count(1100) - count(100)) / 1000; per > 0.1 {
		t.Errorf("%.2f allocations for each span", per)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		plain, "[" + plain + "," + plain + "]", "[[" + plain + "],[" + plain + "]]",
		`{"traceId":"1","id":"2","shared":true,"tags":{"otlp.link.0":"ff|2|a=b|{\"specgen.link.type\":\"parent\"}|0","error":"x","l":"[1,[\"\\u00e9\"]]"}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		k, slow := &kept{}, &kept{}
		if err := Read(bytes.NewReader(in), k, ""); err != nil {
			t.Fatal(err)
		}
		if err := Read(iotest.OneByteReader(bytes.NewReader(in)), slow, ""); err != nil || fmt.Sprint(k) != fmt.Sprint(slow) {
			t.Fatalf("another result in other blocks: %v\n%v\n%v", err, k, slow)
		}
	})
}
