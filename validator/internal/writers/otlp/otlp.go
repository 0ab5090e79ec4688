// Package otlp writes records as OTLP JSON (opentelemetry-proto 1.9, docs/specification.md, "JSON Protobuf Encoding"): a request a
// line, as docs/runtime-contract.md has it. docs/convert.md says what becomes of that which is wrong in a record.
package otlp

import (
	"bytes"
	"io"

	"github.com/specgen/specgen/validator/internal/writers/jsonwriter"
	"github.com/specgen/specgen/validator/trace"
)

// A request ends with so many spans or bytes, whichever comes first.
const (
	maxSpans = 512
	maxBytes = 1 << 20
)

// Writer writes OTLP JSON. Records in a row that have one resource and one scope are written in one request. A record with a defect has
// a request of its own: a reader that refuses the request loses no other record.
type Writer struct {
	w io.Writer
	b jsonwriter.Buffer

	spans    int // in the request that is begun; 0 where none is
	resource *trace.Resource
	service  []byte
	scope    []byte
	version  []byte
}

// New returns a writer to w.
func New(w io.Writer) *Writer { return &Writer{w: w} }

// Record writes a record.
func (w *Writer) Record(r *trace.Record) error {
	if w.spans > 0 && (r.Defects != 0 || !w.fits(r)) {
		if err := w.Flush(); err != nil {
			return err
		}
	}
	if w.spans == 0 {
		w.begin(r)
	}
	w.span(r)
	w.spans++
	if r.Defects != 0 || w.spans >= maxSpans || len(w.b.B) >= maxBytes {
		return w.Flush()
	}
	return nil
}

// fits reports whether a record belongs to the resource and the scope of the request that is begun.
func (w *Writer) fits(r *trace.Record) bool {
	return r.Resource == w.resource && bytes.Equal(r.Service, w.service) && bytes.Equal(r.Flow, w.scope) && bytes.Equal(r.FlowVersion, w.version)
}

// Flush ends the request and writes it.
func (w *Writer) Flush() error {
	if w.spans == 0 {
		return nil
	}
	w.b.Raw("]}]}]}\n")
	_, err := w.w.Write(w.b.B)
	w.spans = 0
	if w.b.B = w.b.B[:0]; cap(w.b.B) > 4*maxBytes {
		w.b.B = nil // one record was very large
	}
	return err
}

func (w *Writer) begin(r *trace.Record) {
	w.resource = r.Resource
	w.service = append(w.service[:0], r.Service...)
	w.scope = append(w.scope[:0], r.Flow...)
	w.version = append(w.version[:0], r.FlowVersion...)
	b := &w.b
	b.Raw(`{"resourceSpans":[{"resource":{`)
	w.resourceAttributes(r)
	b.Raw(`},"scopeSpans":[{"scope":{`)
	w.text("name", r.Flow)
	w.text("version", r.FlowVersion)
	b.Raw(`},"spans":[`)
}

func (w *Writer) resourceAttributes(r *trace.Record) {
	var tags []trace.Tag
	named := len(r.Service) == 0
	if r.Resource != nil {
		tags = r.Resource.Tags
		named = named || bytes.Equal(r.Resource.Service, r.Service)
	}
	if named && len(tags) == 0 {
		return
	}
	b := &w.b
	b.Raw(`"attributes":[`)
	if !named {
		b.Raw(`{"key":"service.name","value":{"stringValue":`)
		b.Text(r.Service)
		b.Raw("}}")
	}
	for i := range tags {
		w.attribute(&tags[i])
	}
	b.Raw("]")
}

func (w *Writer) text(key string, text []byte) {
	if len(text) > 0 {
		w.b.Key(key)
		w.b.Text(text)
	}
}
