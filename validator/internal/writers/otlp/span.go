package otlp

import (
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/trace"
)

func (w *Writer) span(r *trace.Record) {
	b := &w.b
	b.Begin(r)
	b.Comma()
	b.Raw("{")
	w.ids(r)
	text(b, "name", r.Name)
	w.kind(r)
	w.times(r)
	w.attributes(r)
	w.links(r)
	w.status(r)
	b.Raw("}")
}

func (w *Writer) ids(r *trace.Record) {
	b := &w.b
	b.TraceID(r, "traceId")
	b.SpanID(r, "spanId")
	switch {
	case r.Defects.Has(trace.BadParentID):
		b.BadParentID("parentSpanId")
	case !r.ParentID.IsZero() && r.ParentTraceID.IsZero():
		b.Key("parentSpanId")
		b.Hex(r.ParentID[:])
	}
}

// kind writes the kind. A format without kinds leaves it open.
func (w *Writer) kind(r *trace.Record) {
	switch {
	case r.Defects.Has(trace.BadSpanKind):
		w.b.Key("kind")
		w.code(r.BadKind)
	case r.Kind != trace.UnknownKind:
		w.b.Key("kind")
		w.b.Int(int64(r.Kind))
	}
}

// code writes a value of an enumeration that has no such value: a number, or the name of one.
func (w *Writer) code(text []byte) {
	if n, ok := record.Int(text); ok {
		w.b.Int(n)
	} else {
		w.b.Text(text)
	}
}

func (w *Writer) times(r *trace.Record) {
	if r.Defects.Has(trace.BadStart) {
		w.badStart(r.BadTime)
	} else {
		w.b.Key("startTimeUnixNano")
		w.b.IntText(r.Start)
	}
	switch {
	case !r.Defects.Has(trace.BadEnd):
		w.b.Key("endTimeUnixNano")
		w.b.IntText(r.End)
	case !r.Defects.Has(trace.BadStart): // else BadTime is the start's
		w.badTime("endTimeUnixNano", r.BadTime, "")
	}
}

// badStart writes the text of a start that is not a time. One that is an integer is of a format with microseconds, which has it too
// large for nanoseconds of 64 bits.
func (w *Writer) badStart(text []byte) {
	zeros := ""
	if _, ok := record.Int(text); ok {
		zeros = "000"
	}
	w.badTime("startTimeUnixNano", text, zeros)
}

// badTime writes a text that is not a time, unless it would be one here.
func (w *Writer) badTime(key string, text []byte, zeros string) {
	if len(text) == 0 {
		return
	}
	text = append(append([]byte(nil), text...), zeros...)
	if _, ok := record.LaxInt(text); !ok {
		w.b.Key(key)
		w.b.Text(text)
	}
}

func (w *Writer) attributes(r *trace.Record) {
	if len(r.Tags) == 0 {
		return
	}
	b := &w.b
	b.Key("attributes")
	b.Raw("[")
	for i := range r.Tags {
		b.BeginTag(r, &r.Tags[i])
		attribute(b, &r.Tags[i])
		b.EndTag(r)
	}
	b.Raw("]")
}

// links writes the link that stands for a parent in another trace, then the others.
func (w *Writer) links(r *trace.Record) {
	parent := trace.Link{TraceID: r.ParentTraceID, SpanID: r.ParentID}
	if r.Defects.Has(trace.BadParentID) && parent.TraceID.IsZero() {
		parent.TraceID = r.TraceID // the text of the bad id stands where the parent's would
	}
	hasParent := !parent.TraceID.IsZero() && !parent.SpanID.IsZero() && (parent.TraceID == r.ParentTraceID || r.Defects.Has(trace.BadParentID))
	bad := r.Defects.Has(trace.BadLink)
	if !hasParent && !bad && len(r.Links) == 0 {
		return
	}
	b := &w.b
	b.Key("links")
	b.Raw("[")
	if hasParent {
		w.link(parent)
		b.Raw(`,"attributes":[{"key":"` + record.ParentLinkKey + `","value":{"stringValue":"` + record.ParentLinkValue + `"}}]}`)
	}
	for _, link := range r.Links {
		w.link(link)
		b.Raw("}")
	}
	if bad {
		b.BadLink("traceId", "spanId")
	}
	b.Raw("]")
}

// link writes the ids of a link, which is left open.
func (w *Writer) link(link trace.Link) {
	b := &w.b
	b.Comma()
	b.Raw(`{"traceId":`)
	b.Hex(link.TraceID[:])
	b.Raw(`,"spanId":`)
	b.Hex(link.SpanID[:])
}

func (w *Writer) status(r *trace.Record) {
	b := &w.b
	bad := r.Defects.Has(trace.BadSpanStatus)
	if !bad && !r.Failed && len(r.StatusMessage) == 0 {
		return
	}
	b.Key("status")
	if bad && isCode(r.BadStatus) {
		// It is written in place of the object: as a code it would be a good one.
		b.JSONOrText(r.BadStatus, func(byte) bool { return true })
		return
	}
	b.Raw("{")
	switch {
	case bad:
		b.Key("code")
		w.code(r.BadStatus)
	case r.Failed:
		b.Raw(`"code":2`)
	}
	text(b, "message", r.StatusMessage)
	b.Raw("}")
}

// isCode reports whether the text is a status code of OTLP.
func isCode(text []byte) bool {
	if n, ok := record.LaxInt(text); ok {
		return n >= 0 && n <= 2
	}
	switch string(text) {
	case "STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR":
		return true
	}
	return false
}
