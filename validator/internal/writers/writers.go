// Package writers is the table of the formats that records are written in: what readers read, written again.
//
// A format is a package below this one and a row of the table.
package writers

import (
	"io"

	"github.com/specgen/specgen/validator/internal/writers/otlp"
	"github.com/specgen/specgen/validator/internal/writers/otlpproto"
	"github.com/specgen/specgen/validator/internal/writers/spanevent"
	"github.com/specgen/specgen/validator/trace"
)

// Writer writes records. It holds a bounded part of what it writes, besides the largest record, until Flush.
type Writer interface {
	// Record writes a record. It keeps nothing of it but the Resource.
	Record(*trace.Record) error
	// Flush writes what is held. Records may follow.
	Flush() error
}

// Format is a row of the table. Rows are read-only.
type Format struct {
	Name    string // stable: in options and on the command line; where the format is read too, it has the same name there
	Summary string // what is written, in a list of formats
	New     func(io.Writer) Writer
}

// table has the formats in the order in which they are listed.
var table = []Format{
	{Name: "spanevent", Summary: "SpanEvent lines", New: func(w io.Writer) Writer { return spanevent.New(w) }},
	{Name: "otlp-json", Summary: "OTLP JSON, a request a line", New: func(w io.Writer) Writer { return otlp.New(w) }},
	{Name: "otlp-protobuf", Summary: "OTLP protobuf, one message however long it is", New: func(w io.Writer) Writer { return otlpproto.New(w) }},
}

// All returns the formats.
func All() []Format { return append([]Format(nil), table...) }
