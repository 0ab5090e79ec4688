package validator_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// broken returns many stories, every mutant among them.
func broken() []event {
	var events []event
	n := 0
	for _, m := range mutants {
		s := newStory(n + 1 - n%4 + 4) // the mutants are written for the second platform
		n += 8
		m.mutate(s)
		events = append(events, s.all()...)
		events = append(events, newStory(n+2).all()...)
	}
	return events
}

func shuffled(events []event, seed uint64) []event {
	out := slices.Clone(events)
	rand.New(rand.NewPCG(seed, 0)).Shuffle(len(out), func(i, k int) { out[i], out[k] = out[k], out[i] })
	return out
}

func TestOrderDoesNotMatter(t *testing.T) {
	v := compile(t, notificationSpec)
	events := broken()
	want := say(validate(t, v, lines(events), validator.Options{}))
	if len(want) < 30 {
		t.Fatalf("too few findings to compare: %q", want)
	}
	for seed := range uint64(20) {
		got := say(validate(t, v, lines(shuffled(events, seed)), validator.Options{}))
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: got\n%s\nwant\n%s", seed, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestSpillingIsTheSame(t *testing.T) {
	v := compile(t, notificationSpec)
	var events []event
	for n := range 400 {
		events = append(events, newStory(1000+n).all()...)
	}
	data := lines(append(broken(), events...))
	want := validate(t, v, data, validator.Options{})
	for _, memory := range []int64{1, 10_000, 1 << 20} {
		dir := t.TempDir()
		got := validate(t, v, data, validator.Options{Memory: memory, TempDir: dir})
		if !reflect.DeepEqual(got, want) {
			t.Errorf("with %d bytes of memory: got %v\nwant %v", memory, say(got), say(want))
		}
		left, err := os.ReadDir(dir)
		if err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	}
}

func TestTemporaryFilesGoAwayOnErrors(t *testing.T) {
	v := compile(t, notificationSpec)
	dir := t.TempDir()
	run := v.NewRun(validator.Options{Memory: 1, TempDir: dir})
	if err := run.Read("input", bytes.NewReader(lines(broken()))); err != nil {
		t.Fatal(err)
	}
	if during, err := os.ReadDir(dir); err != nil || len(during) == 0 {
		t.Fatalf("nothing on disk: %v, %v", during, err)
	}
	if err := run.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if _, err := run.Finish(); err == nil {
		t.Error("a closed run was finished")
	}
	full := v.NewRun(validator.Options{Memory: 1, TempDir: filepath.Join(dir, "none")})
	if err := full.Read("input", bytes.NewReader(lines(broken()))); err == nil {
		t.Error("rows went to a folder that is not there")
	}
	if _, err := full.Finish(); err == nil {
		t.Error("a run without a disk gave a result")
	}
}

func TestBlocksDoNotMatter(t *testing.T) {
	v := compile(t, notificationSpec)
	data := append(lines(broken()), asOTLP(newStory(9000).all())...)
	want := validate(t, v, data, validator.Options{})
	for name, wrap := range map[string]func(io.Reader) io.Reader{"one byte": iotest.OneByteReader, "half": iotest.HalfReader, "with the error": iotest.DataErrReader} {
		run := v.NewRun(validator.Options{})
		if err := run.Read("input", wrap(bytes.NewReader(data))); err != nil {
			t.Fatal(err)
		}
		got, err := run.Finish()
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, got %v\nwant %v", name, err, say(got), say(want))
		}
	}
}

// spansOf counts the spans of a request or line in the plainest way.
func spansOf(value any) (n int64) {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			if list, ok := inner.([]any); ok && key == "spans" {
				n += int64(len(list))
			} else {
				n += spansOf(inner)
			}
		}
	case []any:
		for _, inner := range v {
			n += spansOf(inner)
		}
	}
	return n
}

// TestRealFiles reads files that nobody here wrote: every span is counted, and none is of the flow.
func TestRealFiles(t *testing.T) {
	v := compile(t, notificationSpec)
	read := 0
	err := filepath.WalkDir("../testdata/traces/real", func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, ".md") {
			return err
		}
		read++
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		result := validate(t, v, data, validator.Options{Severity: []validator.Severity{seenOnly}})
		in := result.Inputs[0]
		if strings.HasSuffix(path, "malformed.json") {
			f := result.Findings[0]
			if in.Whole || len(result.Findings) != 1 || f.Rule != "broken-input" || f.Examples[0].Line != 21 || f.Examples[0].Offset != 447 {
				t.Errorf("%s: %+v, %+v", path, in, result.Findings)
			}
			return nil
		}
		plain := data
		if strings.Contains(path, "zst") {
			if plain, err = os.ReadFile(strings.TrimSuffix(strings.TrimSuffix(path, ".zst"), ".legacy-zstd")); err != nil {
				return err
			}
		}
		var want int64
		for decoder := json.NewDecoder(bytes.NewReader(plain)); ; {
			var document any
			if err := decoder.Decode(&document); err == io.EOF {
				break
			} else if err != nil {
				return err
			}
			want += spansOf(document)
		}
		if !in.Whole || in.Format != "otlp-json" || in.Records != want || in.Bytes != int64(len(data)) || len(result.Findings) > 0 ||
			result.Summary.FlowRecords != 0 {
			t.Errorf("%s: %+v with %d records, want %d; %v", path, in, in.Records, want, say(result))
		}
		return nil
	})
	if err != nil || read < 13 {
		t.Fatalf("%d files, %v", read, err)
	}
}

func TestCompression(t *testing.T) {
	v := compile(t, notificationSpec)
	data := lines(newStory(0).all())
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	if _, err := z.Write(data[:500]); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	z.Reset(&zipped) // a second member
	if _, err := z.Write(data[500:]); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	std := encoder.EncodeAll(data, nil)
	for compression, packed := range map[string][]byte{"gzip": zipped.Bytes(), "zstd": std, "none": data} {
		result := validate(t, v, packed, validator.Options{Severity: []validator.Severity{seenOnly}})
		in := result.Inputs[0]
		if in.Compression != compression || in.Format != "spanevent" || in.Records != 6 || !in.Whole || in.Bytes != int64(len(packed)) || len(result.Findings) > 0 {
			t.Errorf("%s: %+v, %v", compression, in, say(result))
		}
		if compression == "none" {
			continue
		}
		result = validate(t, v, packed[:len(packed)-9], validator.Options{Severity: []validator.Severity{seenOnly}})
		in = result.Inputs[0]
		if in.Whole || len(result.Findings) == 0 || result.Findings[len(result.Findings)-1].Rule != "broken-input" && result.Findings[0].Rule != "broken-input" {
			t.Errorf("%s, cut off: %+v, %v", compression, in, say(result))
		}
	}
}

func TestInputsThatAreNone(t *testing.T) {
	v := compile(t, notificationSpec)
	utf16 := "\xFF\xFE{\x00\"\x00r\x00"
	tests := []struct{ name, data, format, seen string }{
		{"jpeg", "\xFF\xD8\xFF\xE0\x00\x10JFIF", "unknown", "a JPEG image"},
		{"text", "hello\nworld\n", "unknown", "text that is not JSON"},
		{"utf-16", utf16, "unknown", "UTF-16"},
		{"protobuf", "\x0a\x9b\x01\x0a\x10service\x00", "protobuf", "OTLP protobuf"},
		{"zip", "PK\x03\x04\x00\x00", "unknown", "ZIP"},
		{"jaeger", `{"data":[{"traceID":"1"}]}`, "jaeger", "Jaeger"},
		{"zipkin", `[{"traceId":"1","id":"2","localEndpoint":{}}]`, "zipkin", "Zipkin"},
		{"package.json", `{"name":"x","version":"1"}`, "otlp-json", "an object without resourceSpans"},
		{"gzip of nothing", "\x1f\x8b\x08", "unknown", "gzip"},
		{"a number", "17", "unknown", "text that is not JSON"},
	}
	for _, test := range tests {
		result := validate(t, v, []byte(test.data), validator.Options{})
		in := result.Inputs[0]
		if in.Whole || in.Format != test.format || len(result.Findings) != 1 || result.Findings[0].Rule != "broken-input" ||
			!strings.Contains(result.Findings[0].Examples[0].Actual, test.seen) {
			t.Errorf("%s: %+v, %+v", test.name, in, result.Findings)
		}
	}
	for _, data := range []string{"", " \n\n", "\xEF\xBB\xBF"} {
		result := validate(t, v, []byte(data), validator.Options{})
		if in := result.Inputs[0]; !in.Whole || in.Format != "empty" || len(result.Findings) != 1 || result.Findings[0].Rule != "never-seen" {
			t.Errorf("%q: %+v, %+v", data, in, result.Findings)
		}
	}
	run := v.NewRun(validator.Options{})
	folder, err := os.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	if err := run.Read("folder", folder); err != nil {
		t.Fatal(err)
	}
	result, err := run.Finish()
	if err != nil || len(result.Findings) != 1 || !strings.Contains(result.Findings[0].Examples[0].Actual, "folder") {
		t.Errorf("%v, %+v", err, result)
	}
}

func TestABrokenLine(t *testing.T) {
	v := compile(t, notificationSpec)
	events := newStory(0).all()
	good := lines(events)
	at := bytes.IndexByte(good, '\n') + 1
	data := slices.Concat(good[:at], []byte(`{"trace_id":"7f9c24e8`+"\n"), good[at:])
	result := validate(t, v, data, validator.Options{Severity: []validator.Severity{seenOnly}})
	if result.Summary.FlowRecords != 6 || len(result.Findings) != 1 || result.Inputs[0].Whole || result.Whole() {
		t.Fatalf("%+v, %v", result.Summary, say(result))
	}
	e := result.Findings[0].Examples[0]
	if e.Line != 2 || e.Offset != int64(at+len(`{"trace_id":"7f9c24e8`)) {
		t.Errorf("the example is at %+v", e)
	}
}

func TestPlacesAreExact(t *testing.T) {
	v := compile(t, notificationSpec)
	var events []event
	for n := range 5 {
		s := newStory(n)
		s.notify.tags()["user_id"] = "bob"
		events = append(events, s.notify)
	}
	data := append([]byte("\n\n"), lines(events)...)
	result := validate(t, v, data, validator.Options{Incomplete: true, Examples: 4})
	f := result.Findings[0]
	if len(result.Findings) != 1 || f.Rule != "tag-value" || f.Records != 5 || f.Traces != 5 || len(f.Examples) != 4 {
		t.Fatalf("%+v", result.Findings)
	}
	offset := int64(2)
	for i, e := range f.Examples {
		line, _, _ := bytes.Cut(data[e.Offset:], []byte("\n"))
		var back event
		if err := json.Unmarshal(line, &back); err != nil || back["span_id"] != e.SpanID || back["trace_id"] != e.TraceID {
			t.Errorf("example %d: %v at %+v", i, err, e)
		}
		if e.Offset != offset || e.Line != int64(3+i) || e.Actual != "bob" || e.Expected != "pattern ^[UW][A-Z0-9]{2,}$" || e.Input != "input" {
			t.Errorf("example %d is %+v, want offset %d", i, e, offset)
		}
		offset += int64(len(line)) + 1
	}
	if f.Spec.File != notificationSpec || f.Spec.Line == 0 || f.Spec.Column == 0 || f.Flow != "notification" {
		t.Errorf("the spec is at %+v of %s", f.Spec, f.Flow)
	}
}

func TestAbsenceIsAskedOnlyOfWhatIsComplete(t *testing.T) {
	v := compile(t, notificationSpec)
	alone := newStory(1).received // no parent, no notify
	later := newStory(200).trigger
	data := lines([]event{alone, later})
	off := []validator.Severity{seenOnly}
	got := say(validate(t, v, data, validator.Options{Severity: off}))
	if len(got) != 2 || !strings.Contains(got[1], "too-few") || !strings.Contains(got[1], "0/2") { // one by a record, one by a link
		t.Errorf("complete: %q", got)
	}
	if got := say(validate(t, v, data, validator.Options{Incomplete: true})); len(got) != 0 {
		t.Errorf("incomplete: %q", got)
	}
	settled := say(validate(t, v, data, validator.Options{Severity: off, Settle: time.Minute}))
	if len(settled) != 2 || strings.Contains(strings.Join(settled, ""), "/2") {
		t.Errorf("settled by a minute: %q", settled)
	}
	if got := say(validate(t, v, data, validator.Options{Severity: off, Settle: 24 * time.Hour})); len(got) != 0 {
		t.Errorf("settled by a day: %q", got)
	}
	s := newStory(3) // the trigger's trace is sampled: its absence is none
	s.trigger = nil
	if got := say(validate(t, v, lines(s.all()), validator.Options{Severity: off})); len(got) != 0 {
		t.Errorf("a sampled parent: %q", got)
	}
}

func TestForeignParentsInThreeForms(t *testing.T) {
	v := compile(t, notificationSpec)
	off := validator.Options{Severity: []validator.Severity{seenOnly}}
	s := newStory(2)
	s.notify["timestamp"] = begin // two times ten seconds before the trigger, and the skew
	s.trigger["timestamp"] = begin + 180_000_000
	s.sent, s.received, s.opened, s.read = nil, nil, nil, nil
	forms := map[string]func() []byte{
		"parent_trace_id": func() []byte { return lines(s.all()) },
		"link":            func() []byte { return asOTLP(s.all()) },
		"the id alone": func() []byte {
			bare := s.notify.copyOf()
			delete(bare, "parent_trace_id")
			return asOTLP([]event{bare, s.trigger})
		},
	}
	for name, form := range forms {
		got := say(validate(t, v, form(), off))
		if len(got) != 1 || !strings.Contains(got[0], `warning out-of-order span="notification:notify"`) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

const oldSpec = `specgen: v1
flow: notification
version: 0.9.0
brief: As it was.
owners: [notifications]
namespace: "notification:"
traces:
  notification: { brief: One notification., sampling: 100% }
services:
  webapp: { brief: It decides., tags: { zone: optional } }
tags:
  zone: { brief: Where it runs., type: string }
  reason: { brief: What caused it., type: string }
spans:
  "notification:trigger":
    brief: Decide.
    trace: notification
    services: [webapp]
    parent: any
    tags: { reason: required }
`

func TestVersions(t *testing.T) {
	newer := strings.NewReplacer("0.9.0", "0.10.0", "reason: required", "reason: optional").Replace(oldSpec)
	v, err := validator.Compile(validator.Spec{Path: notificationSpec}, validator.Spec{Path: "newer.yaml", Data: []byte(newer)},
		validator.Spec{Path: "old.yaml", Data: []byte(oldSpec)})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ stamp, want string }{
		{"0.9.0", `missing-tag span="notification:trigger" tag="reason"`},
		{"0.10.0", ""},
		{"0.9.5", `missing-tag span="notification:trigger" tag="reason"` + "|unknown-version"},
		{"0.99.0", "unknown-version"},
		{"0.1.0", "missing-tag|missing-tag|missing-tag|missing-tag|missing-tag|missing-tag|unknown-version"},
		{"7.0.0", "missing-tag|missing-tag|missing-tag|missing-tag|missing-tag|missing-tag|unknown-version"},
		{"", "missing-tag|missing-tag|missing-tag|missing-tag|missing-tag|missing-tag"},
	}
	for _, test := range tests {
		e := newStory(0).trigger
		e["tags"] = map[string]any{}
		e["flow_version"] = test.stamp
		delete(e, "links")
		got := say(validate(t, v, lines([]event{e}), validator.Options{Incomplete: true}))
		want := strings.Split(test.want, "|")
		if test.want == "" {
			want = nil
		}
		if len(got) != len(want) {
			t.Errorf("%q: %q, want %q", test.stamp, got, want)
			continue
		}
		for i := range want {
			if !strings.Contains(got[i], " "+want[i]) {
				t.Errorf("%q: %q, want %q", test.stamp, got, want)
			}
		}
	}
	// A spec and its release have one version: the first counts.
	twice, err := validator.Compile(validator.Spec{Path: notificationSpec},
		validator.Spec{Path: "released.yaml", Data: []byte(strings.Replace(oldSpec, "0.9.0", "1.0.0", 1))})
	if err != nil {
		t.Fatal(err)
	}
	if got := say(validate(t, twice, lines(newStory(0).all()), validator.Options{Severity: []validator.Severity{seenOnly}})); len(got) > 0 {
		t.Errorf("judged by the release: %q", got)
	}
}

func TestSeveralFlows(t *testing.T) {
	v, err := validator.Compile(validator.Spec{Path: notificationSpec}, validator.Spec{Path: "rules.yaml", Data: []byte(rulesSpec)})
	if err != nil {
		t.Fatal(err)
	}
	o := newOrder()
	http := newStory(7).trigger
	http["name"], http["flow"] = "GET /", "net/http"
	events := append(newStory(0).all(), o.ordered, o.packed, o.paid, http)
	result := validate(t, v, lines(events), validator.Options{Severity: []validator.Severity{seenOnly}})
	s := result.Summary
	if len(result.Findings) != 0 || s.Records != 10 || s.FlowRecords != 9 || s.Traces != 4 || len(s.Funnels) != 1 {
		t.Errorf("%+v, %v", s, say(result))
	}
	var packed, shop int64
	for _, c := range s.Spans {
		if c.Flow == "rules" && c.Span == "rules:packed" {
			packed = c.Records
		}
	}
	for _, c := range s.Services {
		if c.Service == "shop" && c.Declared {
			shop = c.Records
		}
	}
	if packed != 1 || shop != 3 {
		t.Errorf("%d packed, %d from shop", packed, shop)
	}
}

func TestSeverities(t *testing.T) {
	v := compile(t, notificationSpec)
	s := newStory(1)
	s.opened.tags()["screen"] = "lock"
	s.received.tags()["screen"] = "lock"
	opts := validator.Options{Severity: []validator.Severity{
		seenOnly, {Rule: "undeclared-tag", Is: trace.Off}, {Rule: "undeclared-tag", Span: "notification:opened", Is: trace.Error},
	}}
	got := say(validate(t, v, lines(s.all()), opts))
	if len(got) != 1 || !strings.HasPrefix(got[0], `error undeclared-tag span="notification:opened"`) {
		t.Errorf("got %q", got)
	}
}

func TestNeverSeen(t *testing.T) {
	v := compile(t, notificationSpec)
	s := newStory(0)
	s.read = nil
	s.sent.tags()["collapse_id"] = "x"
	result := validate(t, v, lines(s.all()), validator.Options{RequireCoverage: true})
	var got []string
	for _, f := range result.Findings {
		if f.Rule != "never-seen" || f.Severity != trace.Error || f.Records != 0 || len(f.Examples) != 0 || f.Spec.Line == 0 {
			t.Errorf("%+v", f)
		}
		got = append(got, strings.Trim(fmt.Sprintf("%s %s %s", f.Service, f.Span, f.Tag), " "))
	}
	want := []string{"notification:read in app", "notification:sent fcm_message_id", "notification:sent socket_id", "Android", "Desktop", "Web", "iOS  device_model"}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestHandlerAndInputs(t *testing.T) {
	v := compile(t, notificationSpec)
	var handled []trace.Finding
	run := v.NewRun(validator.Options{Handler: validator.HandlerFunc(func(f *trace.Finding) { handled = append(handled, *f) })})
	s := newStory(0)
	for i, e := range s.all() {
		if i == 3 {
			e.tags()["badge_count"] = "x"
		}
		if err := run.Read(fmt.Sprintf("file %d", i), bytes.NewReader(lines([]event{e}))); err != nil {
			t.Fatal(err)
		}
	}
	result, err := run.Finish()
	if err != nil || !reflect.DeepEqual(handled, result.Findings) || len(result.Inputs) != 6 || handled[0].Examples[0].Input != "file 3" {
		t.Errorf("%v, %+v, %+v", err, handled, result)
	}
	if err := run.Read("late", bytes.NewReader(nil)); err == nil {
		t.Error("a finished run read on")
	}
	if err := v.NewRun(validator.Options{Format: "csv"}).Read("x", bytes.NewReader(nil)); err == nil {
		t.Error("an unknown format was taken")
	}
}

// TestManyFindings holds the number of groups, names and versions within limits.
func TestManyFindings(t *testing.T) {
	v := compile(t, notificationSpec)
	var b bytes.Buffer
	for n := range 30_000 {
		fmt.Fprintf(&b, `{"trace_id":"%032x","span_id":"%016x","name":"notification:%d","service_name":"s%d","timestamp":1772442000000000,"duration":1}`+"\n", n+1, n+1, n, n)
	}
	result := validate(t, v, b.Bytes(), validator.Options{Severity: []validator.Severity{seenOnly}})
	var records int64
	for _, f := range result.Findings {
		records += f.Records
	}
	if records != 30_000 || len(result.Findings) > 20_100 {
		t.Errorf("%d records in %d findings", records, len(result.Findings))
	}
}

// TestNoAllocations reads ten times as much without allocating ten times as often.
func TestNoAllocations(t *testing.T) {
	v := compile(t, notificationSpec)
	request := func(n int) []byte {
		var events []event
		for k := range n {
			events = append(events, newStory(k).all()...)
		}
		return lines(events)
	}
	count := func(data []byte) float64 {
		return testing.AllocsPerRun(3, func() {
			run := v.NewRun(validator.Options{Memory: 1 << 30})
			if err := run.Read("input", bytes.NewReader(data)); err != nil {
				t.Fatal(err)
			}
			if err := run.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
	small, large := count(request(300)), count(request(3000))
	if perRecord := (large - small) / (2700 * 6); perRecord > 0.05 {
		t.Errorf("%.2f allocations for each record (%.0f and %.0f in all)", perRecord, small, large)
	}
}
