package otlpproto

import "github.com/specgen/specgen/validator/trace"

// run is fields one behind the other whose sizes do not vary, and whose bytes are the same in many spans but for ids, times and flags: what is
// left are the fields' keys and lengths, the kind, and a status without a message. A run has each field once at most, and ends behind a link.
type run struct {
	size  int
	words []masked

	// Where the bytes of a value are, from the beginning of the run; 0 where there is none.
	traceID, spanID, parentID, start, end, linkTrace, linkSpan uint8

	kind     trace.SpanKind // 0 where there is none
	noParent bool           // the id of the parent is empty
	status   bool
	failed   bool // the status is error
	toParent bool // the link stands for the parent
}

// masked is up to eight bytes at a place, of which those in the mask count.
type masked struct {
	bits, mask uint64
	at         uint8
}

// readRun reads a run, as readTag reads an attribute.
func (b *builder) readRun(w *window, left int) (size int) {
	all := b.at.runs
	for i, s := range all {
		if s.run.size <= left && s.run.begins(w) && b.take(s.run, w) {
			b.done(all, i)
			return s.run.size
		}
	}
	return 0
}

// begins reports whether w begins with the run.
func (r *run) begins(w *window) bool {
	for i := range r.words {
		one := &r.words[i]
		if (w.word(uint(one.at))^one.bits)&one.mask != 0 {
			return false
		}
	}
	return true
}

// take reads the values of the run that w begins with. It reports false where the general way has to read one of them: that sets again what was
// set here.
func (b *builder) take(r *run, w *window) bool {
	if at := uint(r.traceID); at > 0 {
		if b.TraceID = trace.ID(w[at : at+16]); b.TraceID.IsZero() {
			return false
		}
	}
	if at := uint(r.spanID); at > 0 {
		if b.SpanID = trace.SpanID(w[at : at+8]); b.SpanID.IsZero() {
			return false
		}
	}
	if at := uint(r.parentID); at > 0 {
		b.ParentID = trace.SpanID(w[at : at+8])
	} else if r.noParent {
		b.ParentID = trace.SpanID{}
	}
	if at := uint(r.start); at > 0 {
		nanos := int64(w.word(at))
		if nanos <= 0 {
			return false
		}
		b.Start, b.StartText = nanos, nil
		b.Defects &^= trace.BadStart
	}
	if at := uint(r.end); at > 0 {
		nanos := int64(w.word(at))
		if nanos <= 0 {
			return false
		}
		b.End, b.EndText = nanos, nil
		b.Defects &^= trace.BadEnd
	}
	if r.kind > 0 {
		b.Kind, b.BadKind = r.kind, nil
		b.Defects &^= trace.BadSpanKind
	}
	if r.status {
		b.resetStatus()
		b.Failed = r.failed
	}
	return r.linkTrace == 0 || b.takeLink(r, w)
}

// takeLink adds the link, as the last value of the run, so that none is added twice.
func (b *builder) takeLink(r *run, w *window) bool {
	traceID, spanID := uint(r.linkTrace), uint(r.linkSpan)
	link := trace.Link{TraceID: trace.ID(w[traceID : traceID+16]), SpanID: trace.SpanID(w[spanID : spanID+8])}
	if link.TraceID.IsZero() || link.SpanID.IsZero() || b.Full(2*mostPredicted) {
		return false
	}
	if r.toParent {
		b.SetParent(link)
	} else {
		b.Links = append(b.Links, link)
	}
	return true
}
