package jaeger

import (
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/readers/scan"
	"github.com/specgen/specgen/validator/trace"
)

// quickSpan reads a span as Jaeger's query service writes it: its members in the order of internal/uimodel, without white space. It
// reports false, with the cursor anywhere, where one is written otherwise or is wrong.
func (r *reader) quickSpan(c *scan.Cursor) bool {
	const traceDigits, spanDigits = 32, 16
	if r.general {
		return false
	}
	rest := c.B[c.P:]
	const first, second = `{"traceID":"`, `","spanID":"`
	const from = len(first) + traceDigits + len(second)
	if len(rest) < from+spanDigits || string(rest[:len(first)]) != first || string(rest[from-len(second):from]) != second ||
		!record.HexID(&r.b.TraceID, rest[len(first):][:traceDigits]) ||
		!record.HexSpanID(&r.b.SpanID, rest[from:][:spanDigits]) || r.b.SpanID.IsZero() {
		return false
	}
	c.P += from + spanDigits
	if c.Literal(`","flags":`) {
		if !c.Literal(`1`) && !c.Literal(`0`) || !c.Literal(`,"operationName":"`) {
			return false
		}
	} else if !c.Literal(`","operationName":"`) {
		return false
	}
	var ok bool
	if r.b.Name, ok = c.Rest(); !ok || !c.Literal(`,"references":`) {
		return false
	}
	return r.quickReferences(c) && r.quickRest(c)
}

func (r *reader) quickReferences(c *scan.Cursor) bool {
	if c.Literal(`[]`) {
		return true
	}
	if !c.Literal(`[`) {
		return false
	}
	for !r.b.Full(len(r.references)) {
		var one reference
		if !r.quickReference(c, &one) {
			return false
		}
		r.references = append(r.references, one)
		if !c.Literal(`,`) {
			return c.Literal(`]`)
		}
	}
	return false
}

// quickRest reads the members of a span from its start on.
func (r *reader) quickRest(c *scan.Cursor) (ok bool) {
	var err error
	if !c.Literal(`,"startTime":`) || nests(c) {
		return false
	}
	if r.b.StartText, err = r.b.ReadTime(c, &r.b.Start, trace.BadStart); err != nil || !c.Literal(`,"duration":`) || nests(c) {
		return false
	}
	if r.duration(c) != nil || !c.Literal(`,"tags":`) || !r.quickTags(c) || !c.Literal(`,"logs":`) {
		return false
	}
	if !c.Literal(`[]`) && c.SkipWithin(1) != nil || !c.Literal(`,"processID":"`) {
		return false
	}
	if r.processID, ok = c.Rest(); !ok || !c.Literal(`,"warnings":`) {
		return false
	}
	return (c.Literal(`null`) || c.SkipWithin(1) == nil) && c.Literal(`}`) && !c.Repaired()
}

func (r *reader) quickTags(c *scan.Cursor) bool {
	if c.Literal(`[]`) {
		return true
	}
	if !c.Literal(`[`) {
		return false
	}
	for !r.b.Full(len(r.b.Tags) + len(r.references)) {
		r.b.Tags = append(r.b.Tags, trace.Tag{})
		if tag := &r.b.Tags[len(r.b.Tags)-1]; !r.quickTag(c, tag) && !r.quickTyped(c, tag) {
			return false
		}
		if !c.Literal(`,`) {
			return c.Literal(`]`)
		}
	}
	return false
}

// nests reports whether a list or an object is next, or what is next is not there.
func nests(c *scan.Cursor) bool {
	return c.P >= len(c.B) || c.B[c.P] == '[' || c.B[c.P] == '{'
}

// quickTyped reads a tag of any type that is no list and no object.
func (r *reader) quickTyped(c *scan.Cursor, tag *trace.Tag) (ok bool) {
	if !c.Literal(`{"key":"`) {
		return false
	}
	if tag.Key, ok = c.Rest(); !ok || !c.Literal(`,"type":"`) {
		return false
	}
	kind, ok := c.Rest()
	if !ok || !c.Literal(`,"value":`) || nests(c) {
		return false
	}
	from := c.P
	v, err := r.b.ReadValue(c)
	if err != nil || len(v.Text) > 0 && v.Text[0] == '[' { // that may be a list
		return false
	}
	tag.Value = r.typed(kind, &v, c.B[from:c.P])
	return c.Literal(`}`)
}

// quickTag reads a tag with a text as Jaeger writes it. It takes nothing of another one.
func (r *reader) quickTag(c *scan.Cursor, tag *trace.Tag) bool {
	start := c.P
	if key, text, ok := r.quickTexts(c); ok && !r.general {
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
	if r.general {
		return false
	}
	if one.childOf = c.Literal(`{"refType":"CHILD_OF","traceID":"`); one.childOf || c.Literal(`{"refType":"FOLLOWS_FROM","traceID":"`) {
		rest := c.B[c.P:]
		const between = `","spanID":"`
		const size = traceDigits + len(between) + spanDigits
		if len(rest) >= size && string(rest[traceDigits:traceDigits+len(between)]) == between &&
			record.HexID(&one.TraceID, rest[:traceDigits]) &&
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
