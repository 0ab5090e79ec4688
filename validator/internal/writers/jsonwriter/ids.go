package jsonwriter

import (
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/trace"
)

// unknownID stands for an id whose text is not known, only that it is malformed.
var unknownID = []byte("?")

// A record keeps the text of its first bad id, but not which of several bad ids that is. It is written in place of the first one
// where readers find it bad.

// TraceID appends the member with the record's trace id. Where that is bad and its text is not known the member is left out.
func (b *Buffer) TraceID(r *trace.Record, key string) {
	if !r.Defects.Has(trace.BadTraceID) {
		b.Key(key)
		b.Hex(r.TraceID[:])
	} else if text := b.takeBad(isBadTraceID); text != nil {
		b.Key(key)
		b.Text(text)
	}
}

// SpanID appends the member with the record's span id, as TraceID does.
func (b *Buffer) SpanID(r *trace.Record, key string) {
	if !r.Defects.Has(trace.BadSpanID) {
		b.Key(key)
		b.Hex(r.SpanID[:])
	} else if text := b.takeBad(isBadSpanID); text != nil {
		b.Key(key)
		b.Text(text)
	}
}

// BadParentID appends a member with the text of a bad parent id.
func (b *Buffer) BadParentID(key string) { b.badMember(key, isBadParentID) }

// BadParentTraceID appends a member with the text of a bad trace id of the parent.
func (b *Buffer) BadParentTraceID(key string) { b.badMember(key, isBadParentTraceID) }

func (b *Buffer) badMember(key string, isBad func([]byte) bool) {
	b.Key(key)
	if text := b.takeBad(isBad); text != nil {
		b.Text(text)
	} else {
		b.Text(unknownID)
	}
}

// BadLink appends a link that is not valid, in a list. Members that are not known are left out.
func (b *Buffer) BadLink(traceKey, spanKey string) {
	b.Comma()
	b.Raw("{")
	if text := b.takeBad(isBadTraceID); text != nil {
		b.Key(traceKey)
		b.Text(text)
	} else if text := b.takeBad(isBadSpanID); text != nil {
		b.Key(spanKey)
		b.Text(text)
	}
	b.Raw("}")
}

// takeBad returns the text of the bad id once, where it is bad in the place at hand; else nil.
func (b *Buffer) takeBad(isBad func([]byte) bool) []byte {
	text := b.badID
	if len(text) == 0 || !isBad(text) {
		return nil
	}
	b.badID = nil
	return text
}

func isBadTraceID(text []byte) bool {
	id, ok := record.TraceID(text)
	return !ok || id.IsZero()
}

func isBadSpanID(text []byte) bool {
	id, ok := record.SpanID(text)
	return !ok || id.IsZero()
}

func isBadParentID(text []byte) bool {
	_, ok := record.SpanID(text)
	return !ok
}

func isBadParentTraceID(text []byte) bool {
	_, ok := record.TraceID(text)
	return !ok
}
