// Package readers is the table of trace formats, and the one way to read an input: how it is packed and in which format it is
// is found from its bytes, never from its name.
//
// A format is a package below this one and a row of the table. Whoever lists formats, or detects one, reads the table.
package readers

import (
	"slices"

	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/internal/readers/jaeger"
	"github.com/specgen/specgen/validator/internal/readers/otlp"
	"github.com/specgen/specgen/validator/internal/readers/otlpproto"
	"github.com/specgen/specgen/validator/internal/readers/recorded"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/internal/readers/spanevent"
	"github.com/specgen/specgen/validator/internal/readers/spaneventproto"
	"github.com/specgen/specgen/validator/internal/readers/zipkin"
)

// Format is a row of the table: a format that inputs are written in. Rows are read-only.
type Format struct {
	Name    string                                         // stable: in options, on the command line and in results
	Detect  func(*input.Head) input.Match                  // how well the beginning of an input fits
	Read    input.Reader                                   // nil for what is no format: empty and unknown
	Cut     func(head []byte) (input.Cutter, input.Reader) // cuts an input with the head, and reads a piece; nil where inputs are not cut
	Summary string                                         // what is read, in a list of formats
	Title   string                                         // what inputs in it are called; one after the other may share it
}

// table has the formats in the order in which they are tried and listed.
var table = append(slices.Clone(plain), Format{
	Name: "recorded", Detect: recorded.Detect(findPlain), Read: recorded.Read(findPlain),
	Summary: "requests and messages of the other formats in base64 or as text: events of AWS, Pub/Sub, Kafka, CloudEvents", Title: "recorded requests",
})

// plain has the formats that stand by themselves.
var plain = []Format{
	{Name: "otlp-json", Detect: otlp.Detect, Read: otlp.Read, Cut: scan.Cut(otlp.PieceReader), Summary: "OTLP JSON in all its shapes", Title: "OTLP JSON"},
	{Name: "otlp-protobuf", Detect: otlpproto.Detect, Read: otlpproto.Read, Cut: otlpproto.Cut,
		Summary: "OTLP protobuf: bare, delimited, or as the Collector's file exporter writes it", Title: "OTLP protobuf"},
	{Name: "spanevent", Detect: spanevent.Detect, Read: spanevent.Read, Cut: scan.Cut(func() input.Reader { return spanevent.Read }), Summary: "SpanEvent lines", Title: "SpanEvents"},
	{Name: "spanevent-protobuf", Detect: spaneventproto.Detect, Read: spaneventproto.Read,
		Summary: "ListOfSpans of slackhq/astra's trace.proto: bare or delimited", Title: "SpanEvents"},
	{Name: "jaeger", Detect: jaeger.Detect, Read: jaeger.Read,
		Summary: "Jaeger JSON: from its UI or query API, or documents of Elasticsearch", Title: "Jaeger JSON"},
	{Name: "zipkin", Detect: zipkin.Detect, Read: zipkin.Read, Summary: "Zipkin v2 JSON: spans or lists of traces", Title: "Zipkin JSON"},
}

// What is found of an input that is in no format.
var (
	empty   = Format{Name: "empty"}
	unknown = Format{Name: "unknown"}
)

// Formats returns the formats.
func Formats() []Format { return slices.Clone(table) }

// Names returns all that may be found of an input: the names of the formats, and those of none.
func Names() []string {
	var out []string
	for _, f := range table {
		out = append(out, f.Name)
	}
	return append(out, empty.Name, unknown.Name)
}

// named returns the row with the name, or nil.
func named(name string) *Format {
	for i := range table {
		if table[i].Name == name {
			return &table[i]
		}
	}
	return nil
}

// findPlain returns the reader of the format that content with the head is in, as recorded.Find says.
func findPlain(head []byte) (read input.Reader, sure bool, why string) {
	f, looks := detectIn(plain, head)
	if looks != "" {
		return nil, false, "it is " + noneOf(looks)
	}
	h := &input.Head{Bytes: head}
	if text := withoutBlanks(head); len(text) > 0 && isJSON(text) {
		h.JSON = beginning(text)
	}
	h.Binary = h.JSON == nil
	return f.Read, f.Detect != nil && f.Detect(h) > input.Fallback, ""
}
