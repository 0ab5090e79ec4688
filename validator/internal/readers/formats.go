// Package readers is the table of trace formats, and the one way to read an input: how it is packed and in which format it is
// is found from its bytes, never from its name.
//
// A format is a package below this one and a row of the table. Whoever lists formats, or recognizes one, reads the table.
package readers

import (
	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/internal/readers/otlp"
	"github.com/specgen/specgen/validator/internal/readers/otlpproto"
	"github.com/specgen/specgen/validator/internal/readers/spanevent"
)

// Format is a row of the table: a format that inputs are written in. Rows are read-only.
type Format struct {
	Name   string                        // stable: in options, on the command line and in results
	Detect func(*input.Head) input.Match // how well the beginning of an input fits
	Read   input.Reader                  // nil where the format is only recognized

	// Of a format that is read:
	Summary string // what is read, in a list of formats
	Title   string // what inputs in it are called

	// Of a format that is only recognized:
	Looks string // what such an input looks like, and what to do with it
}

// table has the formats in the order in which they are tried and listed.
var table = []Format{
	{Name: "otlp-json", Detect: otlp.Detect, Read: otlp.Read, Summary: "OTLP JSON in all its shapes", Title: "OTLP JSON"},
	{Name: "otlp-protobuf", Detect: otlpproto.Detect, Read: otlpproto.Read,
		Summary: "OTLP protobuf: bare, delimited, or as the Collector's file exporter writes it", Title: "OTLP protobuf"},
	{Name: "spanevent", Detect: spanevent.Detect, Read: spanevent.Read, Summary: "SpanEvent lines", Title: "SpanEvents"},
	{Name: "jaeger", Detect: detectJaeger, Looks: "Jaeger JSON: export it as OTLP JSON (Jaeger's /api/v3)"},
	{Name: "zipkin", Detect: detectZipkin, Looks: "Zipkin JSON: export it as OTLP JSON"},
}

// What is found of an input that is in no format.
var (
	empty   = Format{Name: "empty"}
	unknown = Format{Name: "unknown"}
)

// Readable returns the formats that are read.
func Readable() []Format {
	var out []Format
	for _, f := range table {
		if f.Read != nil {
			out = append(out, f)
		}
	}
	return out
}

// Names returns all that may be found of an input: the names of the formats, read or recognized, and those of none.
func Names() []string {
	var out []string
	for _, f := range append(Readable(), empty) {
		out = append(out, f.Name)
	}
	for _, f := range table {
		if f.Read == nil {
			out = append(out, f.Name)
		}
	}
	return append(out, unknown.Name)
}

// named returns the row of a format that is read, or nil.
func named(name string) *Format {
	for i := range table {
		if table[i].Name == name && table[i].Read != nil {
			return &table[i]
		}
	}
	return nil
}
