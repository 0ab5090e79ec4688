package otlpproto

import (
	"encoding/hex"
	"strconv"

	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/trace"
)

// noValue stands for a text in place of a value of an enumeration: a number that no value has.
const noValue = 255

func (w *Writer) span(r *trace.Record) {
	b := &w.spans
	start := b.begin(2)
	w.ids(r)
	nonEmpty(b, 5, r.Name)
	w.kind(r)
	w.times(r)
	for i := range r.Tags {
		b.beginTag(r, &r.Tags[i])
		attribute(b, 9, &r.Tags[i])
		b.endTag(r)
	}
	dropped(b, 10, r.DroppedTags)
	w.links(r)
	dropped(b, 14, r.DroppedLinks)
	w.status(r)
	b.end(start)
}

func (w *Writer) ids(r *trace.Record) {
	b := &w.spans
	if !r.Defects.Has(trace.BadTraceID) {
		b.bytes(1, r.TraceID[:])
	} else if bad := b.takeBad(len(r.TraceID)); bad != nil {
		b.bytes(1, bad)
	}
	if !r.Defects.Has(trace.BadSpanID) {
		b.bytes(2, r.SpanID[:])
	} else if bad := b.takeBad(len(r.SpanID)); bad != nil {
		b.bytes(2, bad)
	}
	switch {
	case r.Defects.Has(trace.BadParentID):
		bad := b.takeBad(len(r.ParentID))
		if len(bad) == 0 || len(bad) == len(r.ParentID) { // zeros would be no parent
			bad = []byte("?")
		}
		b.bytes(4, bad)
	case !r.ParentID.IsZero() && r.ParentTraceID.IsZero():
		b.bytes(4, r.ParentID[:])
	}
}

// takeBad returns the bytes of the bad id once, as an id of so many bytes that is not valid; else nil.
func (b *buffer) takeBad(size int) []byte {
	text := b.badID
	if len(text) == 0 {
		return nil
	}
	b.badID = nil
	id := make([]byte, hex.DecodedLen(len(text)))
	if n, err := hex.Decode(id, text); err != nil {
		id = append([]byte(nil), text...)
	} else {
		id = id[:n]
	}
	if len(id) != size {
		return id
	}
	for _, c := range id {
		if c != 0 {
			return id[:size-1]
		}
	}
	return id
}

// kind writes the kind. A format without kinds leaves it open.
func (w *Writer) kind(r *trace.Record) {
	switch {
	case r.Defects.Has(trace.BadSpanKind):
		w.spans.varint(6, code(r.BadKind, int64(trace.KindConsumer)))
	case r.Kind != trace.UnknownKind:
		w.spans.varint(6, uint64(r.Kind))
	}
}

// code returns a value of an enumeration that has no such value, from its text. The values are 0 to most.
func code(text []byte, most int64) uint64 {
	n, ok := record.Int(text)
	if !ok || n >= 0 && n <= most || n != int64(int32(n)) {
		return noValue
	}
	return uint64(n)
}

// times writes the times. One that is none is left out, unless it is a number that is too large.
func (w *Writer) times(r *trace.Record) {
	switch {
	case !r.Defects.Has(trace.BadStart):
		w.spans.fixed64(7, uint64(r.Start))
	default:
		w.badTime(7, r.BadTime)
	}
	switch {
	case !r.Defects.Has(trace.BadEnd):
		w.spans.fixed64(8, uint64(r.End))
	case !r.Defects.Has(trace.BadStart): // else BadTime is the start's
		w.badTime(8, r.BadTime)
	}
}

func (w *Writer) badTime(field int, text []byte) {
	if n, err := strconv.ParseUint(string(text), 10, 64); err == nil && int64(n) < 0 {
		w.spans.fixed64(field, n)
	}
}

// links writes the link that stands for a parent in another trace, then the others.
func (w *Writer) links(r *trace.Record) {
	parent := trace.Link{TraceID: r.ParentTraceID, SpanID: r.ParentID}
	if r.Defects.Has(trace.BadParentID) && parent.TraceID.IsZero() {
		parent.TraceID = r.TraceID // the bad id stands where the parent's would
	}
	b := &w.spans
	if !parent.TraceID.IsZero() && !parent.SpanID.IsZero() && (parent.TraceID == r.ParentTraceID || r.Defects.Has(trace.BadParentID)) {
		start := w.link(parent)
		tag := b.begin(4)
		b.bytes(1, parentKey)
		value := b.begin(2)
		b.bytes(1, parentValue)
		b.end(value)
		b.end(tag)
		b.end(start)
	}
	for _, link := range r.Links {
		b.end(w.link(link))
	}
	if r.Defects.Has(trace.BadLink) {
		start := b.begin(13)
		if bad := b.takeBad(len(r.TraceID)); bad != nil {
			b.bytes(1, bad)
		}
		b.end(start)
	}
}

var parentKey, parentValue = []byte(record.ParentLinkKey), []byte(record.ParentLinkValue)

// link writes the ids of a link, which is left open.
func (w *Writer) link(link trace.Link) (start int) {
	start = w.spans.begin(13)
	w.spans.bytes(1, link.TraceID[:])
	w.spans.bytes(2, link.SpanID[:])
	return start
}

func (w *Writer) status(r *trace.Record) {
	const failed = 2
	b := &w.spans
	bad := r.Defects.Has(trace.BadSpanStatus)
	if !bad && !r.Failed && len(r.StatusMessage) == 0 {
		return
	}
	start := b.begin(15)
	nonEmpty(b, 2, r.StatusMessage)
	switch {
	case bad:
		b.varint(3, code(r.BadStatus, failed))
	case r.Failed:
		b.varint(3, failed)
	}
	b.end(start)
}
