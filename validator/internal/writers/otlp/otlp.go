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

	spans int               // in the request that is begun; 0 where none is
	head  jsonwriter.Buffer // how it begins: with resource and scope

	// The latest record of the request has these.
	resource                *trace.Resource
	service, scope, version []byte

	next jsonwriter.Buffer // memory for the head of another request
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
		w.head.B = w.head.B[:0]
		appendHead(&w.head, r)
		w.note(r)
		w.b.B = append(w.b.B, w.head.B...)
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
	same := bytes.Equal(r.Service, w.service) && bytes.Equal(r.Flow, w.scope) && bytes.Equal(r.FlowVersion, w.version)
	if !same || r.Resource == w.resource {
		return same
	}
	w.next.B = w.next.B[:0]
	appendHead(&w.next, r)
	w.note(r)
	return bytes.Equal(w.next.B, w.head.B) // inputs may write one resource in several ways
}

// note keeps what fits looks at.
func (w *Writer) note(r *trace.Record) {
	w.resource = r.Resource
	w.service = append(w.service[:0], r.Service...)
	w.scope = append(w.scope[:0], r.Flow...)
	w.version = append(w.version[:0], r.FlowVersion...)
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

// appendHead appends the beginning of a request that has the record's resource and scope.
func appendHead(b *jsonwriter.Buffer, r *trace.Record) {
	b.Raw(`{"resourceSpans":[{"resource":{`)
	appendResource(b, r)
	b.Raw(`},"scopeSpans":[{"scope":{`)
	text(b, "name", r.Flow)
	text(b, "version", r.FlowVersion)
	b.Raw(`},"spans":[`)
}

func appendResource(b *jsonwriter.Buffer, r *trace.Record) {
	var tags []trace.Tag
	named := len(r.Service) == 0
	if r.Resource != nil {
		tags = r.Resource.Tags
		named = named || bytes.Equal(r.Resource.Service, r.Service)
	}
	if named && len(tags) == 0 {
		return
	}
	b.Raw(`"attributes":[`)
	if !named {
		b.Raw(`{"key":"service.name","value":{"stringValue":`)
		b.Text(r.Service)
		b.Raw("}}")
	}
	for i := range tags {
		attribute(b, &tags[i])
	}
	b.Raw("]")
}

// text appends a member with a text, unless that is empty.
func text(b *jsonwriter.Buffer, key string, text []byte) {
	if len(text) > 0 {
		b.Key(key)
		b.Text(text)
	}
}
