package sniff

import (
	"bytes"
	"encoding/json"

	"github.com/specgen/specgen/validator/internal/scan"
)

// Format is what the records of an input are written in.
type Format string

// The formats. Only the first two are read; the others are recognized so that the answer can say what they are.
const (
	OTLPJSON  Format = "otlp-json"
	SpanEvent Format = "spanevent"
	Nothing   Format = "empty"
	Jaeger    Format = "jaeger"
	Zipkin    Format = "zipkin"
	Protobuf  Format = "protobuf"
	Unknown   Format = "unknown"
)

// Detect returns the format of an input that begins with head, and where it cannot be read, what it looks like.
func Detect(head []byte) (f Format, looks string) {
	text := bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))
	text = bytes.TrimLeft(text, " \t\r\n")
	switch {
	case len(text) == 0:
		return Nothing, ""
	case isBinary(head) || hasMagic(head):
		return notText(head)
	case text[0] != '{' && text[0] != '[':
		// Perhaps the beginning was cut off: a later line may begin a document.
		i := bytes.Index(text, []byte("\n{"))
		if i < 0 {
			if json.Valid(text) {
				return Unknown, "JSON without an object"
			}
			return Unknown, "text that is not JSON"
		}
		text = text[i+1:]
	}
	return ofJSON(text)
}

// isBinary reports whether the bytes are no text: it looks for control characters that no text has.
func isBinary(head []byte) bool {
	for _, b := range head[:min(len(head), 1024)] {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' || b == 0x7F {
			return true
		}
	}
	return false
}

// magics are files that people hand over by mistake.
var magics = []struct{ magic, looks string }{
	{"\xFF\xD8\xFF", "a JPEG image"},
	{"\x89PNG", "a PNG image"},
	{"GIF8", "a GIF image"},
	{"%PDF", "a PDF document"},
	{"PK\x03\x04", "a ZIP archive: unpack it first"},
	{"PAR1", "a Parquet file"},
	{"\x7FELF", "a program"},
	{"SQLite format 3\x00", "an SQLite database"},
	{"\xFF\xFE", "UTF-16 text: save it as UTF-8"},
	{"\xFE\xFF", "UTF-16 text: save it as UTF-8"},
	{"BZh", "bzip2 data: unpack it first"},
	{"\xFD7zXZ", "xz data: unpack it first"},
	{"\x04\x22\x4D\x18", "lz4 data: unpack it first"},
}

func hasMagic(head []byte) bool {
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return true
		}
	}
	return false
}

func notText(head []byte) (Format, string) {
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return Unknown, m.looks
		}
	}
	if len(head) > 262 && string(head[257:262]) == "ustar" {
		return Unknown, "a tar archive: unpack it first"
	}
	if head[0] == 0x0A || len(head) > 4 && head[0] == 0 && head[4] == 0x0A {
		return Protobuf, "OTLP protobuf: export it as OTLP JSON"
	}
	return Unknown, "binary data"
}

// ofJSON looks at the keys of the first object.
func ofJSON(text []byte) (Format, string) {
	c := scan.NewCursor(text)
	lists := 0
	for {
		b, err := c.Peek()
		if err != nil || b != '[' {
			break
		}
		c.P++
		lists++
	}
	var seen evidence
	if c.Open('{') == nil {
		for first := true; ; first = false {
			key, more, err := c.Member(first)
			if err != nil || !more {
				break
			}
			value, err := c.Peek()
			if err != nil {
				value = 0
			}
			seen.member(string(key), value)
			if seen.request || c.Skip() != nil {
				break
			}
		}
	}
	return seen.format(lists)
}

// evidence is what the members of the first object speak for.
type evidence struct {
	request, resource bool // OTLP
	jaeger, zipkin    bool
	event             bool // a member of a SpanEvent, which others may have too
	traceID, spanID   bool
	snakeTraceID      bool // which only SpanEvents have
	name              bool // the name of a span or flow
}

// member notes a key and the first byte of its value, 0 where that is not known.
func (e *evidence) member(key string, value byte) {
	switch key {
	case "resourceSpans", "resource_spans", "scopeSpans", "scope_spans", "instrumentationLibrarySpans", "instrumentation_library_spans",
		"resourceLogs", "resource_logs", "resourceMetrics", "resource_metrics":
		e.request = true
	case "batches":
		e.request = e.request || value == '['
	case "resource":
		e.resource = e.resource || value == '{'
	case "traceID", "spanID", "processes", "startTimeMillis", "operationName", "data":
		e.jaeger = true
	case "localEndpoint", "remoteEndpoint", "annotations", "shared":
		e.zipkin = true
	case "trace_id", "traceId":
		e.event, e.traceID, e.snakeTraceID = true, true, e.snakeTraceID || key == "trace_id"
	case "span_id", "spanId":
		e.event, e.spanID = true, true
	case "parent_id", "service_name":
		e.event = true
	case "flow", "flow_version":
		e.event, e.name = true, true
	case "name":
		e.name = true
	}
}

// format decides. SpanEvents may have any further members, so what they must have outweighs what others have.
func (e *evidence) format(lists int) (f Format, looks string) {
	switch {
	case e.request:
		return OTLPJSON, ""
	case lists < 2 && e.name && (e.snakeTraceID || e.traceID && e.spanID):
		return SpanEvent, ""
	case e.resource:
		return OTLPJSON, ""
	case e.jaeger:
		return Jaeger, "Jaeger JSON: export it as OTLP JSON (Jaeger's /api/v3)"
	case e.zipkin, lists > 1 && e.event:
		return Zipkin, "Zipkin JSON: export it as OTLP JSON"
	case e.event:
		return SpanEvent, ""
	}
	return OTLPJSON, ""
}
