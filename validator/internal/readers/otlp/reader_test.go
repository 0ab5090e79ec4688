package otlp

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/specgen/specgen/validator/trace"
)

// kept is a sink that keeps what it is handed, as text.
type kept struct {
	records []string
	broken  []string
	skipped int64
}

func (k *kept) Record(r *trace.Record) error {
	k.records = append(k.records, text(r))
	return nil
}

func (k *kept) Broken(e *trace.Problem) error {
	k.broken = append(k.broken, fmt.Sprintf("%d:%d: %s", e.Offset, e.Line, e.Message))
	return nil
}

func (k *kept) Skipped(n int64) { k.skipped += n }

// text writes every part of a record.
func text(r *trace.Record) string {
	var b strings.Builder
	fmt.Fprintf(&b, "@%d:%d %s %s", r.Offset, r.Line, r.TraceID, r.SpanID)
	if !r.ParentID.IsZero() {
		fmt.Fprintf(&b, " parent=%s", r.ParentID)
	}
	if !r.ParentTraceID.IsZero() {
		fmt.Fprintf(&b, " of %s", r.ParentTraceID)
	}
	fmt.Fprintf(&b, " %q service=%q scope=%q@%q %d-%d", r.Name, r.Service, r.Flow, r.FlowVersion, r.Start, r.End)
	for _, t := range r.Tags {
		fmt.Fprintf(&b, " %s=%s", t.Key, value(&t.Value))
	}
	for _, l := range r.Links {
		fmt.Fprintf(&b, " link=%s/%s", l.TraceID, l.SpanID)
	}
	if r.Kind != trace.KindInternal {
		fmt.Fprintf(&b, " kind=%s", r.Kind)
	}
	if r.Failed || r.StatusMessage != nil {
		fmt.Fprintf(&b, " failed=%v %q", r.Failed, r.StatusMessage)
	}
	if r.Defects != 0 {
		fmt.Fprintf(&b, " defects=%b bad=%q", r.Defects, [][]byte{r.BadID, r.BadKind, r.BadStatus})
	}
	return b.String()
}

func value(v *trace.Value) string {
	switch v.Kind {
	case trace.Int:
		return fmt.Sprint(v.Int())
	case trace.Double:
		return fmt.Sprintf("%gf", v.Double())
	case trace.Bool:
		return fmt.Sprint(v.Bool())
	case trace.List:
		var items []string
		for i := range v.Items {
			items = append(items, value(&v.Items[i]))
		}
		return "[" + strings.Join(items, " ") + "]"
	}
	return fmt.Sprintf("%s(%q)", v.Kind, v.Text)
}

func read(t *testing.T, input string) *kept {
	t.Helper()
	k, slow := &kept{}, &kept{}
	if err := Read(strings.NewReader(input), k, ""); err != nil {
		t.Fatal(err)
	}
	if err := Read(iotest.OneByteReader(strings.NewReader(input)), slow, ""); err != nil || fmt.Sprint(slow) != fmt.Sprint(k) {
		t.Errorf("byte by byte: %v, %v, want %v", err, slow, k)
	}
	return k
}

const (
	ids  = `"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331"`
	seen = `0af7651916cd43dd8448eb211c80319c b7ad6b7169203331`
)

func request(spans string) string {
	return `{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s"}}]},` +
		`"scopeSpans":[{"scope":{"name":"f","version":"1.0.0"},"spans":[` + spans + `]}]}]}`
}

func TestShapes(t *testing.T) {
	const times = `"name":"n","startTimeUnixNano":"5","endTimeUnixNano":"6"`
	const want = seen + ` "n" service="s" scope="f"@"1.0.0" 5-6`
	resource := `"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s"}}]}`
	scope := `"scope":{"name":"f","version":"1.0.0"}`
	span := `{` + ids + `,` + times + `}`
	spans := `"spans":[` + span + `]`
	plain := `{` + resource + `,"scopeSpans":[{` + scope + `,` + spans + `}]}`
	b64 := `"traceId":"CvdlGRbNQ92ESOshHIAxnA==","spanId":"t61rcWkgMzE="`
	tests := []struct{ name, input string }{
		{"request", `{"resourceSpans":[` + plain + `]}`},
		{"bare", plain},
		{"bare list", `[` + plain + `]`},
		{"root list", `[{"resourceSpans":[` + plain + `]}]`},
		{"list of lists", `[[` + plain + `]]`},
		{"result", `{"result":{"resourceSpans":[` + plain + `]}}`},
		{"recorded", `{"time":"2026-11-21T10:00:00Z","path":"/v1/traces","headers":{"x":["y"]},"request":{"resourceSpans":[` + plain + `]}}`},
		{"trace", `{"trace":{"batches":[` + plain + `]},"metrics":{},"status":"COMPLETE"}`},
		{"snake", `{"resource_spans":[{` + resource + `,"scope_spans":[{` + scope + `,"spans":[{"trace_id":"0AF7651916CD43DD8448EB211C80319C","span_id":"b7ad6b7169203331","name":"n","start_time_unix_nano":5,"end_time_unix_nano":6}]}]}]}`},
		{"old", `{"resourceSpans":[{` + resource + `,"instrumentationLibrarySpans":[{"instrumentationLibrary":{"name":"f","version":"1.0.0"},` + spans + `}]}]}`},
		{"resource last", `{"resourceSpans":[{"scopeSpans":[{` + spans + `,` + scope + `}],` + resource + `}]}`},
		{"scope last", `{"resourceSpans":[{` + resource + `,"scopeSpans":[{` + spans + `,` + scope + `}]}]}`},
		{"bare, resource last", `{"scopeSpans":[{` + scope + `,` + spans + `}],` + resource + `}`},
		{"base64", request(`{` + b64 + `,` + times + `}`)},
		{"base64 unpadded", request(`{"traceId":"CvdlGRbNQ92ESOshHIAxnA","spanId":"t61rcWkgMzE",` + times + `}`)},
		{"halves", request(`{` + ids + `,"name":"n","startTimeUnixNano":{"low":5,"high":0,"unsigned":true},"endTimeUnixNano":{"high":0,"low":6}}`)},
		{"exponent", request(`{` + ids + `,"name":"n","startTimeUnixNano":0.5e1,"endTimeUnixNano":6.0}`)},
		{"name last", request(`{"startTimeUnixNano":"5","endTimeUnixNano":"6","kind":"SPAN_KIND_INTERNAL","attributes":null,"links":null,` + ids + `,"name":"n"}`)},
		{"byte order mark", "\xEF\xBB\xBF" + request(span)},
		{"escapes", request(`{` + ids + `,"na\u006de":"\u006e","startTimeUnixNano":"5","endTimeUnixNano":"6"}`)},
		{"unknown members", `{"x":[{"y":[1,-2.5e3,true,false,null,"\n"]}],"resourceSpans":[` + plain + `],"z":{}}`},
		{"white space", " \n\t" + strings.ReplaceAll(request(span), ",", " ,\r\n\t ") + "\n\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			k := read(t, test.input)
			if len(k.records) != 1 || len(k.broken) != 0 {
				t.Fatalf("read %q, broken %q", k.records, k.broken)
			}
			if _, got, _ := strings.Cut(k.records[0], " "); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestValues(t *testing.T) {
	tests := []struct{ value, want string }{
		{`{"stringValue":"x"}`, `string("x")`},
		{`{"string_value":"\ud83d\ude00"}`, `string("😀")`},
		{`{"intValue":"-42"}`, "-42"},
		{`{"intValue":42}`, "42"},
		{`{"intValue":4.2e1}`, "42"},
		{`{"intValue":"9223372036854775807"}`, "9223372036854775807"},
		{`{"doubleValue":1.5}`, "1.5f"},
		{`{"doubleValue":"NaN"}`, "NaNf"},
		{`{"doubleValue":"-Infinity"}`, "-Inff"},
		{`{"doubleValue":"2"}`, "2f"},
		{`{"boolValue":true}`, "true"},
		{`{"bytesValue":"AQID"}`, `bytes("AQID")`},
		{`{"arrayValue":{"values":[{"stringValue":"a"},{"arrayValue":{"values":[{"intValue":1}]}},{}]}}`, `[string("a") [1] no value("")]`},
		{`{"arrayValue":{}}`, `[]`},
		{`{"kvlistValue":{"values":[{"key":"a"}]}}`, `map("{\"values\":[{\"key\":\"a\"}]}")`},
		{`{}`, `no value("")`},
		{`null`, `no value("")`},
		{`{"stringValue":null}`, `no value("")`},
		{`{"stringValue":"x","intValue":null}`, `string("x")`},
		{`{"futureValue":[1]}`, `no value("")`},
	}
	for _, test := range tests {
		k := read(t, request(`{`+ids+`,"attributes":[{"value":`+test.value+`,"key":"k"}]}`))
		if len(k.broken) > 0 || len(k.records) != 1 {
			t.Errorf("%s: %q, %q", test.value, k.records, k.broken)
			continue
		}
		if !strings.Contains(k.records[0], " k="+test.want+" defects") {
			t.Errorf("%s: got %s, want %s", test.value, k.records[0], test.want)
		}
	}
}

func TestLinksAndParents(t *testing.T) {
	link := `{"traceId":"11111111111111111111111111111111","spanId":"2222222222222222","attributes":[{"key":"specgen.link.type","value":{"stringValue":"parent"}}]}`
	k := read(t, request(`{`+ids+`,"links":[`+link+`,{"traceId":"33333333333333333333333333333333","spanId":"4444444444444444"},{"traceId":"3","spanId":""}],"parentSpanId":""}`))
	if len(k.records) != 1 || !strings.Contains(k.records[0], " parent=2222222222222222 of 11111111111111111111111111111111 ") ||
		!strings.Contains(k.records[0], " link=33333333333333333333333333333333/4444444444444444 ") ||
		strings.Count(k.records[0], "link=") != 1 || !strings.Contains(k.records[0], `bad=["3" "" ""]`) {
		t.Errorf("got %q", k.records)
	}
}

func TestBroken(t *testing.T) {
	good := request(`{` + ids + `}`)
	tests := []struct {
		name, input string
		records     int
		broken      string
	}{
		{"nothing", "", 0, ""},
		{"a line between good ones", good + "\n{\"resourceSpans\":oops}\n" + good, 2, `259:2: want a list, found "oops}"`},
		{"a line that is cut off", good + "\n" + good[:100] + "\n" + good, 2, `342:2: want the end of the text`},
		{"a line that is cut off where an object is due", good + "\n" + good[:18] + "\n" + good, 2, `261:3: the document before it has no end`},
		{"a beginning that is cut off", good[50:] + "\n" + good, 1, `0:1: want a JSON object or list, found`},
		{"an end that is cut off", good + "\n" + good[:200], 1, `442:2: it ends in the middle of a document`},
		{"one document that is cut off", good[:len(good)-3], 1, `238:1: it ends in the middle of a document`},
		{"one list that is cut off", "[" + good + ",", 1, `243:1: it ends in the middle of a list`},
		{"a list without commas", "[" + good + good + "]", 1, `242:1: want , or ]`},
		{"other JSON", `{"name":"package"}`, 0, `0:1: an object without resourceSpans is no OTLP request`},
		{"a span of another type", request(`5,{` + ids + `}`), 1, `161:1: want an object, found "5,{`},
		{"a name of another type", request(`{`+ids+`,"name":7},{`+ids+`}`) + "\n" + good, 2, `242:1: want a text in quotes, found "7},{`},
		{"a resource of another type", `{"resourceSpans":[{"resource":3,"scopeSpans":[{"scope":{},"spans":[{` + ids + `}]}]}]}`, 1, `30:1: want an object, found "3,`},
		{"too deep", `{"resourceSpans":[{"x":` + strings.Repeat("[", 70), 0, `87:1: values nest deeper than 64`},
		{"too deep in a span", request(`{"x":` + strings.Repeat("[", 70)), 0, `: values nest deeper than 64`},
		{"pretty documents, one broken", pretty(good) + "\n" + strings.Replace(pretty(good), ":", ";", 3) + "\n" + pretty(good), 2, `want : after the key`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			k := read(t, test.input)
			if len(k.records) != test.records {
				t.Errorf("read %d records %q, want %d", len(k.records), k.records, test.records)
			}
			if (test.broken == "") != (len(k.broken) == 0) ||
				!strings.Contains(strings.Join(k.broken, "\n"), test.broken) {
				t.Errorf("broken %q, want %s", k.broken, test.broken)
			}
		})
	}
}

func pretty(doc string) string {
	return strings.NewReplacer("{", "{\n  ", "[", "[\n  ", ",", ",\n  ", "}", "\n  }").Replace(doc)
}

// TestWaitingOnDisk has more spans before their resource than wait in memory.
func TestWaitingOnDisk(t *testing.T) {
	pad := strings.Repeat("x", 1<<20)
	var in strings.Builder
	in.WriteString(`{"resourceSpans":[{"scopeSpans":[{"spans":[`)
	for i := range 20 {
		if i > 0 {
			in.WriteByte(',')
		}
		fmt.Fprintf(&in, `{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"%s","name":"%d","x":"%s"}`, hex.EncodeToString([]byte(fmt.Sprintf("%08d", i))), i, pad)
	}
	in.WriteString(`]}],"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"late"}}]}}]}`)
	dir, k := t.TempDir(), &kept{}
	if err := Read(strings.NewReader(in.String()), k, dir); err != nil || len(k.broken) > 0 || len(k.records) != 20 {
		t.Fatalf("%v, %d records, %q", err, len(k.records), k.broken)
	}
	for i, r := range k.records {
		if !strings.Contains(r, fmt.Sprintf(` "%d" service="late"`, i)) {
			t.Errorf("record %d is %.200s", i, r)
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	// That spans go to the folder that was named shows where it is not there.
	if err := Read(strings.NewReader(in.String()), &kept{}, filepath.Join(dir, "none")); err == nil {
		t.Error("spans were put by in a folder that is not there")
	}
}

func realFiles(t testing.TB) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir("../../../../testdata/traces/real", func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && (strings.HasSuffix(path, ".json") || strings.HasSuffix(path, ".jsonl")) {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) < 10 {
		t.Fatalf("found %d files, %v", len(files), err)
	}
	return files
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(request(`{` + ids + `,"name":"n","kind":3,"startTimeUnixNano":"5","endTimeUnixNano":"6","status":{"code":2,"message":"x"}}`)))
	for _, path := range realFiles(f) {
		input, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(input)
	}
	f.Add([]byte(request(`{` + ids + `,"links":[{"attributes":[{"key":"specgen.link.type"}]}]}`)))
	f.Fuzz(func(t *testing.T, input []byte) {
		input = slices.Concat(input, []byte("\n"), input) // the second one may be as predicted
		k, slow, general := &kept{}, &kept{}, &kept{}
		if err := Read(bytes.NewReader(input), k, ""); err != nil {
			t.Fatal(err)
		}
		r := newReader(bytes.NewReader(input), general, "", newWritten())
		r.graph = nil
		if err := r.read(); err != nil || fmt.Sprint(k) != fmt.Sprint(general) {
			t.Fatalf("another result in the general way: %v\n%v\n%v", err, k, general)
		}
		if err := Read(iotest.HalfReader(bytes.NewReader(input)), slow, ""); err != nil || fmt.Sprint(k) != fmt.Sprint(slow) {
			t.Fatalf("another result in other blocks: %v\n%v\n%v", err, k, slow)
		}
	})
}

// TestTooManyValues leaves out a record that would take many times its size in memory, and goes on behind it.
func TestTooManyValues(t *testing.T) {
	const head = `{` + ids + `,"name":"n","startTimeUnixNano":"5","endTimeUnixNano":"6"`
	many := func(one string) string { return strings.Repeat(one+",", 70_000) + one }
	good := `{` + ids + `,"name":"good"}`
	for name, rest := range map[string]string{
		"items":       `,"attributes":[{"key":"k","value":{"arrayValue":{"values":[` + many(`{}`) + `]}}}]}`,
		"plain tags":  `,"attributes":[` + many(`{"key":"k","value":{"boolValue":true}}`) + `]}`,
		"other tags":  `,"attributes":[` + many(`{}`) + `]}`,
		"plain links": `,"attributes":[{"key":"k","value":{"boolValue":true}}],"links":[` + many(`{`+ids+`}`) + `]}`,
		"other links": `,"links":[` + many(`{`+ids+`,"flags":1}`) + `]}`,
		"link tags":   `,"links":[{"attributes":[` + many(`{}`) + `]}]}`,
	} {
		k := &kept{}
		err := Read(strings.NewReader(request(head+rest+","+good)), k, "")
		if err != nil || len(k.records) != 1 || !strings.Contains(k.records[0], `"good"`) || len(k.broken) != 1 ||
			!strings.Contains(k.broken[0], "65536") {
			t.Errorf("%s: %v, %d records, %.300q", name, err, len(k.records), k.broken)
		}
	}
	k := read(t, `{"resourceSpans":[{"resource":{"attributes":[`+many(`{}`)+`]},"scopeSpans":[]}]}`)
	if len(k.broken) != 1 || !strings.Contains(k.broken[0], "65536") {
		t.Errorf("resource: %.300q", k.broken)
	}
}

// A value that is not what its key says is Invalid, and costs neither its span nor its resource.
func TestInvalidValues(t *testing.T) {
	for value, want := range map[string]string{
		`{"intValue":"1.5"}`:                 `"1.5"`,
		`{"intValue":1.5}`:                   `1.5`,
		`{"intValue":"9223372036854775808"}`: `"9223372036854775808"`,
		`{"intValue":[1]}`:                   `[1]`,
		`{"doubleValue":"1,5"}`:              `"1,5"`,
		`{"boolValue":"true"}`:               `"true"`,
		`{"stringValue":7}`:                  `7`,
		`{"bytesValue": {"a":[1,{}]} }`:      `{"a":[1,{}]}`,
		`{"arrayValue":3}`:                   `3`,
	} {
		attributes := `[{"key":"service.name","value":{"stringValue":"s"}},{"key":"a","value":` + value + `},{"key":"b","value":{"intValue":"2"}}]`
		in := `{"resourceSpans":[{"resource":{"attributes":` + attributes + `},"scopeSpans":[{"scope":{},"spans":[{"name":"x","attributes":` + attributes + `}]}]}]}`
		var read []trace.Tag
		sink := &taking{record: func(r *trace.Record) {
			read = append(append(read, r.Resource.Tags...), r.Tags...)
			for i := range read {
				read[i].Value.Text = slices.Clone(read[i].Value.Text)
			}
		}}
		if err := Read(strings.NewReader(in), sink, t.TempDir()); err != nil || len(read) != 6 || len(sink.broken) > 0 {
			t.Fatalf("%s: %v, %d tags, %v", value, err, len(read), sink.broken)
		}
		for _, at := range []int{1, 4} {
			if v := read[at].Value; v.Kind != trace.Invalid || string(v.Text) != want || read[at+1].Value.Int() != 2 {
				t.Errorf("%s: got %s %q, then %v", value, v.Kind, v.Text, read[at+1].Value)
			}
		}
	}
}

// taking is a sink that passes records on.
type taking struct {
	record func(*trace.Record)
	broken []string
}

func (s *taking) Record(r *trace.Record) error  { s.record(r); return nil }
func (s *taking) Broken(p *trace.Problem) error { s.broken = append(s.broken, p.Message); return nil }
func (s *taking) Skipped(int64)                 {}

// TestResourcesHeld has very many tiny resources: what is remembered of each is more than what it takes in the input.
func TestResourcesHeld(t *testing.T) {
	var in strings.Builder
	for n := range 100_000 {
		fmt.Fprintf(&in, `{"resource":{"%d":1},"scopeSpans":[]}`+"\n", n)
	}
	k := &kept{}
	r := newReader(strings.NewReader(in.String()), k, "", newWritten())
	if err := r.docs.Each(r.readDocument); err != nil || len(k.broken) > 0 || r.resources.Len() == 0 || r.resources.Len() > 20_000 {
		t.Errorf("%v, %q, %d resources are remembered", err, k.broken, r.resources.Len())
	}
}
