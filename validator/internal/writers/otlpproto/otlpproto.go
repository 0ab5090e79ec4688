// Package otlpproto writes records as OTLP protobuf (opentelemetry-proto 1.9): ResourceSpans one after the other, so that what is written
// is one TracesData, or one ExportTraceServiceRequest, however much it is. docs/convert.md says what becomes of that which is wrong in a
// record.
package otlpproto

import (
	"bytes"
	"encoding/binary"
	"io"

	"github.com/specgen/specgen/validator/internal/writers/batch"
	"github.com/specgen/specgen/validator/trace"
)

// Writer writes OTLP protobuf. Records in a row that have one resource and one scope are written in one ResourceSpans.
type Writer struct {
	w     io.Writer
	spans buffer // fields of the ScopeSpans that is begun
	count int    // of spans; 0 where none is begun

	resource batch.Head // its resource, as a field, and what decides on the next record
	scope    buffer     // its scope, as a field
	out      []byte
}

// New returns a writer to w.
func New(w io.Writer) *Writer { return &Writer{w: w} }

// Record writes a record.
func (w *Writer) Record(r *trace.Record) error {
	if w.count > 0 && !w.resource.Fits(r, appendResource) {
		if err := w.Flush(); err != nil {
			return err
		}
	}
	if w.count == 0 {
		w.resource.Begin(r, appendResource)
		w.scope.b = w.scope.b[:0]
		appendScope(&w.scope, r)
	}
	w.spans.prepare(r)
	w.span(r)
	if w.count++; w.count >= batch.MaxSpans || len(w.spans.b) >= batch.MaxBytes {
		return w.Flush()
	}
	return nil
}

// Flush ends the ResourceSpans and writes it.
func (w *Writer) Flush() error {
	if w.count == 0 {
		return nil
	}
	scopeSpans := len(w.scope.b) + len(w.spans.b)
	var head [1 + binary.MaxVarintLen64]byte
	head[0] = 2<<3 | lengthType // scope_spans
	inner := head[:1+binary.PutUvarint(head[1:], uint64(scopeSpans))]
	w.out = append(w.out[:0], 1<<3|lengthType) // resource_spans
	w.out = binary.AppendUvarint(w.out, uint64(len(w.resource.Written)+len(inner)+scopeSpans))
	w.out = append(append(w.out, w.resource.Written...), inner...)
	w.out = append(append(w.out, w.scope.b...), w.spans.b...)
	_, err := w.w.Write(w.out)
	w.count, w.spans.b = 0, w.spans.b[:0]
	if cap(w.out) > 4*batch.MaxBytes {
		w.out, w.spans.b = nil, nil // one record was very large
	}
	return err
}

// appendResource appends the record's resource as the field of a ResourceSpans.
func appendResource(to []byte, r *trace.Record) []byte {
	b := &buffer{b: to}
	start := b.begin(1)
	var tags []trace.Tag
	named := len(r.Service) == 0
	if r.Resource != nil {
		tags = r.Resource.Tags
		named = named || bytes.Equal(r.Resource.Service, r.Service)
	}
	if !named {
		name := trace.Tag{Key: []byte("service.name"), Value: trace.StringValue(r.Service)}
		attribute(b, 1, &name)
	}
	for i := range tags {
		attribute(b, 1, &tags[i])
	}
	if r.Resource != nil {
		dropped(b, 2, r.Resource.DroppedTags)
	}
	b.end(start)
	return b.b
}

// appendScope appends the record's scope as the field of a ScopeSpans.
func appendScope(b *buffer, r *trace.Record) {
	start := b.begin(1)
	nonEmpty(b, 1, r.Flow)
	nonEmpty(b, 2, r.FlowVersion)
	b.end(start)
}

// dropped appends how many tags or links were dropped, unless none was.
func dropped(b *buffer, field int, n uint32) {
	if n > 0 {
		b.varint(field, uint64(n))
	}
}

func nonEmpty(b *buffer, field int, text []byte) {
	if len(text) > 0 {
		b.text(field, text)
	}
}
