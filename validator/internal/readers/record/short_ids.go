package record

import "github.com/specgen/specgen/validator/trace"

// Jaeger and Zipkin write ids in hex and may leave leading zeros out: a trace id of 64 bits has 16 digits, older versions of Jaeger
// write as few digits as there are.

// SetShortTraceID sets the trace id from its text, of which leading zeros may be missing.
func (b *Builder) SetShortTraceID(text []byte) {
	id, ok := shortTraceID(text)
	if b.TraceID = id; !ok || id.IsZero() {
		b.Bad(trace.BadTraceID, text)
	}
}

// SetShortSpanID sets the span id from its text, of which leading zeros may be missing.
func (b *Builder) SetShortSpanID(text []byte) {
	id, ok := shortSpanID(text)
	if b.SpanID = id; !ok || id.IsZero() {
		b.Bad(trace.BadSpanID, text)
	}
}

// SetShortParentID sets the parent's span id from its text, of which leading zeros may be missing. Zero and an empty text mean none.
func (b *Builder) SetShortParentID(text []byte) {
	id, ok := shortSpanID(text)
	if b.ParentID = id; !ok && len(text) > 0 {
		b.Bad(trace.BadParentID, text)
	}
}

// ShortLink reads a link from the texts of its ids, of which leading zeros may be missing. Where they give none, bad is the text of the
// one that is not valid.
func ShortLink(traceID, spanID []byte) (link trace.Link, bad []byte, ok bool) {
	if link.TraceID, ok = shortTraceID(traceID); !ok || link.TraceID.IsZero() {
		return trace.Link{}, traceID, false
	}
	if link.SpanID, ok = shortSpanID(spanID); !ok || link.SpanID.IsZero() {
		return trace.Link{}, spanID, false
	}
	return link, nil, true
}

func shortTraceID(text []byte) (id trace.ID, ok bool) {
	if len(text) == 2*len(id) {
		ok = HexID(&id, text)
		return id, ok
	}
	var digits [32]byte
	if !pad(digits[:], text) {
		return trace.ID{}, false
	}
	return trace.ParseID(digits[:])
}

func shortSpanID(text []byte) (id trace.SpanID, ok bool) {
	if len(text) == 2*len(id) {
		ok = HexSpanID(&id, text)
		return id, ok
	}
	var digits [16]byte
	if !pad(digits[:], text) {
		return trace.SpanID{}, false
	}
	return trace.ParseSpanID(digits[:])
}

// pad fills digits with text, behind as many zeros as there is room. It reports false where text is empty or too long.
func pad(digits, text []byte) bool {
	zeros := len(digits) - len(text)
	if zeros < 0 || len(text) == 0 {
		return false
	}
	for i := range digits[:zeros] {
		digits[i] = '0'
	}
	copy(digits[zeros:], text)
	return true
}
