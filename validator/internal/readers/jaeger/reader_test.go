package jaeger

import (
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/trace"
)

// kept is a sink that keeps what it is handed, as text.
type kept struct{ records, broken []string }

func (k *kept) Record(r *trace.Record) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d:%d %s/%s below %s/%s %q %q %q@%q %d-%d %s", r.Offset, r.Line, r.TraceID, r.SpanID, r.ParentTraceID, r.ParentID, r.Name,
		r.Service, r.Flow, r.FlowVersion, r.Start, r.End, r.Kind)
	if r.Failed || r.StatusMessage != nil {
		fmt.Fprintf(&b, " failed=%v %q", r.Failed, r.StatusMessage)
	}
	writeTags(&b, r.Tags)
	if r.Resource != nil {
		b.WriteString(" of")
		writeTags(&b, r.Resource.Tags)
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

func writeTags(b *strings.Builder, tags []trace.Tag) {
	for i := range tags {
		v := &tags[i].Value
		fmt.Fprintf(b, " %s=%s:%s", tags[i].Key, v.Kind, v.Text)
		switch v.Kind {
		case trace.Int:
			fmt.Fprint(b, v.Int())
		case trace.Double:
			fmt.Fprint(b, v.Double())
		case trace.Bool:
			fmt.Fprint(b, v.Bool())
		}
		if v.Items != nil {
			fmt.Fprintf(b, "(%d items)", len(v.Items))
		}
	}
}

func (k *kept) Broken(p *trace.Problem) error {
	k.broken = append(k.broken, fmt.Sprintf("%d:%d %s", p.Offset, p.Line, p.Message))
	return nil
}

func (k *kept) Skipped(int64) {}

func read(t *testing.T, in string) *kept {
	t.Helper()
	k := &kept{}
	if err := Read(strings.NewReader(in), k, t.TempDir()); err != nil {
		t.Fatal(err)
	}
	return k
}

// The parts of a span, as Jaeger writes it.
const (
	ids          = `"traceID":"af7651916cd43dd8448eb211c80319c","spanID":"7ad6b7169203331","operationName":"n",`
	rest         = `"references":[{"refType":"CHILD_OF","traceID":"0af7651916cd43dd8448eb211c80319c","spanID":"1"}],"startTime":5,"duration":2,"tags":[{"key":"k","type":"int64","value":3}],"logs":[]`
	oneProcess   = `{"serviceName":"s","tags":[{"key":"host","type":"string","value":"h"}]}`
	span         = `{` + ids + rest + `,"processID":"p1"}`
	allProcesses = `"processes":{"p1":` + oneProcess + `}`
	document     = `{` + ids + rest + `,"process":` + oneProcess + `}`
	want         = `0af7651916cd43dd8448eb211c80319c/07ad6b7169203331 below 00000000000000000000000000000000/0000000000000001 "n" "s" ""@"" 5000-7000 internal k=int:3 of host=string:h service.name=string:s defects 0`
)

func TestShapes(t *testing.T) {
	one := `{"traceID":"x","spans":[` + span + `],` + allProcesses + `,"warnings":null}`
	before := `{` + allProcesses + `,"spans":[` + span + `]}`
	for name, test := range map[string]struct {
		in      string
		records int
	}{
		"an answer":                  {`{"data":[` + one + `,` + one + `],"total":0,"limit":0,"offset":0,"errors":null}`, 2},
		"an answer with one trace":   {`{"data":` + one + `}`, 1},
		"processes first":            {`{"data":[` + before + `]}`, 1},
		"a trace":                    {one, 1},
		"lines of traces":            {one + "\n" + before + "\n", 2},
		"lines of answers":           {`{"data":[` + one + `]}` + "\n" + `{"data":[` + before + `]}`, 2},
		"a list of traces":           {`[` + one + `,` + before + `]`, 2},
		"documents":                  {document + "\n" + document, 2},
		"a list of documents":        {`[` + document + `,` + document + `]`, 2},
		"a dump":                     {`{"_index":"jaeger-span","_id":"1","_score":1,"_source":` + document + "}\n" + `{"_source":` + document + `}`, 2},
		"hits":                       {`{"took":1,"_shards":{"total":5},"hits":{"total":{"value":2},"max_score":1,"hits":[{"_index":"x","_source":` + document + `},{"_source":` + document + `}]}}`, 2},
		"a document with its millis": {`{"startTimeMillis":0,"flags":1,` + document[1:], 1},
		"process first":              {`{"process":` + oneProcess + `,` + document[1:], 1},
		"embedded in a trace":        {`{"spans":[` + document + `]}`, 1},
		"the ids of other traces":    {`{"data":[` + one + `,{"spans":[` + strings.Replace(span, "p1", "p2", 1) + `],"processes":{"p2":` + oneProcess + `}}]}`, 2},
		"nulls":                      {`{"data":null,"errors":null}` + `{"spans":null,"processes":null}` + strings.Replace(document, `"logs":[]`, `"logs":null,"tag":null,"processID":null,"parentSpanID":null`, 1), 1},
		"no traces":                  {`{"data":[],"errors":[]}`, 0},
		"indented":                   {strings.NewReplacer(`{`, "{\n  ", `,"`, ",\n  \"").Replace(`{"data":[` + one + `]}`), 1},
	} {
		for reader, oneByte := range map[string]bool{"at once": false, "byte by byte": true} {
			in, k := iotest.HalfReader(strings.NewReader(test.in)), &kept{}
			if oneByte {
				in = iotest.OneByteReader(strings.NewReader(test.in))
			}
			if err := Read(in, k, t.TempDir()); err != nil || len(k.broken) > 0 || len(k.records) != test.records {
				t.Errorf("%s, %s: %v, %d records, %q", name, reader, err, len(k.records), k.broken)
			}
			for _, r := range k.records {
				if _, got, _ := strings.Cut(r, " "); got != want {
					t.Errorf("%s, %s: got  %s\nwant %s", name, reader, got, want)
				}
			}
		}
	}
	k := read(t, "{\"data\":[\n"+one+"\n]}")
	if len(k.records) != 1 || !strings.HasPrefix(k.records[0], fmt.Sprintf("%d:2 ", strings.Index(one, span)+10)) {
		t.Errorf("the place of a span that waited: %q", k.records)
	}
}

// of returns what is read of a document with the members in it.
func of(t *testing.T, members string) string {
	t.Helper()
	k := read(t, `{"traceID":"0af7651916cd43dd8448eb211c80319c","spanID":"b7ad6b7169203331","startTime":5,"duration":2,`+members+`}`)
	if len(k.records) != 1 || len(k.broken) > 0 {
		t.Errorf("%s: %q, %q", members, k.records, k.broken)
		return ""
	}
	return k.records[0]
}

func TestParents(t *testing.T) {
	const own, other = "0af7651916cd43dd8448eb211c80319c", "ff"
	ref := func(kind, traceID, spanID string) string {
		return fmt.Sprintf(`{"refType":%q,"traceID":%q,"spanID":%q}`, kind, traceID, spanID)
	}
	zeros := func(digits string, n int) string { return strings.Repeat("0", n-len(digits)) + digits }
	parent := func(trace, span string) string { return " below " + zeros(trace, 32) + "/" + zeros(span, 16) + " " }
	for _, test := range []struct {
		name       string
		references []string
		more       string
		want       []string
	}{
		{"none", nil, "", []string{parent("", "")}},
		{"a CHILD_OF", []string{ref("CHILD_OF", own, "1")}, "", []string{parent("", "1")}},
		{"the first CHILD_OF of the trace", []string{ref("FOLLOWS_FROM", own, "2"), ref("CHILD_OF", other, "3"), ref("CHILD_OF", own, "1"), ref("CHILD_OF", own, "4")}, "",
			[]string{parent("", "1"), "319c/0000000000000002", "ff/0000000000000003", "9c/0000000000000004"}},
		{"a FOLLOWS_FROM of the trace", []string{ref("CHILD_OF", other, "3"), ref("FOLLOWS_FROM", own, "2")}, "", []string{parent("", "2"), "-> 000000000000000000000000000000ff/0000000000000003"}},
		{"the old id", []string{ref("FOLLOWS_FROM", other, "3")}, `"parentSpanID":"9",`, []string{parent("", "9"), "ff/0000000000000003"}},
		{"the old id before another trace", []string{ref("CHILD_OF", other, "3")}, `"parentSpanID":"9",`, []string{parent("", "9"), "ff/0000000000000003"}},
		{"the old id behind a reference", []string{ref("CHILD_OF", own, "1")}, `"parentSpanID":"9",`, []string{parent("", "1")}},
		{"the old id of none", nil, `"parentSpanID":"0",`, []string{parent("", "")}},
		{"in another trace", []string{ref("FOLLOWS_FROM", other, "2"), ref("CHILD_OF", other, "3")}, "", []string{parent("ff", "3"), "ff/0000000000000002"}},
		{"a link to another trace", []string{ref("FOLLOWS_FROM", other, "2")}, "", []string{parent("", ""), "ff/0000000000000002"}},
		{"a broken parent", []string{ref("CHILD_OF", own, "xyz")}, "", []string{parent("", ""), `defects 100 "xyz"`}},
		{"a broken link", []string{ref("FOLLOWS_FROM", "", "2")}, "", []string{`defects 1000 ""`}},
		{"a broken old id", nil, `"parentSpanID":"123456789abcdef01",`, []string{`defects 100 "123456789abcdef01"`}},
	} {
		got := of(t, test.more+`"references":[`+strings.Join(test.references, ",")+`]`)
		for _, want := range test.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: got %s\nwant %s", test.name, got, want)
			}
		}
	}
	// The trace's id may come behind the references.
	k := read(t, `{"spanID":"1","references":[`+ref("CHILD_OF", other, "3")+`,`+ref("CHILD_OF", own, "2")+`],"traceID":"`+own+`"}`)
	if len(k.records) != 1 || !strings.Contains(k.records[0], "/0000000000000002 ") {
		t.Errorf("a trace id behind the references: %q", k.records)
	}
}

func TestTags(t *testing.T) {
	for tag, want := range map[string]string{
		`"type":"string","value":"v"`:                    ` k=string:v `,
		`"type":"string","value":"3"`:                    ` k=string:3 `,
		`"type":"string","value":"[1,\"a\"]"`:            ` k=text:[1,"a"](2 items) `,
		`"type":"string","value":"[no list"`:             ` k=text:[no list `,
		`"type":"int64","value":3`:                       ` k=int:3 `,
		`"type":"int64","value":"9223372036854775807"`:   ` k=int:9223372036854775807 `,
		`"type":"int64","value":"three"`:                 ` k=invalid value:"three" `,
		`"type":"int64","value":1.5`:                     ` k=invalid value:1.5 `,
		`"type":"float64","value":72`:                    ` k=double:72 `,
		`"type":"float64","value":"0.5"`:                 ` k=double:0.5 `,
		`"type":"float64","value":"NaN"`:                 ` k=double:NaN `,
		`"type":"float64","value":{}`:                    ` k=invalid value:{} `,
		`"type":"bool","value":true`:                     ` k=bool:true `,
		`"type":"bool","value":"false"`:                  ` k=bool:false `,
		`"type":"bool","value":1`:                        ` k=invalid value:1 `,
		`"type":"binary","value":"AQI="`:                 ` k=bytes:AQI= `,
		`"type":"string","value":null`:                   ` k=no value: `,
		`"type":"string","value":5`:                      ` k=invalid value:5 `,
		`"type":"new","value":5`:                         ` k=int:5 `,
		`"value":"5"`:                                    ` k=text:5 `,
		`"value":5`:                                      ` k=int:5 `,
		`"type":"bool"`:                                  ` k=no value: `,
		`"value":"v","type":"string","x":[{}],"value":7`: ` k=invalid value:7 `,
	} {
		for _, tag := range []string{`{"key":"k",` + tag + `}`, `{` + tag + `,"key":"k"}`} {
			if got := of(t, `"tags":[`+tag+`]`); !strings.Contains(got, want) {
				t.Errorf("%s: got %s, want %s", tag, got, want)
			}
		}
	}
	got := of(t, `"tag":{"http@status_code":"200","a@b":3,"ok":true,"d":0.5,"l":"[1]"},"process":{"serviceName":"s","tag":{"host@name":"h","n":1}}`)
	if want := ` http.status_code=text:200 a.b=int:3 ok=bool:true d=double:0.5 l=text:[1](1 items) of host.name=text:h n=int:1 service.name=string:s defects`; !strings.Contains(got, want) {
		t.Errorf("tags as fields: got %s\nwant %s", got, want)
	}
	if got := of(t, `"tag":{"a":"x","b@c":"`+"\xff"+`"}`); !strings.HasSuffix(got, fmt.Sprintf(`defects %b "b.c"`, trace.BadUTF8)) {
		t.Errorf("a broken text under a key with a dot: %s", got)
	}
}

// TestTakenTags has what OpenTelemetry writes as tags.
func TestTakenTags(t *testing.T) {
	tag := func(key, kind, value string) string {
		return fmt.Sprintf(`{"key":%q,"type":%q,"value":%s}`, key, kind, value)
	}
	for _, test := range []struct{ tags, want string }{
		{tag("otel.scope.name", "string", `"f"`) + "," + tag("otel.scope.version", "string", `"1"`), ` "f"@"1" 5000-7000 internal defects 0`},
		{tag("otel.library.name", "string", `"f"`) + "," + tag("otel.library.version", "string", `"1"`), ` "f"@"1" 5000-7000 internal defects 0`},
		{tag("otel.scope.name", "string", `"f"`) + "," + tag("otel.library.name", "string", `"old"`), ` "f"@"" 5000-7000 internal defects 0`},
		{tag("span.kind", "string", `"server"`), ` server defects 0`},
		{tag("span.kind", "string", `"internal"`), ` internal defects 0`},
		{tag("span.kind", "string", `"broker"`), fmt.Sprintf(` internal defects %b "broker"`, trace.BadSpanKind)},
		{tag("error", "bool", `true`), ` internal failed=true "" defects 0`},
		{tag("error", "bool", `"true"`), ` internal failed=true "" defects 0`},
		{tag("error", "string", `"true"`), ` internal failed=true "" defects 0`},
		{tag("error", "bool", `false`), ` internal defects 0`},
		{tag("error", "string", `"timeout"`), ` internal error=string:timeout defects 0`},
		{tag("otel.status_code", "string", `"ERROR"`) + "," + tag("otel.status_description", "string", `"why"`), ` failed=true "why" defects 0`},
		{tag("otel.status_code", "string", `"OK"`), ` internal defects 0`},
		{tag("otel.status_code", "string", `"FINE"`), fmt.Sprintf(` internal defects %b "FINE"`, trace.BadSpanStatus)},
		{tag("otel.status_code", "int64", `2`), ` internal otel.status_code=int:2 defects 0`},
		{tag("w3c.tracestate", "string", `"a=b"`) + "," + tag("internal.span.format", "string", `"proto"`) + "," + tag("k", "bool", `true`), ` internal k=bool:true defects 0`},
	} {
		if got := of(t, `"tags":[`+test.tags+`]`); !strings.HasSuffix(got, test.want) {
			t.Errorf("%s: got %s\nwant %s", test.tags, got, test.want)
		}
	}
}

func TestDefects(t *testing.T) {
	const good = `"traceID":"a","spanID":"b","startTime":5,"duration":1`
	for _, test := range []struct {
		in   string
		want trace.Defect
		bad  string
	}{
		{`{"spanID":"b","startTime":5,"duration":1}`, trace.BadTraceID, ""},
		{`{"operationName":"n"}`, trace.BadTraceID | trace.BadSpanID | trace.BadStart | trace.BadEnd, ""},
		{`{` + good + `,"traceID":"0"}`, trace.BadTraceID, ` "0"`},
		{`{` + good + `,"traceID":"123456789012345678901234567890123"}`, trace.BadTraceID, ` "123456789012345678901234567890123"`},
		{`{` + good + `,"spanID":"xyz"}`, trace.BadSpanID, ` "xyz"`},
		{`{` + good + `,"spanID":"CvdlGRbNQ90="}`, trace.BadSpanID, ` "CvdlGRbNQ90="`},
		{`{"traceID":"a","spanID":"b","startTime":"soon","duration":1}`, trace.BadStart | trace.BadEnd, ` "soon"`},
		{`{` + good + `,"startTime":9223372036854775807}`, trace.BadStart | trace.BadEnd, ` "9223372036854775807"`},
		{`{` + good + `,"duration":18446744073709551615}`, 0, ``},
		{`{` + good + `,"duration":18446744073709551616}`, trace.BadEnd, ` "18446744073709551616"`},
		{`{` + good + `,"operationName":"` + "\xff" + `"}`, trace.BadUTF8, ``},
		{`{` + good + `,"tags":[{"key":"k","type":"string","value":"\ud800"}]}`, trace.BadUTF8, ` "k"`},
	} {
		k := read(t, test.in)
		if want := fmt.Sprintf(" defects %b%s", test.want, test.bad); len(k.records) != 1 || !strings.HasSuffix(k.records[0], want) {
			t.Errorf("%s: %q, %q, want %s", test.in, k.records, k.broken, want)
		}
	}
}

func TestDetect(t *testing.T) {
	for key, want := range map[string]input.Match{"traceID": input.Likely, "data": input.Likely, "name": input.None, "hits": input.None} {
		head := &input.Head{JSON: &input.JSON{Members: []input.Member{{Key: key, Value: '['}}}}
		if got := Detect(head); got != want {
			t.Errorf("%s: %d, want %d", key, got, want)
		}
	}
	for _, key := range []string{"hits", "_source"} {
		if got := Detect(&input.Head{JSON: &input.JSON{Members: []input.Member{{Key: key, Value: '{'}}}}); got != input.Likely {
			t.Errorf("%s: %d", key, got)
		}
	}
	if got := Detect(&input.Head{Binary: true}); got != input.None {
		t.Errorf("binary data: %d", got)
	}
}
