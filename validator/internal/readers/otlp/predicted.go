package otlp

import (
	"unicode/utf8"

	"github.com/specgen/specgen/validator/internal/readers/predict"
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// What to do with the value of a step. Ids, names, times and texts begin behind their quote; the quote at their end belongs to the next
// literal.
const (
	doEnd       uint8 = iota // the span is complete
	doTraceID                // 32 hex digits
	doSpanID                 // 16 hex digits
	doParentID               // likewise, or nothing
	doName                   // the name, which the next steps depend on
	doStart                  // 19 digits
	doFinish                 // likewise, of the end
	doMember                 // any value of the member with the step's key
	doString                 // of the tag with the step's key, as all below: a text
	doInt                    // an integer
	doQuoted                 // an integer in quotes
	doDouble                 // a number
	doBool                   // true or false
	doAny                    // an AnyValue
	doLinkTrace              // of a link: 32 hex digits
	doLinkSpan               // 16 hex digits
)

// What a literal says besides where values are: the kind of the span in the lowest bits, and
const (
	effectKind   uint8 = 7
	effectFailed uint8 = 8  // the status is error
	effectLink   uint8 = 16 // the link whose ids were read is complete
	effectParent uint8 = 32 // and stands for the parent
)

// mostPredicted is how many tags and how many links a span may have that is read as predicted.
const mostPredicted = 1 << 12

// predicted reads one Span into r.b as spans before it were written. It reports false, with the cursor anywhere, where the span is
// written otherwise or has anything wrong: general, which reads it from its beginning on, makes the same record of what both read.
func (r *reader) predicted(c *scan.Cursor) bool {
	if r.graph == nil {
		return false
	}
	r.begin()
	r.lines = false
	var w walk // each field by itself: a literal would be copied before what was written is in memory
	w.r, w.c, w.b, w.p = r, c, c.B, c.P
	if !w.span() || len(r.b.Tags) > mostPredicted {
		return false
	}
	if c.P = w.p; !w.unsure {
		r.b.Layout = w.layout
	}
	r.finish(c)
	return true
}

// walk is the way through a span that is read as predicted.
type walk struct {
	r      *reader
	c      *scan.Cursor // for what is read in the general way
	b      []byte       // what the cursor has
	p      int          // how far b was read
	layout uint64       // of the steps
	seen   uint32       // the members
	unsure bool         // the layout does not tell all types
}

// span goes to the end of the span.
func (w *walk) span() bool {
	for at := w.r.graph.Begin(); ; {
		next := at.Likely()
		if next == nil || !next.Stands(w.b, w.p) {
			if next = at.Other(w.b, w.p); next == nil {
				return false
			}
		}
		at = next
		w.p += at.Size()
		if w.seen&at.Sets != 0 {
			return false
		}
		w.seen |= at.Sets
		w.layout = at.Mix(w.layout)
		if at.Effect != 0 && !w.effect(at.Effect) {
			return false
		}
		ok := false
		switch at.Do {
		case doString:
			ok = w.text(at)
		case doInt, doQuoted:
			ok = w.integer(at)
		case doTraceID:
			ok = w.traceID()
		case doSpanID:
			ok = w.spanID()
		case doParentID:
			ok = w.parentID()
		case doStart:
			ok = w.time(&w.r.b.Start, trace.BadStart)
		case doFinish:
			ok = w.time(&w.r.b.End, trace.BadEnd)
		case doName:
			at = w.name()
			ok = at != nil
		case doEnd:
			return true
		case doLinkTrace, doLinkSpan:
			ok = w.link(at.Do)
		case doMember, doAny:
			ok = w.general(at)
		default:
			ok = w.scalar(at)
		}
		if !ok {
			return false
		}
	}
}

// effect does what a literal says.
func (w *walk) effect(effect uint8) bool {
	r := w.r
	if kind := effect & effectKind; kind != 0 {
		r.b.Kind = trace.SpanKind(kind)
	}
	if effect&effectFailed != 0 {
		r.b.Failed = true
	}
	if effect&effectLink != 0 {
		return r.b.AddPlainLink(r.links.traceID, r.links.spanID, effect&effectParent != 0)
	}
	return true
}

// Each of the functions below reads the value at w.p and goes behind it. It reports false where the value is another one.

func (w *walk) traceID() bool {
	if len(w.b)-w.p < 32 || !record.HexID(&w.r.b.TraceID, w.b[w.p:w.p+32]) {
		return false
	}
	w.p += 32
	return true
}

func (w *walk) spanID() bool {
	id := &w.r.b.SpanID
	if len(w.b)-w.p < 16 || !record.HexSpanID(id, w.b[w.p:w.p+16]) || id.IsZero() {
		return false
	}
	w.p += 16
	return true
}

// parentID also takes an empty text: so SDKs write that there is no parent.
func (w *walk) parentID() bool {
	switch {
	case len(w.b)-w.p < 16:
		return false
	case w.b[w.p] == '"':
		return true
	case !record.HexSpanID(&w.r.b.ParentID, w.b[w.p:w.p+16]):
		return false
	}
	w.p += 16
	return true
}

func (w *walk) time(into *int64, defect trace.Defect) (ok bool) {
	*into, ok = scan.Nanos(w.b, w.p)
	w.r.b.Defects &^= defect
	w.p += scan.NanosLength
	return ok
}

// name returns the step at the name, nil where the name was not seen.
func (w *walk) name() *predict.Step {
	end, _ := scan.TextEnd(w.b, w.p)
	shape := w.r.graph.Named(w.b[w.p:end])
	if shape == nil {
		return nil
	}
	w.r.b.Name = shape.Name
	w.p = end
	w.layout = shape.Mix(w.layout)
	return &shape.Step
}

func (w *walk) link(do uint8) bool {
	n := 16
	if do == doLinkTrace {
		n = 32
	}
	if len(w.b)-w.p < n || len(w.r.b.Links) >= mostPredicted {
		return false
	}
	id := w.b[w.p : w.p+n]
	if do == doLinkTrace { // the effect at the end of the link reads both
		w.r.links.traceID = id
	} else {
		w.r.links.spanID = id
	}
	w.p += n
	return true
}

// text reads the text of a tag, up to its quote.
func (w *walk) text(at *predict.Step) bool {
	v := w.r.nextTag(at.Key)
	if v == nil {
		return false
	}
	v.Kind, v.Bits, v.Items = trace.String, 0, nil
	if at.IsAgain(w.b, w.p) {
		text, size := at.Again()
		v.Text = text
		w.p += size
		return true
	}
	end, ascii := scan.TextEnd(w.b, w.p)
	if end == len(w.b) {
		return false
	}
	text := w.b[w.p:end]
	if w.b[end] != '"' {
		w.c.P = w.p - 1
		var err error
		if text, err = w.c.Text(); err != nil || w.c.Repaired() {
			return false
		}
		end = w.c.P - 1
	} else if !ascii && !utf8.Valid(text) {
		return false
	}
	v.Text = text
	at.Saw(text, w.b[w.p:end+1])
	w.p = end
	return true
}

// nextTag adds a tag, of whose value every field is to be set. It returns nil where there is no room: reading in the general way makes some.
func (r *reader) nextTag(key []byte) *trace.Value {
	n := len(r.b.Tags)
	if n == cap(r.b.Tags) {
		return nil
	}
	r.b.Tags = r.b.Tags[:n+1]
	tag := &r.b.Tags[n]
	tag.Key = key
	return &tag.Value
}

// general reads a value in the general way.
func (w *walk) general(at *predict.Step) bool {
	r, c := w.r, w.c
	c.P = w.p
	r.lines, w.unsure = true, true
	if at.Do == doMember {
		if r.spanMember(c, at.Key) != nil {
			return false
		}
	} else {
		v, err := r.anyValue(c, 0)
		if err != nil {
			return false
		}
		into := r.nextTag(at.Key)
		if into == nil {
			return false
		}
		*into = v
	}
	w.p = c.P
	return !c.Repaired() && len(r.b.Tags) <= mostPredicted && !r.b.Full(2*mostPredicted)
}

// integer reads an integer of a tag.
func (w *walk) integer(at *predict.Step) bool {
	v := w.r.nextTag(at.Key)
	if v == nil {
		return false
	}
	n, end := scan.Integer(w.b, w.p, at.Do == doQuoted)
	v.Kind, v.Text, v.Bits, v.Items = trace.Int, nil, uint64(n), nil
	w.p = end
	return end >= 0
}

// scalar reads another number or a truth value of a tag.
func (w *walk) scalar(at *predict.Step) bool {
	v := w.r.nextTag(at.Key)
	if v == nil {
		return false
	}
	if at.Do == doDouble {
		f, end := scan.Double(w.b, w.p)
		*v = trace.DoubleValue(f)
		w.p = end
		return end >= 0
	}
	is := scan.Begins(w.b[w.p:], "true")
	*v = trace.BoolValue(is)
	switch {
	case is:
		w.p += 4
		return true
	case scan.Begins(w.b[w.p:], "false"):
		w.p += 5
		return true
	}
	return false
}
