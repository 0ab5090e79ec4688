// Package spanevent writes records as SpanEvents, the flat form of docs/runtime-contract.md: one a line. docs/convert.md says what
// becomes of that which the form has no place for.
package spanevent

import (
	"io"
	"math"

	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/writers/jsonwriter"
	"github.com/specgen/specgen/validator/trace"
)

// blockSize is how many bytes are held before they are written.
const blockSize = 64 << 10

// Writer writes SpanEvents.
type Writer struct {
	w io.Writer
	b jsonwriter.Buffer

	resource *trace.Resource // whose keys are known
	keys     map[string]bool // of the resource: whether the record at hand has the tag too
}

// New returns a writer to w.
func New(w io.Writer) *Writer { return &Writer{w: w} }

// Record writes a record.
func (w *Writer) Record(r *trace.Record) error {
	b := &w.b
	b.Begin(r)
	b.Raw("{")
	w.ids(r)
	w.text("name", r.Name)
	w.text("service_name", r.Service)
	w.times(r)
	w.status(r)
	w.text("flow", r.Flow)
	w.text("flow_version", r.FlowVersion)
	w.tags(r)
	w.links(r)
	if r.DroppedLinks > 0 {
		b.Raw(`,"dropped_links":`)
		b.Int(int64(r.DroppedLinks))
	}
	b.Raw("}\n")
	if len(b.B) < blockSize {
		return nil
	}
	return w.Flush()
}

// Flush writes what is held.
func (w *Writer) Flush() error {
	if len(w.b.B) == 0 {
		return nil
	}
	_, err := w.w.Write(w.b.B)
	if w.b.B = w.b.B[:0]; cap(w.b.B) > 4*blockSize {
		w.b.B = nil // one record was very large
	}
	return err
}

func (w *Writer) text(key string, text []byte) {
	if len(text) > 0 {
		w.b.Key(key)
		w.b.Text(text)
	}
}

func (w *Writer) ids(r *trace.Record) {
	b := &w.b
	before := len(b.B)
	b.TraceID(r, "trace_id")
	if len(b.B) == before { // an object without the member is no SpanEvent
		b.Raw(`"trace_id":""`)
	}
	b.SpanID(r, "span_id")
	bad := r.Defects.Has(trace.BadParentID)
	if bad && r.ParentID.IsZero() {
		b.BadParentID("parent_id")
		return
	}
	if r.ParentID.IsZero() {
		return
	}
	b.Key("parent_id")
	b.Hex(r.ParentID[:])
	switch {
	case !r.ParentTraceID.IsZero():
		b.Key("parent_trace_id")
		b.Hex(r.ParentTraceID[:])
	case bad:
		b.BadParentTraceID("parent_trace_id")
	}
}

// times writes whole microseconds. A start and an end that are no times are written as they stood in the input.
func (w *Writer) times(r *trace.Record) {
	b := &w.b
	if r.Defects.Has(trace.BadStart) {
		if n, ok := record.LaxInt(r.BadTime); !ok || micros(n) != n {
			w.badTime("timestamp", r.BadTime)
		}
		return // without a start there is no duration
	}
	start := floor(r.Start)
	b.Key("timestamp")
	b.Int(start)
	if r.Defects.Has(trace.BadEnd) {
		if n, ok := record.LaxInt(r.BadTime); !ok || micros(n) != n || n > 0 && micros(start+n) != start+n {
			w.badTime("duration", r.BadTime)
		}
		return
	}
	b.Key("duration")
	if d := r.End - r.Start; (d < 0) == (r.End < r.Start) {
		b.Int(floor(d))
	} else { // more than 292 years
		b.Int(floor(r.End) - start)
	}
}

func (w *Writer) badTime(key string, text []byte) {
	if len(text) == 0 {
		return
	}
	w.b.Key(key)
	if n, ok := record.Int(text); ok {
		w.b.Int(n)
	} else {
		w.b.Text(text)
	}
}

// micros returns the number of microseconds nearest to n that has 64 bits in nanoseconds.
func micros(n int64) int64 {
	const most = math.MaxInt64 / 1000
	return max(-most, min(most, n))
}

// floor returns nanoseconds as microseconds, rounded down.
func floor(nanos int64) int64 {
	n := nanos / 1000
	if nanos%1000 < 0 {
		n--
	}
	return n
}

func (w *Writer) status(r *trace.Record) {
	b := &w.b
	switch {
	case r.Defects.Has(trace.BadSpanStatus):
		b.Key("error")
		b.JSONOrText(r.BadStatus, isNoBool)
	case r.Failed:
		b.Raw(`,"error":true`)
	}
}

// isNoBool reports whether JSON is a value that readers find bad as an error.
func isNoBool(first byte) bool { return first != 't' && first != 'f' && first != 'n' }

// tags writes the tags of the resource, then those of the span. Where both have a tag the span's counts.
func (w *Writer) tags(r *trace.Record) {
	b := &w.b
	before := len(b.B)
	b.Raw(`,"tags":{`)
	empty := len(b.B)
	w.resourceTags(r)
	for i := range r.Tags {
		t := &r.Tags[i]
		b.BeginTag(r, t)
		w.tag(t)
		b.EndTag(r)
	}
	if len(b.B) == empty {
		b.B = b.B[:before]
		return
	}
	b.Raw("}")
}

func (w *Writer) resourceTags(r *trace.Record) {
	if r.Resource == nil {
		return
	}
	if w.resource != r.Resource {
		w.resource, w.keys = r.Resource, make(map[string]bool, len(r.Resource.Tags))
		for i := range r.Resource.Tags {
			w.keys[string(r.Resource.Tags[i].Key)] = false
		}
	}
	w.mark(r, true)
	for i := range r.Resource.Tags {
		t := &r.Resource.Tags[i]
		isService := string(t.Key) == "service.name" && t.Value.Kind == trace.String
		if !isService && !w.keys[string(t.Key)] {
			w.tag(t)
		}
	}
	w.mark(r, false)
}

// mark notes for the resource's tags that the record has them too, or takes that back.
func (w *Writer) mark(r *trace.Record, has bool) {
	for i := range r.Tags {
		if key := r.Tags[i].Key; len(w.keys) > 0 {
			if _, both := w.keys[string(key)]; both {
				w.keys[string(key)] = has
			}
		}
	}
}

func (w *Writer) tag(t *trace.Tag) {
	w.b.Comma()
	w.b.Text(t.Key)
	w.b.Raw(":")
	w.value(&t.Value)
}

func (w *Writer) value(v *trace.Value) {
	b := &w.b
	switch v.Kind {
	case trace.String, trace.Untyped, trace.Bytes:
		b.Text(v.Text)
	case trace.Int:
		b.Int(v.Int())
	case trace.Double:
		b.Double(v.Double())
	case trace.Bool:
		b.Bool(v.Bool())
	case trace.List:
		b.Raw("[")
		for i := range v.Items {
			b.Comma()
			w.value(&v.Items[i])
		}
		b.Raw("]")
	case trace.Map:
		b.Object(v.Text)
	case trace.Invalid:
		b.Verbatim(v.Text)
	default:
		b.Raw("null")
	}
}

func (w *Writer) links(r *trace.Record) {
	bad := r.Defects.Has(trace.BadLink)
	if len(r.Links) == 0 && !bad {
		return
	}
	b := &w.b
	b.Raw(`,"links":[`)
	for i := range r.Links {
		b.Comma()
		b.Raw(`{"trace_id":`)
		b.Hex(r.Links[i].TraceID[:])
		b.Raw(`,"span_id":`)
		b.Hex(r.Links[i].SpanID[:])
		b.Raw("}")
	}
	if bad {
		b.BadLink("trace_id", "span_id")
	}
	b.Raw("]")
}
