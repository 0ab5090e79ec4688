package otlp

import (
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// head reads the members that a span begins with as the Collector and the SDKs write them: in this order, without white
// space. It stops before the first that is otherwise, and reports whether it read any; the general way goes on from there.
func (r *reader) head(c *scan.Cursor) bool {
	b := &r.b
	start := c.P
	if !c.Literal(`{"traceId":"`) {
		return false
	}
	text, ok := c.Fixed(32)
	if b.TraceID, _ = trace.ParseID(text); !ok || b.TraceID.IsZero() || !c.Literal(`,"spanId":"`) {
		return back(c, start)
	}
	text, ok = c.Fixed(16)
	if b.SpanID, _ = trace.ParseSpanID(text); !ok || b.SpanID.IsZero() {
		return back(c, start)
	}
	at := c.P
	if c.Literal(`,"parentSpanId":"`) {
		text, _ = c.Fixed(16)
		if b.ParentID, ok = trace.ParseSpanID(text); !ok && !c.Literal(`"`) { // as SDKs write that there is none
			c.P = at
			return true
		}
	}
	at = c.P
	if c.Literal(`,"flags":`) {
		if _, ok = wholeNumber(c); !ok {
			c.P = at
			return true
		}
	}
	r.middle(c)
	return true
}

// wholeNumber reads digits that another member follows, and neither a fraction nor an exponent.
func wholeNumber(c *scan.Cursor) ([]byte, bool) {
	digits, ok := c.Digits()
	return digits, ok && c.B[c.P] == ','
}

func back(c *scan.Cursor, to int) bool {
	c.P = to
	return false
}

// middle reads name, kind, times, attributes, links and a status that says nothing, as the Collector writes it.
func (r *reader) middle(c *scan.Cursor) {
	at := c.P
	if c.Literal(`,"name":"`) {
		name, ok := c.Rest()
		if !ok {
			c.P = at
			return
		}
		r.b.Name = name
	}
	if !r.quickKind(c) {
		return
	}
	if !r.time(c, `,"startTimeUnixNano":"`, &r.b.Start, trace.BadStart) || !r.time(c, `,"endTimeUnixNano":"`, &r.b.End, trace.BadEnd) {
		return
	}
	at = c.P
	if !c.Literal(`,"attributes":[`) {
		return
	}
	for !r.b.Full(len(r.b.Tags)) {
		r.b.Tags = append(r.b.Tags, trace.Tag{})
		if tag := &r.b.Tags[len(r.b.Tags)-1]; !attribute(c, tag) && !r.otherAttribute(c, tag) {
			break
		}
		if c.Literal(`,`) {
			continue
		}
		if c.Literal(`]`) {
			r.quickLinks(c)
			c.Literal(`,"status":{}`)
			return
		}
		break
	}
	r.b.Tags, c.P = r.b.Tags[:0], at
}

// quickKind reads the kind, where there is one as a single digit. It reports false where there is another.
func (r *reader) quickKind(c *scan.Cursor) bool {
	at := c.P
	if !c.Literal(`,"kind":`) {
		return true
	}
	digits, ok := wholeNumber(c)
	if !ok || len(digits) > 1 || digits[0]-'0' > byte(trace.KindConsumer) {
		return back(c, at)
	}
	r.b.Kind = max(trace.SpanKind(digits[0]-'0'), trace.KindInternal)
	return true
}

// quickLinks reads links without attributes, and those that stand for a parent in another trace.
func (r *reader) quickLinks(c *scan.Cursor) {
	at := c.P
	if !c.Literal(`,"links":[`) {
		return
	}
	for !r.b.Full(len(r.b.Tags)) && r.quickLink(c) {
		if c.Literal(`]`) {
			return
		}
		if !c.Literal(`,`) {
			break
		}
	}
	r.b.DropLinks()
	c.P = at
}

func (r *reader) quickLink(c *scan.Cursor) bool {
	if !c.Literal(`{"traceId":"`) {
		return false
	}
	traceID, ok := c.Fixed(32)
	if !ok || !c.Literal(`,"spanId":"`) {
		return false
	}
	spanID, ok := c.Fixed(16)
	if !ok {
		return false
	}
	parent := c.Literal(`,"attributes":[{"key":"` + record.ParentLinkKey + `","value":{"stringValue":"` + record.ParentLinkValue + `"}}]`)
	if !c.Literal(`}`) {
		return false
	}
	return r.b.AddPlainLink(traceID, spanID, parent)
}

func (r *reader) time(c *scan.Cursor, key string, into *int64, defect trace.Defect) bool {
	at := c.P
	if !c.Literal(key) {
		return false
	}
	if n, ok := c.Nanos(); ok {
		*into = n
		r.b.Defects &^= defect
		return true
	}
	c.P = at
	return false
}

// otherAttribute reads one attribute in the general way. It reports false where that cannot be read: reading all of them in the
// general way says why.
func (r *reader) otherAttribute(c *scan.Cursor, tag *trace.Tag) bool {
	*tag = trace.Tag{}
	sound := !c.Repaired()
	if err := r.keyValue(c, tag); err != nil {
		return false
	}
	if sound && c.Repaired() {
		r.b.BadTag = tag.Key
	}
	return true
}

// attribute reads one attribute with a plain value. Where there is another one it takes nothing.
func attribute(c *scan.Cursor, tag *trace.Tag) bool {
	start := c.P
	return plainAttribute(c, tag) || back(c, start)
}

func plainAttribute(c *scan.Cursor, tag *trace.Tag) bool {
	if !c.Literal(`{"key":"`) {
		return false
	}
	key, ok := c.Rest()
	if !ok || !c.Literal(`,"value":{"`) {
		return false
	}
	tag.Key = key
	switch {
	case c.Literal(`stringValue":"`):
		tag.Value.Kind = trace.String
		if tag.Value.Text, ok = c.Rest(); !ok {
			return false
		}
	case c.Literal(`intValue":"`):
		digits, ok := c.Digits()
		if !ok || !c.Literal(`"`) {
			return false
		}
		n, ok := record.Int(digits)
		if !ok {
			return false
		}
		tag.Value = trace.IntValue(n)
	case c.Literal(`doubleValue":`):
		digits, _, err := c.Number()
		if err != nil {
			return false
		}
		f, ok := record.Double(digits)
		if !ok {
			return false
		}
		tag.Value = trace.DoubleValue(f)
	case c.Literal(`boolValue":true`):
		tag.Value = trace.BoolValue(true)
	case c.Literal(`boolValue":false`):
		tag.Value = trace.BoolValue(false)
	default:
		return false
	}
	return c.Literal(`}}`)
}
