package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

var traces = filepath.Join("..", "..", "testdata", "traces")

// record is what validator/internal/readers/printrecords prints of a record; defects apart, which pdata has no word for.
type record struct {
	TraceID       string      `json:"trace_id"`
	SpanID        string      `json:"span_id"`
	ParentID      string      `json:"parent_id"`
	ParentTraceID string      `json:"parent_trace_id"`
	Name          string      `json:"name"`
	Service       string      `json:"service"`
	Flow          string      `json:"flow"`
	FlowVersion   string      `json:"flow_version"`
	Start         int64       `json:"start"`
	End           int64       `json:"end"`
	Kind          uint8       `json:"kind"`
	Failed        bool        `json:"failed"`
	StatusMessage string      `json:"status_message"`
	Tags          []tag       `json:"tags"`
	Resource      []tag       `json:"resource"`
	Links         [][2]string `json:"links"`
	Dropped       [3]uint32   `json:"dropped"` // tags, links, tags of the resource
}

type tag struct {
	Key   string `json:"key"`
	Value value  `json:"value"`
}

type value struct {
	Kind  string  `json:"kind"`
	Text  string  `json:"text"`
	Items []value `json:"items"`
}

// unread says of each file in testdata/traces that pdata is not held to why that is so.
var unread = map[string]string{
	"conforming.spanevent.jsonl":                                  "SpanEvents",
	"conforming.spanevent.pb":                                     "SpanEvents as protobuf; TestSpanEventProtobuf has those of conforming.spanevent.jsonl",
	"conforming.recorded.jsonl":                                   "requests in base64; TestProtobuf has those of conforming.otlp.json",
	"conforming.jaeger.json":                                      "Jaeger JSON",
	"conforming.zipkin.json":                                      "Zipkin JSON",
	"conforming.otlp.pb":                                          "requests behind their lengths; TestProtobuf has those of conforming.otlp.json",
	"real/jaegertracing-jaeger-anonymizer/trace_scan_error.json":  "Jaeger JSON",
	"real/jaegertracing-jaeger-anonymizer/trace_success.json":     "Jaeger JSON",
	"real/jaegertracing-jaeger-query/otlp2jaeger-out.json":        "Jaeger JSON",
	"real/jaegertracing-jaeger-ui/flamegraph-testTrace.json":      "Jaeger JSON",
	"real/jaegertracing-jaeger-v2/es_01.json":                     "Jaeger JSON",
	"real/openzipkin-zipkin/envoy.json":                           "Zipkin JSON",
	"real/openzipkin-zipkin/messaging.json":                       "Zipkin JSON",
	"real/openzipkin-zipkin/simple-db-p6.json":                    "Zipkin JSON",
	"real/openzipkin-zipkin/zipkin2-client.json":                  "Zipkin JSON",
	"real/file-exporter-output/file-exporter.json.zst":            "packed; file-exporter.json is the same",
	"real/file-exporter-output/file-exporter.json.legacy-zstd":    "packed; file-exporter.json is the same",
	"real/smithclay-otlp2parquet/invalid/malformed.json":          "no JSON",
	"real/smithclay-otlp2parquet/invalid/trace_invalid_kind.json": "an enum without such a value, which pdata refuses",
}

func TestReaders(t *testing.T) {
	command := built(t, "./validator/internal/readers/printrecords")
	files, records := 0, 0
	for _, file := range traceFiles(t) {
		name, err := filepath.Rel(traces, file)
		if err != nil {
			t.Fatal(err)
		}
		if unread[filepath.ToSlash(name)] != "" {
			continue
		}
		t.Run(filepath.ToSlash(name), func(t *testing.T) {
			want, got := byPdata(t, file), byValidator(t, command, file)
			if len(got) != len(want) || len(want) == 0 {
				t.Errorf("the validator reads %d records, pdata %d", len(got), len(want))
			}
			for i := range min(len(got), len(want)) {
				if !reflect.DeepEqual(got[i], want[i]) {
					t.Errorf("record %d\n  validator %+v\n  pdata     %+v", i, got[i], want[i])
				}
			}
			files, records = files+1, records+len(got)
		})
	}
	if files < 10 || records < 900 {
		t.Errorf("only %d records in %d files were compared", records, files)
	}
}

// TestProtobuf writes what pdata reads of each file as protobuf, in each framing, and reads that with the validator.
func TestProtobuf(t *testing.T) {
	command := built(t, "./validator/internal/readers/printrecords")
	for _, file := range traceFiles(t) {
		name, err := filepath.Rel(traces, file)
		if err != nil {
			t.Fatal(err)
		}
		if unread[filepath.ToSlash(name)] != "" {
			continue
		}
		requests := requestsOf(t, file)
		var want []record
		for _, request := range requests {
			want = append(want, records(request)...)
		}
		for framing, in := range framings(t, requests) {
			packed := filepath.Join(t.TempDir(), framing)
			if err := os.WriteFile(packed, in, 0o600); err != nil {
				t.Fatal(err)
			}
			if got := byValidator(t, command, packed); !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %s: the validator reads %d records, pdata %d, or other ones", name, framing, len(got), len(want))
			}
		}
	}
}

// framings writes requests as protobuf in all the ways in which they stand one behind the other.
func framings(t *testing.T, requests []ptrace.Traces) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, request := range requests {
		var marshal ptrace.ProtoMarshaler
		data, err := marshal.MarshalTraces(request)
		if err != nil {
			t.Fatal(err)
		}
		out["bare"] = append(out["bare"], data...)
		out["prefixed"] = append(binary.BigEndian.AppendUint32(out["prefixed"], uint32(len(data))), data...)
		out["delimited"] = append(binary.AppendUvarint(out["delimited"], uint64(len(data))), data...)
	}
	return out
}

// traceFiles returns the files of testdata/traces, and sees that those left aside are there.
func traceFiles(t *testing.T) []string {
	t.Helper()
	var files, names []string
	err := filepath.WalkDir(traces, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, ".md") || strings.HasSuffix(path, ".findings.json") {
			return err
		}
		name, err := filepath.Rel(traces, path)
		files, names = append(files, path), append(names, filepath.ToSlash(name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range unread {
		if !slices.Contains(names, name) {
			t.Errorf("%s is not there any longer", name)
		}
	}
	return files
}

func byValidator(t *testing.T, command, file string) []record {
	t.Helper()
	var said bytes.Buffer
	records := exec.Command(command, file)
	records.Stderr = &said
	printed, err := records.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, said.String())
	}
	var out []record
	for line := range bytes.Lines(printed) {
		var r record
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// byPdata reads the records of a file.
func byPdata(t *testing.T, file string) []record {
	t.Helper()
	var out []record
	for _, request := range requestsOf(t, file) {
		out = append(out, records(request)...)
	}
	return out
}

// requestsOf reads all documents of a file.
func requestsOf(t *testing.T, file string) []ptrace.Traces {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []ptrace.Traces
	for documents := json.NewDecoder(bytes.NewReader(data)); ; {
		var document map[string]json.RawMessage
		err := documents.Decode(&document)
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		var unmarshal ptrace.JSONUnmarshaler
		traces, err := unmarshal.UnmarshalTraces(base64ID.ReplaceAllFunc(request(t, document), hexID))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, traces)
	}
}

// request returns a document as the request that pdata reads: it knows only those, and the validator also what wraps
// them or is a part of them.
func request(t *testing.T, document map[string]json.RawMessage) []byte {
	t.Helper()
	if inner, ok := document["result"]; ok { // Jaeger's api_v3
		return inner
	}
	if _, ok := document["scopeSpans"]; ok { // Java's logging exporter
		document = map[string]json.RawMessage{"resourceSpans": encoded(t, []any{document})}
	}
	return encoded(t, document)
}

// base64ID is an id as proto3 JSON writes bytes and OTLP does not: the validator reads it too.
var base64ID = regexp.MustCompile(`"(traceId|spanId|parentSpanId)":"([A-Za-z0-9+/]{22}==|[A-Za-z0-9+/]{11}=)"`)

func hexID(member []byte) []byte {
	parts := base64ID.FindSubmatch(member)
	id, err := base64.StdEncoding.DecodeString(string(parts[2]))
	if err != nil {
		return member
	}
	return fmt.Appendf(nil, `"%s":"%x"`, parts[1], id)
}

func encoded(t *testing.T, value any) []byte {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func records(traces ptrace.Traces) []record {
	var out []record
	for _, rs := range traces.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				out = append(out, recordOf(rs.Resource(), ss.Scope(), span))
			}
		}
	}
	return out
}

// recordOf says in the validator's words what pdata holds.
func recordOf(resource pcommon.Resource, scope pcommon.InstrumentationScope, span ptrace.Span) record {
	service, _ := resource.Attributes().Get("service.name")
	trace, id, parent := [16]byte(span.TraceID()), [8]byte(span.SpanID()), [8]byte(span.ParentSpanID())
	r := record{
		TraceID: fmt.Sprintf("%x", trace), SpanID: fmt.Sprintf("%x", id), ParentID: fmt.Sprintf("%x", parent),
		ParentTraceID: strings.Repeat("0", 32), Name: span.Name(), Service: service.Str(),
		Flow: scope.Name(), FlowVersion: scope.Version(), Start: int64(span.StartTimestamp()), End: int64(span.EndTimestamp()),
		Kind: max(uint8(span.Kind()), uint8(ptrace.SpanKindInternal)), Failed: span.Status().Code() == ptrace.StatusCodeError,
		StatusMessage: span.Status().Message(),
		Tags:          tags(span.Attributes()), Resource: tags(resource.Attributes()), Links: [][2]string{},
		Dropped: [3]uint32{span.DroppedAttributesCount(), span.DroppedLinksCount(), resource.DroppedAttributesCount()},
	}
	for _, link := range span.Links().All() {
		trace, id := [16]byte(link.TraceID()), [8]byte(link.SpanID())
		ids := [2]string{fmt.Sprintf("%x", trace), fmt.Sprintf("%x", id)}
		// docs/runtime-contract.md: the link that stands for the parent in another trace.
		if kind, ok := link.Attributes().Get("specgen.link.type"); ok && kind.Str() == "parent" {
			r.ParentTraceID, r.ParentID = ids[0], ids[1]
		} else {
			r.Links = append(r.Links, ids)
		}
	}
	return r
}

func tags(m pcommon.Map) []tag {
	out := make([]tag, 0, m.Len())
	for key, v := range m.All() {
		out = append(out, tag{key, valueOf(v)})
	}
	return out
}

func valueOf(v pcommon.Value) value {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		return value{Kind: "string", Text: v.Str()}
	case pcommon.ValueTypeInt:
		return value{Kind: "int", Text: strconv.FormatInt(v.Int(), 10)}
	case pcommon.ValueTypeDouble:
		return value{Kind: "double", Text: strconv.FormatFloat(v.Double(), 'g', -1, 64)}
	case pcommon.ValueTypeBool:
		return value{Kind: "bool", Text: strconv.FormatBool(v.Bool())}
	case pcommon.ValueTypeBytes:
		return value{Kind: "bytes"}
	case pcommon.ValueTypeMap:
		return value{Kind: "map"}
	case pcommon.ValueTypeSlice:
		out := value{Kind: "list"}
		for _, item := range v.Slice().All() {
			out.Items = append(out.Items, valueOf(item))
		}
		return out
	}
	return value{Kind: "no value"}
}
