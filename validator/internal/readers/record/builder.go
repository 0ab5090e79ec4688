package record

import (
	"encoding/hex"

	"github.com/specgen/specgen/validator/trace"
)

// maxValues is how many tags, links and items of lists a record may have in all: two bytes of JSON become a value of 64.
const maxValues = 1 << 16

// TooMany is what is wrong with a record past maxValues.
const TooMany = "want at most 65536 tags, links and items of lists in one record"

// The attribute of an OTLP link that represents a parent in another trace, and its value (docs/runtime-contract.md).
const (
	ParentLinkKey   = "specgen.link.type"
	ParentLinkValue = "parent"
)

// Builder is a record under construction, with the memory that its parts live in.
type Builder struct {
	trace.Record
	values []trace.Value // items of finished lists
	stack  []trace.Value // items of lists under construction
	parent trace.Link    // the link that represents a parent in another trace, if any

	// StartText and EndText are how the input writes the two times, for FinishTimes.
	StartText, EndText []byte
}

// Reset begins another record. The parts of the one before are not valid any longer.
func (b *Builder) Reset() {
	b.Record = trace.Record{Tags: b.Tags[:0], Links: b.Links[:0]}
	b.values, b.stack = b.values[:0], b.stack[:0]
	b.parent = trace.Link{}
	b.StartText, b.EndText = nil, nil
}

// SetTraceID sets the trace id from its text.
func (b *Builder) SetTraceID(text []byte) {
	id, ok := TraceID(text)
	if b.TraceID = id; !ok || id.IsZero() {
		b.Bad(trace.BadTraceID, text)
	}
}

// SetSpanID sets the span id from its text.
func (b *Builder) SetSpanID(text []byte) {
	id, ok := SpanID(text)
	if b.SpanID = id; !ok || id.IsZero() {
		b.Bad(trace.BadSpanID, text)
	}
}

// SetParentID sets the parent's span id from its text. Zero means none, as exporters of old write it.
func (b *Builder) SetParentID(text []byte) {
	id, ok := SpanID(text)
	if b.ParentID = id; !ok {
		b.Bad(trace.BadParentID, text)
	}
}

// SetTraceIDBytes is SetTraceID for an id that is not written as a text.
func (b *Builder) SetTraceIDBytes(id []byte) {
	if b.TraceID = (trace.ID{}); len(id) == len(b.TraceID) {
		copy(b.TraceID[:], id)
	}
	if b.TraceID.IsZero() {
		b.badBytes(trace.BadTraceID, id)
	}
}

// SetSpanIDBytes is SetSpanID for an id that is not written as a text.
func (b *Builder) SetSpanIDBytes(id []byte) {
	if b.SpanID = (trace.SpanID{}); len(id) == len(b.SpanID) {
		copy(b.SpanID[:], id)
	}
	if b.SpanID.IsZero() {
		b.badBytes(trace.BadSpanID, id)
	}
}

// SetParentIDBytes is SetParentID for an id that is not written as a text.
func (b *Builder) SetParentIDBytes(id []byte) {
	if b.ParentID = (trace.SpanID{}); len(id) == len(b.ParentID) {
		copy(b.ParentID[:], id)
	} else if len(id) > 0 {
		b.badBytes(trace.BadParentID, id)
	}
}

// SetParentTraceID sets the parent's trace from its text.
func (b *Builder) SetParentTraceID(text []byte) {
	id, ok := TraceID(text)
	if b.ParentTraceID = id; !ok {
		b.Bad(trace.BadParentID, text)
	}
}

// AddLink adds a link from the texts of its ids. One that represents a parent in another trace takes precedence over a parent
// id.
func (b *Builder) AddLink(traceID, spanID []byte, parent bool) {
	var link trace.Link
	var okTrace, okSpan bool
	link.TraceID, okTrace = TraceID(traceID)
	link.SpanID, okSpan = SpanID(spanID)
	switch {
	case !okTrace || link.TraceID.IsZero():
		b.Bad(trace.BadLink, traceID)
	case !okSpan || link.SpanID.IsZero():
		b.Bad(trace.BadLink, spanID)
	case parent:
		b.parent = link
	default:
		b.Links = append(b.Links, link)
	}
}

// AddPlainLink is AddLink for ids of 32 and 16 digits. It reports false, and adds nothing, where they are not in hex or zero.
func (b *Builder) AddPlainLink(traceID, spanID []byte, parent bool) bool {
	n := len(b.Links)
	b.Links = append(b.Links, trace.Link{})
	link := &b.Links[n] // read in place: a copy would wait for what was just written
	ok := HexID(&link.TraceID, traceID) && HexSpanID(&link.SpanID, spanID) && !link.SpanID.IsZero()
	if ok && parent {
		b.parent = *link
	}
	if !ok || parent {
		b.Links = b.Links[:n]
	}
	return ok
}

// AddLinkBytes is AddLink for ids that are not written as texts.
func (b *Builder) AddLinkBytes(traceID, spanID []byte, parent bool) {
	var link trace.Link
	if len(traceID) == len(link.TraceID) {
		copy(link.TraceID[:], traceID)
	}
	if len(spanID) == len(link.SpanID) {
		copy(link.SpanID[:], spanID)
	}
	switch {
	case link.TraceID.IsZero():
		b.badBytes(trace.BadLink, traceID)
	case link.SpanID.IsZero():
		b.badBytes(trace.BadLink, spanID)
	case parent:
		b.parent = link
	default:
		b.Links = append(b.Links, link)
	}
}

// SetParent sets the parent in another trace, which takes precedence over a parent id.
func (b *Builder) SetParent(link trace.Link) { b.parent = link }

// DropLinks takes back all links.
func (b *Builder) DropLinks() { b.Links, b.parent = b.Links[:0], trace.Link{} }

func (b *Builder) badBytes(defect trace.Defect, id []byte) { b.Bad(defect, hex.AppendEncode(nil, id)) }

// Bad adds a defect of an id, and keeps the text of the first one.
func (b *Builder) Bad(defect trace.Defect, text []byte) {
	const ids = trace.BadTraceID | trace.BadSpanID | trace.BadParentID | trace.BadLink
	if !b.Defects.Has(ids) {
		b.BadID = text
	}
	b.Defects |= defect
}

// Finish completes the record once all of it was read.
func (b *Builder) Finish() {
	if !b.parent.SpanID.IsZero() {
		b.ParentID, b.ParentTraceID = b.parent.SpanID, b.parent.TraceID
	}
	Normalize(&b.Record)
}

// Normalize marks ids that are missing, and clears a parent's trace id that adds nothing: the record's own, or one without a
// parent id.
func Normalize(r *trace.Record) {
	if r.TraceID.IsZero() {
		r.Defects |= trace.BadTraceID
	}
	if r.SpanID.IsZero() {
		r.Defects |= trace.BadSpanID
	}
	if r.ParentTraceID == r.TraceID || r.ParentID.IsZero() {
		r.ParentTraceID = trace.ID{}
	}
}

// Full reports whether a record that also has the given number of tags under construction can hold nothing more.
func (b *Builder) Full(tags int) bool {
	return tags+len(b.values)+len(b.stack)+len(b.Links) >= maxValues
}

// Size returns about how many bytes the builder holds, with the given number of tags.
func (b *Builder) Size(tags int) int {
	const value, tag = 64, 88 // bytes, where a pointer has 8
	return (cap(b.values)+cap(b.stack))*value + tags*tag
}

// FinishTimes keeps the text of the first time that is not valid.
func (b *Builder) FinishTimes() {
	switch {
	case b.Defects.Has(trace.BadStart):
		b.BadTime = b.StartText
	case b.Defects.Has(trace.BadEnd):
		b.BadTime = b.EndText
	}
}

// BeginList begins a list of values, and returns its start, to be passed to EndList. Lists may nest.
func (b *Builder) BeginList() (start int) { return len(b.stack) }

// Push adds an item to the list under construction.
func (b *Builder) Push(v trace.Value) { b.stack = append(b.stack, v) }

// DropList takes back the items since BeginList returned start.
func (b *Builder) DropList(start int) { b.stack = b.stack[:start] }

// EndList ends the list that BeginList began at start, and returns it.
func (b *Builder) EndList(start int) trace.Value {
	from := len(b.values)
	b.values = append(b.values, b.stack[start:]...)
	b.stack = b.stack[:start]
	return trace.ListValue(b.values[from:len(b.values):len(b.values)])
}
