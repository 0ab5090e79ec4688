package spaneventproto

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/internal/readers/protowire"
	"github.com/specgen/specgen/validator/trace"
)

// A message of protobuf is written by joining fields.

func join(fields ...[]byte) []byte { return bytes.Join(fields, nil) }

func message(number uint64, fields ...[]byte) []byte { return text(number, string(join(fields...))) }

func text(number uint64, value string) []byte {
	b := binary.AppendUvarint(nil, number<<3|2)
	return append(binary.AppendUvarint(b, uint64(len(value))), value...)
}

func varint(number, value uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(nil, number<<3), value)
}

func fixed64(number, value uint64) []byte {
	return binary.LittleEndian.AppendUint64(binary.AppendUvarint(nil, number<<3|1), value)
}

func fixed32(number uint64, value uint32) []byte {
	return binary.LittleEndian.AppendUint32(binary.AppendUvarint(nil, number<<3|5), value)
}

// tag writes a tag of a text.
func tag(number uint64, key, value string) []byte {
	return message(number, text(1, key), text(3, value))
}

const (
	traceID, spanID = "\x0a\xf7\x65\x19\x16\xcd\x43\xdd\x84\x48\xeb\x21\x1c\x80\x31\x9c", "\xb7\xad\x6b\x71\x69\x20\x33\x31"
	links           = `[{"trace_id":"11111111111111111111111111111111","span_id":"2222222222222222"}]`
)

// fields are those of a span.
func fields() [][]byte {
	return [][]byte{text(1, spanID), text(2, "12345678"), text(3, traceID), text(4, "n"), fixed64(5, 5), varint(6, 2), tag(7, "a", "x")}
}

var (
	common = join(tag(2, "service_name", "s"), tag(2, "flow", "f"), tag(2, "flow_version", "1.0.0"), tag(2, "links", links), tag(2, "c", "d"))
	span   = message(1, fields()...)
	list   = join(span, common)
)

const want = `s f@1.0.0 0af7651916cd43dd8448eb211c80319c/b7ad6b7169203331 below 3132333435363738 of 00000000000000000000000000000000 n 5000-7000 false ` +
	`a=string x c=string d -> 11111111111111111111111111111111/2222222222222222 defects 0`

// kept is a sink that keeps what it is handed, as text.
type kept struct{ records, broken []string }

func (k *kept) Record(r *trace.Record) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s@%s %s/%s below %s of %s %s %d-%d %v", r.Service, r.Flow, r.FlowVersion, r.TraceID, r.SpanID, r.ParentID, r.ParentTraceID,
		r.Name, r.Start, r.End, r.Failed)
	for _, t := range r.Tags {
		fmt.Fprintf(&b, " %s=%s", t.Key, valueText(&t.Value))
	}
	for _, l := range r.Links {
		fmt.Fprintf(&b, " -> %s/%s", l.TraceID, l.SpanID)
	}
	fmt.Fprintf(&b, " defects %b", r.Defects)
	for _, bad := range [][]byte{r.BadID, r.BadTime, r.BadTag} {
		if bad != nil {
			fmt.Fprintf(&b, " %q", bad)
		}
	}
	k.records = append(k.records, b.String())
	return nil
}

func valueText(v *trace.Value) string {
	switch v.Kind {
	case trace.Int:
		return fmt.Sprint("int ", v.Int())
	case trace.Double:
		return fmt.Sprint("double ", v.Double())
	case trace.Bool:
		return fmt.Sprint("bool ", v.Bool())
	}
	return fmt.Sprintf("%s %s", v.Kind, v.Text)
}

func (k *kept) Broken(p *trace.Problem) error {
	k.broken = append(k.broken, fmt.Sprintf("%d %s", p.Offset, p.Message))
	return nil
}

func (k *kept) Skipped(int64) {}

func read(t *testing.T, in []byte) *kept {
	t.Helper()
	k, slow := &kept{}, &kept{}
	if err := Read(bytes.NewReader(in), k, t.TempDir()); err != nil {
		t.Fatal(err)
	}
	if err := Read(iotest.OneByteReader(bytes.NewReader(in)), slow, ""); err != nil || fmt.Sprint(k) != fmt.Sprint(slow) {
		t.Fatalf("another result in other blocks: %v\n%v\n%v", err, k, slow)
	}
	return k
}

// framed writes messages each behind its length.
func framed(length func([]byte, uint64) []byte, messages ...[]byte) (out []byte) {
	for _, m := range messages {
		out = append(length(out, uint64(len(m))), m...)
	}
	return out
}

func fourBytes(b []byte, n uint64) []byte { return binary.BigEndian.AppendUint32(b, uint32(n)) }

func TestShapes(t *testing.T) {
	backwards := fields()
	for i, k := 0, len(backwards)-1; i < k; i, k = i+1, k-1 {
		backwards[i], backwards[k] = backwards[k], backwards[i]
	}
	ids := fields()
	ids[0], ids[1], ids[2] = text(1, "b7ad6b7169203331"), text(2, "3132333435363738"), text(3, "0AF7651916CD43DD8448EB211C80319C")
	base64 := fields()
	base64[0], base64[2] = text(1, "t61rcWkgMzE="), text(3, "CvdlGRbNQ92ESOshHIAxnA==")
	unknown := append(fields(), text(8, "new"), varint(9, 1), fixed32(10, 1), text(5, "of another type"))
	for name, in := range map[string][]byte{
		"bare": list, "common tags first": join(common, span), "two messages": join(span, common[:20], common[20:]), "prefixed": framed(fourBytes, list),
		"delimited": framed(binary.AppendUvarint, list), "backwards": join(common, message(1, backwards...)), "ids as text": join(message(1, ids...), common),
		"ids as base64": join(message(1, base64...), common), "what is new": join(message(1, unknown...), common, text(3, "new")),
		"its own tag": join(message(1, append(fields(), tag(7, "c", "d"))...), common[:len(common)-len(tag(2, "c", "d"))], tag(2, "c", "other")),
		"empty lists": join(framed(fourBytes, list), make([]byte, 8)),
	} {
		if k := read(t, in); len(k.broken) > 0 || len(k.records) != 1 || k.records[0] != want {
			t.Errorf("%s: %q, %q\nwant %q", name, k.records, k.broken, want)
		}
		if name != "common tags first" && name != "backwards" && name != "what is new" && name != "its own tag" {
			if match := Detect(&input.Head{Bytes: in, Binary: true}); match != input.Certain {
				t.Errorf("%s: not recognized", name)
			}
		}
	}
}

func TestDetect(t *testing.T) {
	otlp := message(1, message(1, text(1, "attribute")), message(2, message(2, text(1, traceID))))
	for name, in := range map[string][]byte{
		"OTLP": otlp, "OTLP in frames": framed(fourBytes, otlp), "a span of ids alone": message(1, text(1, spanID), text(3, traceID)),
		"a time of another type": message(1, text(1, spanID), varint(5, 1)), "nothing": {}, "zeros": make([]byte, 100),
	} {
		if Detect(&input.Head{Bytes: in, Binary: true}) != input.None {
			t.Errorf("%s is taken for SpanEvents", name)
		}
	}
	for n := 45; n < len(list); n++ {
		if Detect(&input.Head{Bytes: list[:n], Binary: true}) != input.Certain {
			t.Errorf("not recognized by %d bytes", n)
		}
	}
	if Detect(&input.Head{Bytes: list}) != input.None {
		t.Error("text is taken for protobuf")
	}
}

func TestValues(t *testing.T) {
	for want, value := range map[string][]byte{
		"string x":                              text(3, "x"),
		"string \uFFFD(":                        text(3, "\xc3("),
		"text ":                                 nil,
		"string ":                               varint(10, 1),
		"bool true":                             varint(4, 1),
		"bool false":                            varint(2, 1),
		"int -1":                                varint(5, math.MaxUint64),
		"int 0":                                 varint(10, 9),
		"int -7":                                varint(8, math.MaxUint64-6),
		"double -0.5":                           fixed64(6, math.Float64bits(-0.5)),
		"double 0":                              varint(10, 5),
		"double 0.1":                            fixed32(9, math.Float32bits(0.1)),
		"bytes AQI=":                            text(7, "\x01\x02"),
		"bytes ":                                varint(10, 13),
		"text [1,2]":                            text(3, "[1,2]"),
		"string 2024-01-02T03:04:05.006Z":       message(11, varint(1, 1704164645), varint(2, 6_000_000)),
		"string 2024-01-02T03:04:05Z":           message(11, varint(1, 1704164645)),
		"string 2024-01-02T03:04:05.000000006Z": message(11, varint(1, 1704164645), varint(2, 6)),
		"string last":                           join(varint(5, 1), text(3, "last")),
		"int 3":                                 join(varint(2, 2), varint(5, 3), text(3, "not by the type")),
		"string of the type":                    join(varint(2, 9), text(3, "of the type"), varint(5, 3)),
	} {
		k := read(t, message(1, text(1, spanID), text(3, traceID), fixed64(5, 5), message(7, value, text(1, "v"))))
		if len(k.records) != 1 || !strings.Contains(k.records[0], "false v="+want+" defects") {
			t.Errorf("%q, %q, want %q", k.records, k.broken, want)
		}
	}
}

func TestDefects(t *testing.T) {
	ids := join(text(1, spanID), text(3, traceID), fixed64(5, 5))
	for name, test := range map[string]struct {
		fields []byte
		want   string
	}{
		"nothing":            {text(4, "n"), fmt.Sprintf("defects %b", trace.BadTraceID|trace.BadSpanID|trace.BadStart|trace.BadEnd)},
		"a short id":         {join(ids, text(1, "short")), fmt.Sprintf("defects %b %q", trace.BadSpanID, "short")},
		"a long id":          {join(ids, text(1, strings.Repeat("\x01", 16))), fmt.Sprintf("defects %b %q", trace.BadSpanID, strings.Repeat("01", 16))},
		"a parent":           {join(ids, text(2, "x")), fmt.Sprintf("defects %b %q", trace.BadParentID, "x")},
		"a time of 64 bits":  {join(ids, fixed64(5, 1<<63)), fmt.Sprintf("defects %b %q", trace.BadStart|trace.BadEnd, "9223372036854775808")},
		"a time of 63 bits":  {join(ids, fixed64(5, 1<<62)), fmt.Sprintf("defects %b", trace.BadStart|trace.BadEnd)},
		"a duration":         {join(ids, varint(6, 1<<63)), fmt.Sprintf("defects %b %q", trace.BadEnd, "9223372036854775808")},
		"a text":             {join(ids, tag(7, "k", "\xff")), fmt.Sprintf("defects %b %q", trace.BadUTF8, "k")},
		"a name":             {join(ids, text(4, "\xff"), tag(7, "k", "\xff")), fmt.Sprintf("defects %b", trace.BadUTF8)},
		"a link":             {join(ids, tag(7, "links", `[{"trace_id":"1"}]`)), fmt.Sprintf("defects %b %q", trace.BadLink, "1")},
		"no link":            {join(ids, tag(7, "links", `[{]`)), "links=text [{] defects 0"},
		"an error":           {join(ids, message(7, text(1, "error"), varint(4, 1))), "true defects 0"},
		"no error":           {join(ids, message(7, text(1, "error"))), "false defects 0"},
		"another error":      {join(ids, tag(7, "error", "why")), "error=string why defects 0"},
		"another trace":      {join(ids, text(2, spanID), tag(7, "parent_trace_id", "11111111111111111111111111111111")), "of 11111111111111111111111111111111"},
		"another, in base64": {join(ids, text(2, spanID), message(7, text(1, "parent_trace_id"), text(7, strings.Repeat("\x11", 16)))), "of 11111111111111111111111111111111"},
		"a number as flow":   {join(ids, message(7, text(1, "flow"), varint(5, 3))), "flow=int 3"},
	} {
		if k := read(t, message(1, test.fields)); len(k.records) != 1 || !strings.Contains(k.records[0], test.want) || len(k.broken) > 0 {
			t.Errorf("%s: %q, %q, want %q", name, k.records, k.broken, test.want)
		}
	}
}

// TestCommonText: a text in common that is not UTF-8 is wrong in each span.
func TestCommonText(t *testing.T) {
	k := read(t, join(span, span, tag(2, "k", "\xff")))
	if len(k.records) != 2 || strings.Count(fmt.Sprint(k.records), fmt.Sprintf("defects %b %q", trace.BadUTF8, "k")) != 2 {
		t.Errorf("%q", k.records)
	}
}

// TestBroken: what is wrong costs no more than the message that it is in.
func TestBroken(t *testing.T) {
	group := varint(1, 0)
	group[0] = 5<<3 | 3
	many := bytes.Repeat(message(7, text(1, "k")), 70_000)
	for name, test := range map[string]struct {
		in      []byte
		records int
		broken  string
	}{
		"a span":               {join(span, message(1, group), span), 2, "a field has a wire type"},
		"a frame":              {framed(fourBytes, list, group, list), 2, "a field has a wire type"},
		"a tag in common":      {join(span, text(2, "\x0a\x7f"), span), 2, "a tag that spans have in common cannot be read: a field goes on"},
		"many tags in common":  {join(span, bytes.Repeat(tag(2, "k", "v"), 257)), 1, "want at most 256 of them"},
		"a large tag":          {join(span, text(2, strings.Repeat("x", 1<<20+1))), 1, "larger than 1 MB"},
		"large tags in common": {join(span, bytes.Repeat(tag(2, "k", strings.Repeat("x", 1<<19)), 2)), 1, "of 1 MB in all"},
		"too many tags":        {join(message(1, many), span), 1, "65536"},
		"the end":              {join(span, span[:20]), 1, "it ends in the middle of a message"},
	} {
		k := read(t, test.in)
		if len(k.records) != test.records || len(k.broken) != 1 || !strings.Contains(k.broken[0], test.broken) {
			t.Errorf("%s: %d records, %q; want %d, %q", name, len(k.records), k.broken, test.records, test.broken)
		}
	}
}

// counting counts the records that have the tags in common.
type counting struct {
	kept
	right, wrong int
}

func (c *counting) Record(r *trace.Record) error {
	if string(r.Service) == "s" && string(r.Flow) == "f" && len(r.Tags) == 2 {
		c.right++
	} else {
		c.wrong++
	}
	return nil
}

// TestLarge: spans of a list that is larger than memory should be wait for the tags behind them.
func TestLarge(t *testing.T) {
	n := 1 + (40<<20)/len(span)
	c := &counting{}
	r := &reader{Reader: protowire.NewReader(io.MultiReader(io.LimitReader(&repeating{unit: span}, int64(n*len(span))), bytes.NewReader(common)), c), sink: c}
	if err := Read(io.MultiReader(io.LimitReader(&repeating{unit: span}, int64(n*len(span))), bytes.NewReader(common)), c, t.TempDir()); err != nil || c.right != n || c.wrong > 0 {
		t.Errorf("%v, %d with the tags and %d without, want %d", err, c.right, c.wrong, n)
	}
	if err := r.Each(protowire.NoFraming, beginsList, func(end int64) error { _, whole := r.Whole(end); return fmt.Errorf("whole: %v", whole) }); err == nil || err.Error() != "whole: false" {
		t.Error(err)
	}
	if held := r.Held(); held > protowire.MaxUnit+1<<19 {
		t.Errorf("%d bytes of the input are in memory", held)
	}
}

type repeating struct {
	unit []byte
	at   int
}

func (r *repeating) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = r.unit[r.at]
		r.at = (r.at + 1) % len(r.unit)
	}
	return len(b), nil
}

// TestNothingPerSpan: what is read of a span is memory that is used again.
func TestNothingPerSpan(t *testing.T) {
	all := join(bytes.Repeat(span, 1000), common)
	one := testing.AllocsPerRun(5, func() { _ = Read(bytes.NewReader(list), &counting{}, "") })
	many := testing.AllocsPerRun(5, func() { _ = Read(bytes.NewReader(all), &counting{}, "") })
	if per := (many - one) / 999; per > 0.1 {
		t.Errorf("%.2f allocations for each span", per)
	}
}

// TestHostile changes bytes at random: nothing crashes, and what is left of the input is read.
func TestHostile(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	base := [][]byte{join(list, list), framed(fourBytes, list, list), framed(binary.AppendUvarint, list, list)}
	for range 2000 {
		in := bytes.Clone(base[random.IntN(3)])
		for range 1 + random.IntN(4) {
			in[random.IntN(len(in))] = byte(random.IntN(256))
		}
		_ = read(t, in)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range [][]byte{list, join(common, span), framed(fourBytes, list, list), framed(binary.AppendUvarint, list)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in []byte) { _ = read(t, in) })
}
