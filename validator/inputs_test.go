package validator_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/specgen/specgen/validator"
)

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

// bareSpansOf counts the objects that have all the keys, for formats in which spans are not always under "spans".
func bareSpansOf(value any, keys ...string) (n int64) {
	switch v := value.(type) {
	case map[string]any:
		if !slices.ContainsFunc(keys, func(key string) bool { return v[key] == nil }) {
			return 1
		}
		for _, inner := range v {
			n += bareSpansOf(inner, keys...)
		}
	case []any:
		for _, inner := range v {
			n += bareSpansOf(inner, keys...)
		}
	}
	return n
}

// realFormat returns the format of a file in testdata/traces/real, with how its spans are counted.
func realFormat(path string) (validator.Format, func(any) int64) {
	switch filepath.Base(filepath.Dir(path)) {
	case "jaegertracing-jaeger-anonymizer", "jaegertracing-jaeger-query", "jaegertracing-jaeger-ui", "jaegertracing-jaeger-v2":
		return validator.Jaeger, func(v any) int64 { return bareSpansOf(v, "spanID", "startTime", "operationName") }
	case "openzipkin-zipkin":
		return validator.Zipkin, func(v any) int64 { return bareSpansOf(v, "traceId", "id") }
	}
	return validator.OTLPJSON, spansOf
}

// realProblems are the places in the files that are broken.
var realProblems = map[string]struct{ line, offset, records int64 }{
	"malformed.json":        {21, 447, 0},
	"trace_scan_error.json": {2, 79, 1},
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
		if wrong, ok := realProblems[filepath.Base(path)]; ok {
			f := result.Findings[0]
			if e := f.Examples[0]; in.Complete || len(result.Findings) != 1 || f.Rule != "broken-input" || e.Line != wrong.line || e.Offset != wrong.offset || in.Records != wrong.records {
				t.Errorf("%s: %+v, %+v", path, in, result.Findings)
			}
			return nil
		}
		format, count := realFormat(path)
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
			want += count(document)
		}
		if !in.Complete || in.Format != format || in.Records != want || want == 0 || in.Bytes != int64(len(data)) || len(result.Findings) > 0 ||
			result.Summary.FlowRecords != 0 {
			t.Errorf("%s: %+v with %d records, want %d; %v", path, in, in.Records, want, say(result))
		}
		return nil
	})
	if err != nil || read < 22 {
		t.Fatalf("%d files, %v", read, err)
	}
}

func TestCompression(t *testing.T) {
	v := compile(t, notificationSpec)
	data := lines(newNotification(0).all())
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
		if in.Compression != compression || in.Format != "spanevent" || in.Records != 6 || !in.Complete || in.Bytes != int64(len(packed)) || len(result.Findings) > 0 {
			t.Errorf("%s: %+v, %v", compression, in, say(result))
		}
		if compression == "none" {
			continue
		}
		result = validate(t, v, packed[:len(packed)-9], validator.Options{Severity: []validator.Severity{seenOnly}})
		in = result.Inputs[0]
		if in.Complete || len(result.Findings) == 0 || result.Findings[len(result.Findings)-1].Rule != "broken-input" && result.Findings[0].Rule != "broken-input" {
			t.Errorf("%s, cut off: %+v, %v", compression, in, say(result))
		}
	}
}

func zipped(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestInputsThatAreNone(t *testing.T) {
	v := compile(t, notificationSpec)
	utf16 := "\xFF\xFE{\x00\"\x00r\x00"
	tests := []struct{ name, data, format, seen string }{
		{"jpeg", "\xFF\xD8\xFF\xE0\x00\x10JFIF", "unknown", "a JPEG image"},
		{"the beginning of a jpeg", "\xFF\xD8\xFF\xE0", "unknown", "a JPEG image"},
		{"text", "hello\nworld\n", "unknown", "text that is not JSON"},
		{"utf-16", utf16, "unknown", "UTF-16"},
		{"protobuf that is cut", "\x0a\x9b\x01\x0a\x10service\x00", "otlp-protobuf", "it ends in the middle of a message"},
		{"other binary data", "\x08\x96\x01", "unknown", "binary data"},
		{"zip", "PK\x03\x04\x00\x00", "unknown", "ZIP"},
		{"an answer of Jaeger with an error", `{"data":null,"errors":[{"code":404,"msg":"trace not found"}]}`, "jaeger", `Jaeger answered with the error "trace not found"`},
		{"package.json", `{"name":"x","version":"1"}`, "otlp-json", "an object without resourceSpans"},
		{"gzip of nothing", "\x1f\x8b\x08", "unknown", "gzip"},
		{"a number", "17", "unknown", "JSON without an object"},
		{"null", "null\n", "unknown", "JSON without an object"},
		{"gzip, and more", string(zipped(t, "{}")) + "trailing", "otlp-json", "the gzip data is broken: something that is no gzip follows"},
		{"gzip, and half of another", string(zipped(t, "{}")) + "\x1f\x8b\x08\x00", "otlp-json", "the gzip data ends in the middle"},
		{"the header of gzip", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", "unknown", "the gzip data ends in"},
	}
	for _, test := range tests {
		result := validate(t, v, []byte(test.data), validator.Options{})
		in := result.Inputs[0]
		if in.Complete || string(in.Format) != test.format || len(result.Findings) != 1 || result.Findings[0].Rule != "broken-input" ||
			!strings.Contains(result.Findings[0].Examples[0].Actual, test.seen) {
			t.Errorf("%s: %+v, %+v", test.name, in, result.Findings)
		}
	}
	for _, data := range []string{"", " \n\n", "\xEF\xBB\xBF"} {
		result := validate(t, v, []byte(data), validator.Options{})
		if in := result.Inputs[0]; !in.Complete || in.Format != "empty" || len(result.Findings) != 1 || result.Findings[0].Rule != "never-seen" {
			t.Errorf("%q: %+v, %+v", data, in, result.Findings)
		}
	}
	run := newRun(t, v, validator.Options{})
	folder, err := os.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	if err := run.Read(t.Context(), "folder", folder); err != nil {
		t.Fatal(err)
	}
	result, err := run.Finish(t.Context())
	if err != nil || len(result.Findings) != 1 || !strings.Contains(result.Findings[0].Examples[0].Actual, "folder") {
		t.Errorf("%v, %+v", err, result)
	}
}

func TestABrokenLine(t *testing.T) {
	v := compile(t, notificationSpec)
	events := newNotification(0).all()
	good := lines(events)
	at := bytes.IndexByte(good, '\n') + 1
	data := slices.Concat(good[:at], []byte(`{"trace_id":"7f9c24e8`+"\n"), good[at:])
	result := validate(t, v, data, validator.Options{Severity: []validator.Severity{seenOnly}})
	if result.Summary.FlowRecords != 6 || len(result.Findings) != 1 || result.Inputs[0].Complete || result.Complete() {
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
		s := newNotification(n)
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
