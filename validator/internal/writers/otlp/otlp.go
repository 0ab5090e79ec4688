// Package otlp writes records as OTLP JSON (opentelemetry-proto 1.9, docs/specification.md, "JSON Protobuf Encoding"): a request a
// line, as docs/runtime-contract.md has it. docs/convert.md says what becomes of that which is wrong in a record.
package otlp

import (
	"bytes"
	"io"

	"github.com/specgen/specgen/validator/internal/writers/batch"
	"github.com/specgen/specgen/validator/internal/writers/jsonwriter"
	"github.com/specgen/specgen/validator/trace"
)

// Writer writes OTLP JSON. Records in a row that have one resource and one scope are written in one request. A record with a defect has
// a request of its own: a reader that refuses the request loses no other record.
type Writer struct {
	w io.Writer
	b jsonwriter.Buffer

	spans int        // in the request that is begun; 0 where none is
	head  batch.Head // how it begins: with resource and scope
}

// New returns a writer to w.
func New(w io.Writer) *Writer { return &Writer{w: w} }

// Record writes a record.
func (w *Writer) Record(r *trace.Record) error {
	if w.spans > 0 && (r.Defects != 0 || !w.head.Fits(r, appendHead)) {
		if err := w.Flush(); err != nil {
			return err
		}
	}
	if w.spans == 0 {
		w.head.Begin(r, appendHead)
		w.b.B = append(w.b.B, w.head.Written...)
	}
	w.span(r)
	w.spans++
	if r.Defects != 0 || w.spans >= batch.MaxSpans || len(w.b.B) >= batch.MaxBytes {
		return w.Flush()
	}
	return nil
}

// Flush ends the request and writes it.
func (w *Writer) Flush() error {
	if w.spans == 0 {
		return nil
	}
	w.b.Raw("]}]}]}\n")
	_, err := w.w.Write(w.b.B)
	w.spans = 0
	if w.b.B = w.b.B[:0]; cap(w.b.B) > 4*batch.MaxBytes {
		w.b.B = nil // one record was very large
	}
	return err
}

// appendHead appends the beginning of a request that has the record's resource and scope.
func appendHead(to []byte, r *trace.Record) []byte {
	b := &jsonwriter.Buffer{B: to}
	b.Raw(`{"resourceSpans":[{"resource":{`)
	appendResource(b, r)
	b.Raw(`},"scopeSpans":[{"scope":{`)
	text(b, "name", r.Flow)
	text(b, "version", r.FlowVersion)
	b.Raw(`},"spans":[`)
	return b.B
}

func appendResource(b *jsonwriter.Buffer, r *trace.Record) {
	appendResourceTags(b, r)
	if r.Resource != nil {
		dropped(b, "droppedAttributesCount", r.Resource.DroppedTags)
	}
}

func appendResourceTags(b *jsonwriter.Buffer, r *trace.Record) {
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

// dropped appends a member with how many tags or links were dropped, unless none was.
func dropped(b *jsonwriter.Buffer, key string, n uint32) {
	if n > 0 {
		b.Key(key)
		b.Int(int64(n))
	}
}

// text appends a member with a text, unless that is empty.
func text(b *jsonwriter.Buffer, key string, text []byte) {
	if len(text) > 0 {
		b.Key(key)
		b.Text(text)
	}
}
