package jaeger

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/trace"
)

// TestBroken: what is wrong costs no more than itself, where the format lets the reader go on.
func TestBroken(t *testing.T) {
	for _, test := range []struct {
		name, in string
		records  int
		broken   string
	}{
		{"a span that waits", `{"spans":[` + span + `,` + strings.Replace(span, `"n"`, `7`, 1) + `],` + allProcesses + `}`, 1, `want a text in quotes, found "7,`},
		{"a span", `{` + allProcesses + `,"spans":[` + strings.Replace(span, `"n"`, `7`, 1) + `,` + span + `,5]}`, 1, "want a text in quotes"},
		{"a process", `{"processes":{"p0":7,"p1":` + oneProcess + `},"spans":[` + span + `]}`, 1, `19:1 want an object, found "7,`},
		{"a tag of a process", `{"processes":{"p0":{"tags":[{"key":7}]},"p1":` + oneProcess + `},"spans":[` + span + `]}`, 1, `35:1 want a text in quotes, found "7}]`},
		{"a process in a span", strings.Replace(document, oneProcess, `[]`, 1) + "\n" + document, 1, "want an object"},
		{"a line", document + "\n{\"traceID\":\"1\",\"tags\":\n" + document, 2, "the document before it has no end"},
		{"a line that is something else", `{"x":1}` + "\n" + document, 1, "0:1 an object without traceID, spans and data is nothing of Jaeger's"},
		{"an element of data", `{"data":[7,{"spans":[` + span + `],` + allProcesses + `}]}`, 1, ""},
		{"an error", `{"data":[{"spans":[` + span + `],` + allProcesses + `}],"errors":[{"code":500,"msg":"disk\u0000"},{"msg":"x"}]}`, 1, `Jaeger answered with the error "disk\x00"`},
		{"an error without a message", `{"errors":[{}]}`, 0, `10:1 Jaeger answered with an error`},
		{"an error that is none", `{"errors":["x"]}`, 0, `want an object`},
		{"a process that is not there", `{"spans":[` + strings.Replace(span, "p1", "p9", 1) + `],` + allProcesses + `}`, 1, ""},
		{"spans of a trace before", `{"data":[{"spans":[` + span + `],` + allProcesses + `},{"spans":[` + span + `]}]}`, 2, ""},
		{"deep nesting", `{"data":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + "}\n" + document, 1, "values nest deeper than 64"},
		{"data in data", strings.Repeat(`{"data":`, 50) + document + strings.Repeat("}", 50) + "\n" + document, 1, ""},
		{"deep tags", strings.Replace(document, `"value":3`, `"value":`+strings.Repeat("[", 30)+strings.Repeat("]", 30), 1) + "\n" + document, 1, "want values that nest less deep"},
		{"a trace in a trace", `{"spans":[` + span + `],"data":[{"spans":[` + span + `],` + allProcesses + `}],` + allProcesses + `}`, 2, ""},
	} {
		k := read(t, test.in)
		if len(k.records) != test.records || !strings.Contains(strings.Join(k.broken, "\n"), test.broken) || test.broken == "" && len(k.broken) > 0 {
			t.Errorf("%s: %d records, %q; want %d, %q", test.name, len(k.records), k.broken, test.records, test.broken)
		}
	}
}

// TestCut cuts inputs at every place: what is before is read as far as the format allows, and it is said that it was cut.
func TestCut(t *testing.T) {
	first := `{` + allProcesses + `,"spans":[` + span + `,` + span + `]}`
	for name, in := range map[string]string{
		"an answer": `{"data":[{"spans":[` + span + `],` + allProcesses + `}]}`, "processes first": first, "documents": document + "\n" + document,
		"hits": `{"hits":{"hits":[{"_source":` + document + `}]}}`,
	} {
		most := len(read(t, in).records)
		for at := range len(in) {
			k := read(t, in[:at])
			complete := at == 0 || name == "documents" && (at == len(document) || at == len(document)+1)
			if (len(k.broken) == 0) != complete || len(k.records) > most {
				t.Fatalf("%s, cut at %d: %d records, %q", name, at, len(k.records), k.broken)
			}
			if ends := strings.Index(in, span+",") + len(span); name == "processes first" && at >= ends && len(k.records) == 0 {
				t.Fatalf("%s, cut at %d: the span before is not read", name, at)
			}
			if name == "documents" && at >= len(document) && len(k.records) != 1 {
				t.Fatalf("%s, cut at %d: %d records", name, at, len(k.records))
			}
		}
	}
	k := &kept{}
	if err := Read(io.MultiReader(strings.NewReader(document), iotest.ErrReader(errors.New("the disk is gone"))), k, ""); err != nil ||
		len(k.records) != 1 || len(k.broken) != 1 || !strings.Contains(k.broken[0], "the disk is gone") {
		t.Errorf("a read error: %v, %q, %q", err, k.records, k.broken)
	}
}

// counting is a sink that counts.
type counting struct {
	records, wrong int
	broken         []string
}

func (c *counting) Record(r *trace.Record) error {
	c.records++
	if string(r.Service) != "s" || len(r.Tags) != 1 {
		c.wrong++
	}
	return nil
}

func (c *counting) Broken(p *trace.Problem) error { c.broken = append(c.broken, p.Message); return nil }
func (c *counting) Skipped(int64)                 {}

// repeated reads a text over and over.
func repeated(text string, times int, between string) io.Reader {
	var parts []io.Reader
	one := text
	for range times {
		parts = append(parts, strings.NewReader(one))
		one = between + text
	}
	return io.MultiReader(parts...)
}

// TestLargeTrace has more spans that wait than memory is used for.
func TestLargeTrace(t *testing.T) {
	const spans = 60_000
	in := io.MultiReader(strings.NewReader(`{"data":[{"spans":[`), repeated(span, spans, ",\n"), strings.NewReader(`],`+allProcesses+`}]}`))
	c := &counting{}
	if err := Read(in, c, t.TempDir()); err != nil || c.records != spans || c.wrong > 0 || len(c.broken) > 0 {
		t.Errorf("%v, %+v", err, c)
	}
	in = io.MultiReader(strings.NewReader(`{"data":[{"spans":[`), repeated(span, spans, ","), strings.NewReader(`],`+allProcesses+`}]}`))
	if err := Read(in, c, t.TempDir()+"/none"); err == nil || !strings.Contains(err.Error(), "cannot put spans by") {
		t.Errorf("without a folder for temporary files: %v", err)
	}
}

// TestManyProcesses has more processes than are held, in one trace and in many.
func TestManyProcesses(t *testing.T) {
	const many = 100_000
	var b bytes.Buffer
	b.WriteString(`{"processes":{`)
	for i := range many {
		fmt.Fprintf(&b, `"p%d":{"serviceName":"s","tags":[{"key":"k","value":"%d"}]},`, i, i)
	}
	fmt.Fprintf(&b, `"last":%s},"spans":[%s,%s]}`, oneProcess, strings.Replace(span, "p1", "p7", 1), strings.Replace(span, "p1", "last", 1))
	c := &counting{}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	if err := Read(&b, c, ""); err != nil || c.records != 1 || c.wrong > 0 || len(c.broken) != 1 || !strings.Contains(c.broken[0], "more than 16 MB") {
		t.Errorf("one trace: %v, %+v", err, c)
	}
	runtime.GC()
	if runtime.ReadMemStats(&after); after.HeapAlloc > before.HeapAlloc+64<<20 {
		t.Errorf("%d bytes are held", after.HeapAlloc-before.HeapAlloc)
	}
	b.Reset()
	for i := range many {
		fmt.Fprintf(&b, `{"spans":[%s],"processes":{"p%d":%s}}`+"\n", strings.Replace(span, "p1", fmt.Sprint("p", i), 1), i, oneProcess)
	}
	c = &counting{}
	if err := Read(&b, c, ""); err != nil || c.records != many || c.wrong > 0 || len(c.broken) > 0 {
		t.Errorf("many traces: %v, %d records, %d wrong, %q", err, c.records, c.wrong, c.broken)
	}
	r := &processes{}
	for i := range 200_000 {
		r.begin()
		if !r.add(fmt.Append(nil, i), &trace.Resource{Service: bytes.Repeat([]byte("s"), 100)}) {
			t.Fatal("a trace with one process is full")
		}
		if len(r.byID) > maxProcesses/256 || r.held > maxProcesses {
			t.Fatalf("%d processes, %d bytes", len(r.byID), r.held)
		}
	}
}

// TestHugeRecords leaves out what is larger than the limits, says so, and reads on.
func TestHugeRecords(t *testing.T) {
	long := strings.Repeat("x", 17<<20)
	many := func(one string) string { return strings.Repeat(one+",", 70_000) + one }
	for name, test := range map[string]struct {
		in     string
		broken string
	}{
		"a text":        {`{"spanID":"1","operationName":"` + long + `"}`, "larger than 16 MB"},
		"a span":        {`{"data":[{"spans":[` + strings.Replace(span, `"n"`, `"`+long+`"`, 1) + `],` + allProcesses + `}]}`, "larger than 16 MB"},
		"before a span": {`{"x":["` + long + `"],"data":[]}`, "larger than 16 MB"},
		"tags":          {strings.Replace(document, `"tags":[`, `"tags":[`+many(`{}`)+`,`, 1), record.TooMany},
		"tags by name":  {strings.Replace(document, `"logs"`, `"tag":{`+many(`"":1`)+`},"logs"`, 1), record.TooMany},
		"references":    {strings.Replace(document, `"references":[`, `"references":[`+many(`{}`)+`,`, 1), record.TooMany},
		"items":         {strings.Replace(document, `"value":3`, `"value":[`+many(`1`)+`]`, 1), record.TooMany},
	} {
		k := read(t, test.in+"\n"+document)
		if len(k.records) != 1 || len(k.broken) != 1 || !strings.Contains(k.broken[0], test.broken) {
			t.Errorf("%s: %d records, %.300q", name, len(k.records), k.broken)
		}
	}
	// A text that looks like a list of very many items stays a text.
	k := read(t, `{"spanID":"1","tags":[{"key":"k","value":"[`+many(`1`)+`]"}]}`)
	if len(k.records) != 1 || len(k.broken) > 0 || !strings.Contains(k.records[0], " k=text:[1,") || strings.Contains(k.records[0], "items)") {
		t.Errorf("a text: %.300q, %q", k.records, k.broken)
	}
}

// TestNothingPerSpan: what is read of a span is memory that is used again, whether it waits or not.
func TestNothingPerSpan(t *testing.T) {
	tagged := strings.Replace(span, `"tags":[`, `"tags":[{"key":"otel.scope.name","type":"string","value":"f"},{"key":"l","type":"string","value":"[1,\"b\"]"},`, 1)
	traces := func(n int) string {
		return `{"data":[` + strings.Repeat(`{"spans":[`+tagged+`],`+allProcesses+`},`, n) + `{}]}`
	}
	for name, of := range map[string]func(n int) string{
		"waiting": func(n int) string {
			return `{"spans":[` + strings.Repeat(tagged+",", n) + tagged + `],` + allProcesses + `}`
		},
		"in place": func(n int) string {
			return `{` + allProcesses + `,"spans":[` + strings.Repeat(tagged+",", n) + tagged + `]}`
		},
		"documents":    func(n int) string { return strings.Repeat(strings.Replace(document, "host", "h@st", 1)+"\n", n) },
		"small traces": traces,
	} {
		count := func(n int) float64 {
			in := of(n)
			return testing.AllocsPerRun(5, func() { _ = Read(strings.NewReader(in), &counting{}, "") })
		}
		if per := (count(1100) - count(100)) / 1000; per > 0.1 {
			t.Errorf("%s: %.2f allocations for each span", name, per)
		}
	}
}

func FuzzRead(f *testing.F) {
	one := `{"traceID":"x","spans":[` + span + `],` + allProcesses + `,"warnings":null}`
	for _, seed := range []string{
		`{"data":[` + one + `,` + one + `],"errors":[{"msg":"x"}]}`, one + "\n" + document, `[` + document + `,` + document + `]`,
		`{"hits":{"hits":[{"_source":` + document + `}]}}`, strings.Replace(document, `"logs"`, `"tag":{"a@b":"[1]"},"logs"`, 1),
	} {
		f.Add([]byte(seed))
	}
	f.Add([]byte(asWritten))
	f.Add([]byte(strings.Replace(asWritten, "x[1]", "[1]", 1)))
	f.Fuzz(func(t *testing.T, in []byte) {
		k, slow, general := &kept{}, &kept{}, &kept{}
		r := newReader(bytes.NewReader(in), general, "")
		r.general = true
		if err := Read(bytes.NewReader(in), k, ""); err != nil {
			t.Fatal(err)
		}
		if err := Read(iotest.OneByteReader(bytes.NewReader(in)), slow, ""); err != nil || fmt.Sprint(k) != fmt.Sprint(slow) {
			t.Fatalf("another result in other blocks: %v\n%v\n%v", err, k, slow)
		}
		if err := r.readAll(); err != nil || fmt.Sprint(k) != fmt.Sprint(general) {
			t.Fatalf("another result in the general way: %v\n%v\n%v", err, k, general)
		}
	})
}
