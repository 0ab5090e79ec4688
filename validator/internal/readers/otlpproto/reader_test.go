package otlpproto

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
	"github.com/specgen/specgen/validator/internal/readers/waiting"
	"github.com/specgen/specgen/validator/trace"
)

// A message of protobuf is written by joining fields.

func join(fields ...[]byte) []byte { return bytes.Join(fields, nil) }

func key(number, wire uint64) []byte { return binary.AppendUvarint(nil, number<<3|wire) }

func bytesField(number uint64, value []byte) []byte {
	return join(key(number, protowire.LengthType), binary.AppendUvarint(nil, uint64(len(value))), value)
}

func text(number uint64, value string) []byte { return bytesField(number, []byte(value)) }

func varint(number, value uint64) []byte {
	return binary.AppendUvarint(key(number, protowire.VarintType), value)
}

func fixed64(number, value uint64) []byte {
	return binary.LittleEndian.AppendUint64(key(number, protowire.Fixed64Type), value)
}

func fixed32(number uint64, value uint32) []byte {
	return binary.LittleEndian.AppendUint32(key(number, protowire.Fixed32Type), value)
}

func attribute(number uint64, name string, value []byte) []byte {
	return bytesField(number, join(text(1, name), bytesField(2, value)))
}

const traceID, spanID = "\x0a\xf7\x65\x19\x16\xcd\x43\xdd\x84\x48\xeb\x21\x1c\x80\x31\x9c", "\xb7\xad\x6b\x71\x69\x20\x33\x31"

// spanFields are the fields of a span with one of each.
func spanFields() [][]byte {
	return [][]byte{
		text(1, traceID), text(2, spanID), text(3, "state"), text(4, "12345678"), text(5, "n"), varint(6, 3),
		fixed64(7, 5), fixed64(8, 6), attribute(9, "a", text(1, "x")), varint(10, 7), bytesField(11, text(2, "an event")),
		bytesField(13, join(text(1, traceID), text(2, "87654321"), fixed32(6, 1))), varint(14, 8), bytesField(15, join(text(2, "why"), varint(3, 2))), fixed32(16, 1),
	}
}

var (
	resource = bytesField(1, join(attribute(1, "service.name", text(1, "s")), varint(2, 6)))
	scope    = bytesField(1, join(text(1, "f"), text(2, "1.0.0")))
	span     = bytesField(2, join(spanFields()...))
	plain    = bytesField(1, join(resource, bytesField(2, join(scope, span))))
)

const want = `s f@1.0.0 0af7651916cd43dd8448eb211c80319c/b7ad6b7169203331 below 3132333435363738 of 00000000000000000000000000000000 n client 5-6 true why a=string x -> 0af7651916cd43dd8448eb211c80319c/3837363534333231 dropped 7 8 6 defects 0`

// kept is a sink that keeps what it is handed, as text.
type kept struct{ records, broken []string }

func (k *kept) Record(r *trace.Record) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s@%s %s/%s below %s of %s %s %s %d-%d %v %s", r.Service, r.Flow, r.FlowVersion, r.TraceID, r.SpanID, r.ParentID, r.ParentTraceID,
		r.Name, r.Kind, r.Start, r.End, r.Failed, r.StatusMessage)
	for _, t := range r.Tags {
		fmt.Fprintf(&b, " %s=%s", t.Key, value(&t.Value))
	}
	for _, l := range r.Links {
		fmt.Fprintf(&b, " -> %s/%s", l.TraceID, l.SpanID)
	}
	if r.DroppedTags > 0 || r.DroppedLinks > 0 {
		fmt.Fprintf(&b, " dropped %d %d", r.DroppedTags, r.DroppedLinks)
		if r.Resource != nil {
			fmt.Fprintf(&b, " %d", r.Resource.DroppedTags)
		}
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

func value(v *trace.Value) string {
	switch v.Kind {
	case trace.Int:
		return fmt.Sprint("int ", v.Int())
	case trace.Double:
		return fmt.Sprint("double ", v.Double())
	case trace.Bool:
		return fmt.Sprint("bool ", v.Bool())
	case trace.List:
		var items []string
		for i := range v.Items {
			items = append(items, value(&v.Items[i]))
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	return v.Kind.String() + " " + string(v.Text)
}

func (k *kept) Broken(p *trace.Problem) error {
	k.broken = append(k.broken, fmt.Sprintf("%d %s", p.Offset, p.Message))
	return nil
}

func (k *kept) Skipped(int64) {}

func read(t *testing.T, in []byte) *kept {
	t.Helper()
	k := &kept{}
	if err := Read(bytes.NewReader(in), k, ""); err != nil {
		t.Fatal(err)
	}
	return k
}

// request makes a request of the fields of a span.
func request(fields ...[]byte) []byte {
	return bytesField(1, join(resource, bytesField(2, join(scope, bytesField(2, join(fields...))))))
}

// TestOrders reads fields in every order that an encoder may write, and fields that OTLP does not have.
func TestOrders(t *testing.T) {
	unknown := join(varint(77, 1<<63), fixed64(78, 1), fixed32(79, 1), text(80, "unknown"))
	descending := spanFields()
	for i, j := 0, len(descending)-1; i < j; i, j = i+1, j-1 {
		descending[i], descending[j] = descending[j], descending[i]
	}
	for name, in := range map[string][]byte{
		"as SDKs write it":          plain,
		"as the Collector does":     bytesField(1, join(text(3, "url"), bytesField(2, join(text(3, "url"), bytesField(2, join(descending...)), scope)), resource)),
		"unknown fields":            join(unknown, bytesField(1, join(unknown, resource, bytesField(2, join(unknown, scope, bytesField(2, join(append(spanFields(), unknown)...)))), unknown)), unknown),
		"of old":                    bytesField(1, join(resource, bytesField(oldScopeSpans, join(scope, span)))),
		"other wire types":          request(append(spanFields(), varint(5, 9), text(6, "x"), varint(7, 1), text(8, "x"), varint(9, 1), varint(13, 1), varint(15, 2))...),
		"empty lists and resources": join(bytesField(1, nil), bytesField(1, resource), plain, bytesField(1, bytesField(2, scope))),
		"a kind of 64 bits":         request(append(spanFields(), varint(6, 3|1<<40))...),
	} {
		for reader, r := range map[string]io.Reader{"at once": bytes.NewReader(in), "byte by byte": iotest.OneByteReader(bytes.NewReader(in))} {
			k := &kept{}
			if err := Read(r, k, t.TempDir()); err != nil || len(k.broken) > 0 || len(k.records) != 1 || k.records[0] != want {
				t.Errorf("%s, %s: %v, %q, %q\nwant %q", name, reader, err, k.records, k.broken, want)
			}
		}
	}
}

func TestValues(t *testing.T) {
	kvlist := join(attribute(1, "k\"", varint(2, 1)), attribute(1, "l", bytesField(5, bytesField(1, fixed64(4, math.Float64bits(1.5))))),
		attribute(1, "m", bytesField(6, attribute(1, "n", varint(3, math.MaxUint64)))), attribute(1, "o", bytesField(7, []byte{1})), attribute(1, "p", text(1, "é\xff")), attribute(1, "q", nil),
		attribute(1, "r", fixed64(4, math.Float64bits(math.Inf(-1)))), attribute(1, "s", fixed64(4, math.Float64bits(3))))
	for want, value := range map[string][]byte{
		"string ":                        text(1, ""),
		"string \uFFFD(":                 text(1, "\xc3("),
		"bool true":                      varint(2, 1),
		"bool false":                     varint(2, 0),
		"int -1":                         varint(3, math.MaxUint64),
		"double -0.5":                    fixed64(4, math.Float64bits(-0.5)),
		"[int 1, [string x], no value ]": bytesField(5, join(bytesField(1, varint(3, 1)), bytesField(1, bytesField(5, bytesField(1, text(1, "x")))), bytesField(1, nil))),
		"bytes AQI=":                     text(7, "\x01\x02"),
		"no value ":                      varint(8, 1),
		"string last":                    join(varint(3, 1), text(1, "last")),
		`map {"values":[{"key":"k\"","value":{"boolValue":true}},{"key":"l","value":{"arrayValue":{"values":[{"doubleValue":1.5}]}}},` +
			`{"key":"m","value":{"kvlistValue":{"values":[{"key":"n","value":{"intValue":"-1"}}]}}},{"key":"o","value":{"bytesValue":"AQ=="}},` +
			`{"key":"p","value":{"stringValue":"é` + "\uFFFD" + `"}},{"key":"q","value":{}},{"key":"r","value":{"doubleValue":"-Infinity"}},{"key":"s","value":{"doubleValue":3}}]}`: bytesField(6, kvlist),
	} {
		for order, kv := range map[string][]byte{"key first": join(text(1, "a"), bytesField(2, value)), "value first": join(bytesField(2, value), text(1, "a"))} {
			k := read(t, request(text(1, traceID), text(2, spanID), fixed64(7, 5), fixed64(8, 6), bytesField(9, kv)))
			if len(k.records) != 1 || !strings.Contains(k.records[0], " a="+want+" defects") {
				t.Errorf("%s: %q, %q, want %q", order, k.records, k.broken, want)
			}
		}
	}
}

func TestDefects(t *testing.T) {
	ids := join(text(1, traceID), text(2, spanID), fixed64(7, 5), fixed64(8, 6))
	for _, test := range []struct {
		fields []byte
		want   trace.Defect
		bad    string
	}{
		{nil, trace.BadTraceID | trace.BadSpanID | trace.BadStart | trace.BadEnd, ""},
		{join(ids, text(1, "short")), trace.BadTraceID, "73686f7274"},
		{join(ids, text(2, strings.Repeat("\x00", 8))), trace.BadSpanID, "0000000000000000"},
		{join(ids, text(4, "123456789")), trace.BadParentID, "313233343536373839"},
		{join(ids, text(4, "")), 0, ""},
		{join(ids, text(4, strings.Repeat("\x00", 8))), 0, ""},
		{join(ids, bytesField(13, text(1, traceID))), trace.BadLink, ""},
		{join(text(1, traceID), text(2, spanID), fixed64(7, 1<<63), fixed64(8, 6)), trace.BadStart, "9223372036854775808"},
		{join(ids, varint(6, 6)), trace.BadSpanKind, "6"},
		{join(ids, varint(6, math.MaxUint64)), trace.BadSpanKind, "-1"},
		{join(ids, bytesField(15, varint(3, 3))), trace.BadSpanStatus, "3"},
		{join(ids, bytesField(15, varint(3, 3)), bytesField(15, varint(3, 1))), 0, ""},
		{join(ids, attribute(9, "a", text(1, "\xff"))), trace.BadUTF8, "a"},
		{join(ids, text(5, "\xff"), attribute(9, "a", text(1, "\xff"))), trace.BadUTF8, ""},
		{join(ids, bytesField(13, join(text(1, traceID), text(2, spanID), attribute(4, "a", text(1, "\xff"))))), trace.BadUTF8, ""},
	} {
		k := read(t, request(test.fields))
		want := fmt.Sprintf("defects %b", test.want)
		if test.bad != "" {
			want += fmt.Sprintf(" %q", test.bad)
		}
		if len(k.records) != 1 || !strings.Contains(k.records[0], want) || test.bad == "" && strings.HasSuffix(k.records[0], `"a"`) {
			t.Errorf("%x: %q, %q, want %s", test.fields, k.records, k.broken, want)
		}
	}
}

// A link with the attribute is the parent in another trace.
func TestParentInAnotherTrace(t *testing.T) {
	k := read(t, request(append(spanFields(), bytesField(13, join(attribute(4, "specgen.link.type", text(1, "parent")), text(2, "parentid"), text(1, "0123456789abcdef"))))...))
	if len(k.records) != 1 || !strings.Contains(k.records[0], "below 706172656e746964 of 30313233343536373839616263646566 ") || strings.Count(k.records[0], "->") != 1 {
		t.Errorf("%q, %q", k.records, k.broken)
	}
}

func prefix(requests ...[]byte) []byte {
	var out []byte
	for _, r := range requests {
		out = append(binary.BigEndian.AppendUint32(out, uint32(len(r))), r...)
	}
	return out
}

func delimit(requests ...[]byte) []byte {
	var out []byte
	for _, r := range requests {
		out = append(binary.AppendUvarint(out, uint64(len(r))), r...)
	}
	return out
}

func TestFramings(t *testing.T) {
	many := bytes.Repeat(plain, 30)
	for _, test := range []struct {
		name    string
		in      []byte
		framing protowire.Framing
		records int
	}{
		{"one request", plain, protowire.Bare, 1},
		{"a request of many", many, protowire.Bare, 30},
		{"prefixed", prefix(plain, nil, many), protowire.Prefixed, 31},
		{"delimited", delimit(plain, nil, many), protowire.Delimited, 31},
		{"a request of nothing before", delimit(bytesField(1, nil), plain), protowire.Delimited, 1},
		{"a resource alone", delimit(bytesField(1, bytesField(1, nil)), plain), protowire.Delimited, 1},
		{"bare, of the length of a line break", join(bytesField(1, bytesField(3, []byte("12345678"))), plain), protowire.Bare, 1},
		{"bare, of the length of a bracket", join(bytesField(1, bytesField(3, bytes.Repeat([]byte(" "), 0x7b-2))), plain), protowire.Bare, 1},
		{"prefixed, of more than 16 MB", prefix(bytes.Repeat(plain, 1+(16<<20)/len(plain))), protowire.Prefixed, 1 + (16<<20)/len(plain)},
	} {
		k := read(t, test.in)
		if got := protowire.FramingOf(test.in[:min(len(test.in), 100)], beginsRequest); got != test.framing || len(k.broken) > 0 || len(k.records) != test.records || k.records[0] != want {
			t.Errorf("%s: framing %d, want %d; %d records, %q", test.name, got, test.framing, len(k.records), k.broken)
		}
		if match := Detect(&input.Head{Bytes: test.in, Binary: true}); match != input.Certain {
			t.Errorf("%s: %d", test.name, match)
		}
	}
	for _, other := range []string{"", "\n", "{}", "\x00\x00\x00\x00", "\x00\x00\x00\x01\x0a", "\n\x02\x0a", "\n\x03hi!", "\x12\x03abc", "\x1f\x8b", "\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "\x7fELF"} {
		if got := protowire.FramingOf([]byte(other), beginsRequest); got != protowire.NoFraming && !strings.HasPrefix(other, "\n\x02") {
			t.Errorf("%q is taken for framing %d", other, got)
		}
	}
}

// TestBroken: what is wrong in a message costs no more than that message.
func TestBroken(t *testing.T) {
	group := key(5, 3)
	for _, test := range []struct {
		name    string
		in      []byte
		records int
		broken  string
	}{
		{"a span", bytesField(1, join(resource, bytesField(2, join(scope, bytesField(2, group), span)))), 1, "want 1: a field has a wire type"},
		{"the scope's fields", join(bytesField(1, join(resource, bytesField(2, join(scope, group)), bytesField(2, join(scope, span)))), plain), 2, "a field has a wire type"},
		{"the resource's fields", join(bytesField(1, join(resource, bytesField(2, join(scope, span)), key(0, 0))), plain), 2, "a field has the number 0"},
		{"a resource", join(bytesField(1, join(bytesField(1, group), bytesField(2, join(scope, span)))), plain), 1, "a resource cannot be read: a field has a wire type"},
		{"a length above its message's", join(bytesField(1, join(resource, key(2, 2), []byte{200})), plain), 1, "a field goes on after the end of its message"},
		{"between requests", join(plain, group, plain), 1, "a field has a wire type"},
		{"a frame", prefix(plain, group, plain), 2, "a field has a wire type"},
		{"the end of a frame", prefix(plain, plain)[:len(plain)+20], 1, "it ends in the middle of a message"},
		{"the end of a length", prefix(plain, plain)[:len(plain)+6], 1, "it ends in the middle of a message"},
		{"a length that is too long", join(delimit(plain), bytes.Repeat([]byte{0xff}, 12)), 1, "want the length of a message"},
		{"deep values", request(append(spanFields(), attribute(9, "deep", deep(40)))...), 0, "want values that nest less deep"},
	} {
		k := read(t, test.in)
		wanted := strings.TrimPrefix(test.broken, "want 1: ")
		if len(k.records) != test.records || len(k.broken) != 1 || !strings.Contains(k.broken[0], wanted) {
			t.Errorf("%s: %d records, %q; want %d, %q", test.name, len(k.records), k.broken, test.records, test.broken)
		}
	}
}

func deep(levels int) []byte {
	if levels == 0 {
		return varint(3, 1)
	}
	return bytesField(5, bytesField(1, deep(levels-1)))
}

// TestCut cuts an input at every place: the records before it are read, and it is said that it was cut.
func TestCut(t *testing.T) {
	for name, in := range map[string][]byte{"bare": join(plain, plain), "prefixed": prefix(plain, plain), "delimited": delimit(plain, plain)} {
		for at := 1; at < len(in); at++ {
			k := &kept{}
			if err := Read(bytes.NewReader(in[:at]), k, t.TempDir()); err != nil {
				t.Fatal(err)
			}
			between := at == len(in)/2
			if whole := at / (len(in) / 2); len(k.records) != whole || (len(k.broken) == 0) != between {
				t.Errorf("%s, %d of %d bytes: %d records, %q", name, at, len(in), len(k.records), k.broken)
			}
		}
	}
	failing := io.MultiReader(bytes.NewReader(plain), iotest.ErrReader(fmt.Errorf("the disk is gone")))
	k := &kept{}
	if err := Read(failing, k, ""); err != nil || len(k.records) != 1 || len(k.broken) != 1 || !strings.Contains(k.broken[0], "the disk is gone") {
		t.Errorf("%v, %q, %q", err, k.records, k.broken)
	}
}

// endless gives n bytes of a filler behind a head.
type endless struct {
	head []byte
	n    int64
	unit []byte
}

func (e *endless) reader() io.Reader {
	return io.MultiReader(bytes.NewReader(e.head), io.LimitReader(&repeating{unit: e.unit}, e.n))
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

// TestLarge reads messages that are larger than memory should be: the resource behind them is found, and what is too large for one
// unit is left out.
func TestLarge(t *testing.T) {
	const size = 40 << 20
	spans := int64(size) / int64(len(span)) * int64(len(span))
	inner := join(key(2, 2), binary.AppendUvarint(nil, uint64(int64(len(scope))+spans)), scope)
	all := int64(len(inner)) + spans + int64(len(resource))
	head := join(key(1, 2), binary.AppendUvarint(nil, uint64(all)), inner)
	e := &endless{head, spans, span}
	count := &counting{}
	r := &reader{Reader: protowire.NewReader(io.MultiReader(e.reader(), bytes.NewReader(resource), bytes.NewReader(plain)), count), sink: count}
	r.waiting = waiting.New(t.TempDir())
	if err := r.Each(protowire.NoFraming, beginsRequest, r.request); err != nil || count.records != int(spans)/len(span)+1 || count.wrong > 0 || len(count.broken) > 0 {
		t.Errorf("a resource behind 40 MB: %v, %d records, %d without it, %q", err, count.records, count.wrong, count.broken)
	}
	if held := r.Held(); held > protowire.MaxUnit+1<<18 {
		t.Errorf("%d bytes of the input are in memory", held)
	}

	large := join(key(9, 2), binary.AppendUvarint(nil, size))
	wide := join(key(2, 2), binary.AppendUvarint(nil, uint64(len(large)+size)), large)
	around := join(scope, wide)
	outer := join(resource, key(2, 2), binary.AppendUvarint(nil, uint64(len(around)+size+len(span))), around)
	head = join(key(1, 2), binary.AppendUvarint(nil, uint64(len(outer)+size+len(span))), outer)
	e = &endless{head, size, []byte{'x'}}
	k := &kept{}
	if err := Read(io.MultiReader(e.reader(), bytes.NewReader(span), bytes.NewReader(plain)), k, ""); err != nil || len(k.records) != 2 || len(k.broken) != 1 ||
		!strings.Contains(k.broken[0], "a single span is larger than 16 MB") {
		t.Errorf("a span of 40 MB: %v, %d records, %q", err, len(k.records), k.broken)
	}
}

// TestLateScopes has scopes behind more spans than are looked through for them: one that cannot be read, and one that is too large. Each
// is told, and what follows is read.
func TestLateScopes(t *testing.T) {
	spans := bytes.Repeat(span, 1+protowire.MaxUnit/len(span))
	for want, scope := range map[string][]byte{
		"a field has a wire type": bytesField(1, key(5, 3)), "a single scope is larger than 16 MB": bytesField(1, make([]byte, protowire.MaxUnit+1)),
	} {
		count := &counting{}
		in := join(bytesField(1, join(resource, bytesField(2, join(spans, scope)))), plain)
		if err := Read(bytes.NewReader(in), count, t.TempDir()); err != nil || len(count.broken) != 1 || !strings.Contains(count.broken[0], want) ||
			count.records != len(spans)/len(span)+1 {
			t.Errorf("%s: %v, %d records, %q", want, err, count.records, count.broken)
		}
	}
}

type counting struct {
	records, wrong int
	broken         []string
}

func (c *counting) Record(r *trace.Record) error {
	c.records++
	if string(r.Service) != "s" || string(r.Flow) != "f" {
		c.wrong++
	}
	return nil
}

func (c *counting) Broken(p *trace.Problem) error { c.broken = append(c.broken, p.Message); return nil }
func (c *counting) Skipped(int64)                 {}

// TestNothingPerSpan: what is read of a span is memory that is used again.
func TestNothingPerSpan(t *testing.T) {
	in := bytesField(1, join(resource, bytesField(2, join(scope, bytes.Repeat(span, 1000)))))
	one := testing.AllocsPerRun(5, func() { _ = Read(bytes.NewReader(plain), &counting{}, "") })
	many := testing.AllocsPerRun(5, func() { _ = Read(bytes.NewReader(in), &counting{}, "") })
	if per := (many - one) / 999; per > 0.1 {
		t.Errorf("%.2f allocations for each span", per)
	}
}

// TestHostile changes bytes at random: nothing crashes, and what is left of the input is read.
func TestHostile(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	base := [][]byte{join(plain, plain), prefix(plain, plain), delimit(plain, plain)}
	for k := range manyAlike {
		base = append(base, requestOf(manyAlike[k].spans(k%2 == 0)[:3]...))
	}
	inputs := 20_000
	if testing.Short() {
		inputs = 2_000
	}
	for range inputs {
		in := bytes.Clone(base[random.IntN(len(base))])
		for range 1 + random.IntN(4) {
			in[random.IntN(len(in))] = byte(random.IntN(256))
		}
		bothWays(t, in)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range [][]byte{plain, prefix(plain, plain), delimit(plain), request(attribute(9, "a", deep(5)))} {
		f.Add(seed)
	}
	for k := range manyAlike {
		for _, downward := range []bool{false, true} {
			f.Add(requestOf(manyAlike[k].spans(downward)[:3]...))
		}
	}
	f.Fuzz(bothWays)
}
