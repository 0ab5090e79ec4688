package sniff

import (
	"bytes"

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
	case isBinary(head):
		return notText(head)
	case text[0] != '{' && text[0] != '[':
		// Perhaps the beginning was cut off: a later line may begin a document.
		i := bytes.Index(text, []byte("\n{"))
		if i < 0 {
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
	votes := map[Format]int{}
	if c.Open('{') == nil {
		for first := true; ; first = false {
			key, more, err := c.Member(first)
			if err != nil || !more {
				break
			}
			vote(votes, string(key))
			if votes[OTLPJSON] > 0 || c.Skip() != nil {
				break
			}
		}
	}
	switch {
	case votes[OTLPJSON] > 0:
		return OTLPJSON, ""
	case votes[Jaeger] > 0:
		return Jaeger, "Jaeger JSON: export it as OTLP JSON (Jaeger's /api/v3)"
	case votes[Zipkin] > 0 || lists > 1 && votes[SpanEvent] > 0:
		return Zipkin, "Zipkin JSON: export it as OTLP JSON"
	case votes[SpanEvent] > 0:
		return SpanEvent, ""
	}
	return OTLPJSON, ""
}

// vote counts what a key of the first object speaks for.
func vote(votes map[Format]int, key string) {
	switch key {
	case "resourceSpans", "resource_spans", "batches", "scopeSpans", "scope_spans", "instrumentationLibrarySpans",
		"instrumentation_library_spans", "resourceLogs", "resource_logs", "resourceMetrics", "resource_metrics", "resource":
		votes[OTLPJSON]++
	case "traceID", "spanID", "processes", "startTimeMillis", "operationName", "data":
		votes[Jaeger]++
	case "localEndpoint", "remoteEndpoint", "annotations", "shared":
		votes[Zipkin]++
	case "trace_id", "span_id", "parent_id", "traceId", "spanId", "service_name", "flow", "flow_version":
		votes[SpanEvent]++
	}
}
