// Package batch says how many records in a row, and which, the formats of OTLP write below one resource and one scope.
package batch

import (
	"bytes"

	"github.com/specgen/specgen/validator/trace"
)

// A batch ends with so many spans or bytes, whichever comes first.
const (
	MaxSpans = 512
	MaxBytes = 1 << 20
)

// Head is the resource and the scope of a batch, as a format writes them. It is not safe for concurrent use.
type Head struct {
	Written []byte // what Begin has written

	// The latest record has these.
	resource               *trace.Resource
	service, flow, version []byte
	next                   []byte // memory for the head of another record
}

// Begin writes the head of a batch that begins with a record.
func (h *Head) Begin(r *trace.Record, write func(to []byte, r *trace.Record) []byte) {
	h.Written = write(h.Written[:0], r)
	h.note(r)
}

// Fits reports whether a record has the resource and the scope of the batch. Inputs may have one resource in several places: it is the same where
// it is written as the same bytes.
func (h *Head) Fits(r *trace.Record, write func(to []byte, r *trace.Record) []byte) bool {
	same := bytes.Equal(r.Service, h.service) && bytes.Equal(r.Flow, h.flow) && bytes.Equal(r.FlowVersion, h.version)
	if !same || r.Resource == h.resource {
		return same
	}
	h.next = write(h.next[:0], r)
	h.note(r)
	return bytes.Equal(h.next, h.Written)
}

// note keeps what Fits looks at.
func (h *Head) note(r *trace.Record) {
	h.resource = r.Resource
	h.service = append(h.service[:0], r.Service...)
	h.flow = append(h.flow[:0], r.Flow...)
	h.version = append(h.version[:0], r.FlowVersion...)
}
