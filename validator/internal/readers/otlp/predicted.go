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
	effectKind   uint32 = 7
	effectFailed uint32 = 8  // the status is error
	effectLink   uint32 = 16 // the link whose ids were read is complete
	effectParent uint32 = 32 // and stands for the parent
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
	at, p := r.graph.Begin(), c.P
	var seen uint32
	layout, sure := uint64(0), true
	for {
		if at = at.Follow(c.B[p:]); at == nil || seen&at.Sets != 0 {
			return false
		}
		seen |= at.Sets
		layout = at.Mix(layout)
		p += len(at.Literal)
		if at.Effect != 0 && !r.effect(at.Effect) {
			return false
		}
		switch at.Do {
		case doString:
			p = r.predictedText(c, at, p)
		case doTraceID:
			p = r.predictedTraceID(c.B, p)
		case doSpanID:
			p = r.predictedSpanID(c.B, p)
		case doParentID:
			p = r.predictedParentID(c.B, p)
		case doStart:
			p = r.predictedTime(c.B, p, &r.b.Start, trace.BadStart)
		case doFinish:
			p = r.predictedTime(c.B, p, &r.b.End, trace.BadEnd)
		case doName:
			if at, p = r.predictedName(c, p); at != nil {
				layout = at.Mix(layout)
			}
		case doEnd:
			if c.P = p; sure {
				r.b.Layout = layout
			}
			r.finish(c)
			return true
		case doLinkTrace, doLinkSpan:
			p = r.predictedLink(c.B, at.Do, p)
		case doMember, doAny:
			sure = false
			p = r.predictedValue(c, at, p)
		default:
			p = r.predictedScalar(c.B, at, p)
		}
		if p < 0 {
			return false
		}
	}
}

// effect does what a literal says.
func (r *reader) effect(effect uint32) bool {
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

// Each of the functions below reads the value at p. It returns where the value ends, or -1 where it is another one.

func (r *reader) predictedTraceID(b []byte, p int) int {
	if len(b)-p < 32 || !record.HexID(&r.b.TraceID, b[p:p+32]) || r.b.TraceID.IsZero() {
		return -1
	}
	return p + 32
}

func (r *reader) predictedSpanID(b []byte, p int) int {
	if len(b)-p < 16 || !record.HexSpanID(&r.b.SpanID, b[p:p+16]) || r.b.SpanID.IsZero() {
		return -1
	}
	return p + 16
}

// predictedParentID also takes an empty text: so SDKs write that there is no parent.
func (r *reader) predictedParentID(b []byte, p int) int {
	switch {
	case len(b)-p < 16:
		return -1
	case b[p] == '"':
		return p
	case !record.HexSpanID(&r.b.ParentID, b[p:p+16]):
		return -1
	}
	return p + 16
}

func (r *reader) predictedTime(b []byte, p int, into *int64, defect trace.Defect) int {
	n, ok := scan.Nanos(b[p:])
	if !ok {
		return -1
	}
	*into = n
	r.b.Defects &^= defect
	return p + scan.NanosLength
}

// predictedName returns the step behind the name too. A name that was not seen is another one.
func (r *reader) predictedName(c *scan.Cursor, p int) (*predict.Step, int) {
	end, _ := scan.TextEnd(c.B, p)
	shape := r.graph.Named(c.B[p:end])
	if shape == nil {
		return nil, -1
	}
	r.b.Name = shape.Name
	return &shape.Step, end
}

func (r *reader) predictedLink(b []byte, do uint8, p int) int {
	n := 16
	if do == doLinkTrace {
		n = 32
	}
	if len(b)-p < n || len(r.b.Links) >= mostPredicted {
		return -1
	}
	if do == doLinkTrace { // the effect at the end of the link reads both
		r.links.traceID = b[p : p+n]
	} else {
		r.links.spanID = b[p : p+n]
	}
	return p + n
}

// predictedText reads the text of a tag, up to its quote.
func (r *reader) predictedText(c *scan.Cursor, at *predict.Step, p int) int {
	end, ascii := scan.TextEnd(c.B, p)
	if end == len(c.B) || len(r.b.Tags) >= mostPredicted {
		return -1
	}
	text := c.B[p:end]
	if c.B[end] != '"' {
		c.P = p - 1
		var err error
		if text, err = c.Text(); err != nil || c.Repaired() {
			return -1
		}
		end = c.P - 1
	} else if !ascii && !utf8.Valid(text) {
		return -1
	}
	v := r.nextTag(at.Key)
	v.Kind, v.Text, v.Bits, v.Items = trace.String, text, 0, nil
	return end
}

// nextTag adds a tag, of whose value every field is to be set.
func (r *reader) nextTag(key []byte) *trace.Value {
	n := len(r.b.Tags)
	if n == cap(r.b.Tags) {
		r.b.Tags = append(r.b.Tags, trace.Tag{})
	}
	r.b.Tags = r.b.Tags[:n+1]
	tag := &r.b.Tags[n]
	tag.Key = key
	return &tag.Value
}

// predictedValue reads a value at p in the general way.
func (r *reader) predictedValue(c *scan.Cursor, at *predict.Step, p int) int {
	c.P = p
	r.lines = true
	if at.Do == doMember {
		if r.spanMember(c, at.Key) != nil {
			return -1
		}
	} else {
		v, err := r.anyValue(c, 0)
		if err != nil {
			return -1
		}
		*r.nextTag(at.Key) = v
	}
	if c.Repaired() || len(r.b.Tags) > mostPredicted || r.b.Full(2*mostPredicted) {
		return -1
	}
	return c.P
}

// predictedScalar reads a number or a truth value of a tag.
func (r *reader) predictedScalar(b []byte, at *predict.Step, p int) int {
	if len(r.b.Tags) >= mostPredicted {
		return -1
	}
	var v trace.Value
	var size int
	switch at.Do {
	case doInt, doQuoted:
		var n int64
		if n, size = scan.Integer(b[p:], at.Do == doQuoted); size > 0 {
			v = trace.IntValue(n)
		}
	case doDouble:
		var f float64
		if f, size = scan.Double(b[p:]); size > 0 {
			v = trace.DoubleValue(f)
		}
	case doBool:
		switch {
		case scan.Begins(b[p:], "true"):
			v, size = trace.BoolValue(true), 4
		case scan.Begins(b[p:], "false"):
			v, size = trace.BoolValue(false), 5
		}
	}
	if size == 0 {
		return -1
	}
	*r.nextTag(at.Key) = v
	return p + size
}
