package jaeger

import (
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// quickTag reads a tag with a text as Jaeger writes it. It takes nothing of another one.
func (r *reader) quickTag(c *scan.Cursor, tag *trace.Tag) bool {
	start := c.P
	if key, text, ok := r.quickTexts(c); ok {
		tag.Key, tag.Value = key, trace.StringValue(text)
		return true
	}
	c.P = start
	return false
}

func (r *reader) quickTexts(c *scan.Cursor) (key, text []byte, ok bool) {
	if !c.Literal(`{"key":"`) {
		return nil, nil, false
	}
	if key, ok = c.Rest(); !ok || !c.Literal(`,"type":"string","value":"`) {
		return nil, nil, false
	}
	if text, ok = c.Rest(); !ok || len(text) > 0 && text[0] == '[' { // that may be a list
		return nil, nil, false
	}
	return key, text, c.Literal(`}`)
}

// quickReference reads a reference as Jaeger writes it, with ids that are complete. It takes nothing of another one.
func (r *reader) quickReference(c *scan.Cursor, one *reference) bool {
	const traceDigits, spanDigits = 32, 16
	start := c.P
	if one.childOf = c.Literal(`{"refType":"CHILD_OF","traceID":"`); one.childOf || c.Literal(`{"refType":"FOLLOWS_FROM","traceID":"`) {
		rest := c.B[c.P:]
		const between = `","spanID":"`
		const size = traceDigits + len(between) + spanDigits
		if len(rest) >= size && string(rest[traceDigits:traceDigits+len(between)]) == between &&
			record.HexID(&one.TraceID, rest[:traceDigits]) && !one.TraceID.IsZero() &&
			record.HexSpanID(&one.SpanID, rest[size-spanDigits:size]) && !one.SpanID.IsZero() {
			c.P += size
			if c.Literal(`"}`) {
				one.valid = true
				return true
			}
		}
	}
	c.P = start
	*one = reference{}
	return false
}
