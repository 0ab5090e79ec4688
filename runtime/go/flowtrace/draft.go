package flowtrace

import (
	"math"
	"strings"
	"time"
	"unicode/utf8"
)

// instant is how long a span lasts that has no duration of its own.
const instant = time.Microsecond

// Draft is a span that generated code is filling in. It stays on the stack, and is not safe for concurrent use.
type Draft struct {
	emitter *Emitter
	span    *Span
	began   time.Time
	lasted  time.Duration
	next    int // the place in span.Tags after the last tag that was placed
	extras  int
	data    SpanData
}

// InTraceOf returns the start of a span's own ids where its parent, if there is one, gives the trace.
func InTraceOf(parent SpanContext) SpanContext {
	if !parent.IsValid() {
		return SpanContext{}
	}
	return SpanContext{TraceID: parent.TraceID}
}

// TraceOf returns the trace that a span's keys are hashed with where its parent may be missing: the parent's, else a new
// one.
func (e *Emitter) TraceOf(parent SpanContext) TraceID {
	if !parent.IsValid() {
		return e.newTraceID()
	}
	return parent.TraceID
}

// Begin starts d below parent. What is not set of self is made up; without a trace, both ids are. It reports
// missing-parent where span asks for a parent and there is none.
func (e *Emitter) Begin(d *Draft, span *Span, self, parent SpanContext) {
	if self.TraceID == (TraceID{}) {
		self = SpanContext{TraceID: e.newTraceID()}
	}
	if self.SpanID == (SpanID{}) {
		self.SpanID = e.newSpanID()
	}
	if !parent.IsValid() {
		parent = SpanContext{}
	}
	d.emitter, d.span, d.began, d.lasted = e, span, e.now(), instant
	d.data.resource, d.data.name, d.data.context, d.data.parent = e.resource, span.Name, self, parent
	if span.Parent != "" && parent == (SpanContext{}) {
		d.violate(RuleMissingParent, "", "", span.Parent)
	}
}

// Context returns the ids of d.
func (d *Draft) Context() SpanContext { return d.data.context }

// CheckTraceID reports trace-id-mismatch where the value of the id tag does not give the trace of d, which it has from
// its parent.
func (d *Draft) CheckTraceID(key, value string) {
	if !d.data.parent.IsValid() {
		return // that is reported already
	}
	if trace := d.data.context.TraceID; DeriveTraceID(d.data.resource.service.Flow, value) != trace {
		d.violate(RuleTraceIDMismatch, key, Repair(value), trace.String())
	}
}

// Link adds what d points at. d owns links from here on.
func (d *Draft) Link(links []SpanContext) {
	if d.data.links == nil {
		d.data.links = links
		return
	}
	d.data.links = append(d.data.links[:len(d.data.links):len(d.data.links)], links...)
}

// Extra adds a tag that the spec does not declare. It is dropped, and reported, where its name is taken.
func (d *Draft) Extra(tag Tag) {
	if !utf8.ValidString(tag.Key) {
		tag.Key = Repair(tag.Key)
		tag.Value, _ = repaired(tag.Value)
		d.violate(RuleInvalidUTF8, tag.Key, tag.Value.String(), "valid UTF-8")
	} else {
		tag.Value = d.repair(tag.Key, tag.Value)
	}
	if d.taken(tag.Key) {
		d.violate(RuleShadowedTag, tag.Key, tag.Value.String(), "a tag that the spec does not declare")
		return
	}
	d.checkFinite(tag)
	d.data.push(tag)
	d.extras++
}

// Emit hands over the span and returns its ids.
func (d *Draft) Emit() SpanContext {
	d.data.start = unixNano(d.began)
	d.data.end = d.data.start + int64(d.lasted)
	if d.data.end < d.data.start {
		d.data.end = math.MaxInt64
	}
	d.emitter.hand(&d.data)
	return d.data.context
}

// unixNano holds a time to what 64 bits of nanoseconds since 1970 can say.
func unixNano(t time.Time) int64 {
	switch seconds := t.Unix(); {
	case seconds < 0:
		return 0
	case seconds >= math.MaxInt64/int64(time.Second):
		return math.MaxInt64 / int64(time.Second) * int64(time.Second)
	}
	return t.UnixNano()
}

func (d *Draft) violate(rule, tag, value, expected string) {
	d.emitter.report(Violation{rule, d.data.name, tag, value, expected})
}

// repair returns the value with its text repaired, which it reports.
func (d *Draft) repair(key string, value Value) Value {
	value, broken := repaired(value)
	if broken {
		d.violate(RuleInvalidUTF8, key, value.String(), "valid UTF-8")
	}
	return value
}

func repaired(value Value) (Value, bool) {
	switch value.kind {
	case KindString:
		if utf8.ValidString(value.text) {
			return value, false
		}
		return StringValue(Repair(value.text)), true
	case KindList:
		broken := false
		for _, item := range *value.list {
			broken = broken || item.kind == KindString && !utf8.ValidString(item.text)
		}
		if broken {
			return listValue(*value.list, func(v Value) Value { v.text = Repair(v.text); return v }), true
		}
	}
	return value, false
}

// checkFinite reports the first number of a tag that is not finite.
func (d *Draft) checkFinite(tag Tag) {
	if v := tag.Value; v.kind == KindDouble && !isFinite(v.Double()) {
		d.violate(RuleTagValue, tag.Key, v.String(), "a finite number")
	}
	for i := range tag.Value.Len() {
		if v := tag.Value.Item(i); v.kind == KindDouble && !isFinite(v.Double()) {
			d.violate(RuleTagValue, tag.Key, v.String(), "a finite number")
			return
		}
	}
}

func isFinite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// checkKey reports a NUL in the value of a tag that the span's id derives from (docs/ids.md).
func (d *Draft) checkKey(key, value string) {
	for _, name := range d.span.Keys {
		if name == key && strings.IndexByte(value, 0) >= 0 {
			d.violate(RuleTagValue, key, value, "no NUL character")
		}
	}
}

// taken reports whether an undeclared tag may not have the name.
func (d *Draft) taken(key string) bool {
	for _, names := range [2][]string{d.span.Tags, d.data.resource.service.Tags} {
		for _, name := range names {
			if name == key {
				return true
			}
		}
	}
	for i := d.data.TagCount() - d.extras; i < d.data.TagCount(); i++ {
		if d.data.tag(i).Key == key {
			return true
		}
	}
	return false
}

// place adds a declared tag where the spec has it. A tag that is given again takes the place of the one before.
func (d *Draft) place(tag Tag) {
	at := d.index(tag.Key, d.next)
	if at < len(d.span.Tags) && d.extras == 0 {
		d.data.push(tag)
		d.next = at + 1
		return
	}
	at = d.index(tag.Key, 0)
	i := d.data.TagCount()
	for ; i > 0; i-- {
		if i <= d.data.TagCount()-d.extras {
			before := d.index(d.data.tag(i-1).Key, 0)
			if before == at && d.data.tag(i-1).Key == tag.Key {
				*d.data.tag(i - 1) = tag
				return
			}
			if before <= at {
				break
			}
		}
	}
	d.data.push(tag)
	for j := d.data.TagCount() - 1; j > i; j-- {
		*d.data.tag(j) = *d.data.tag(j - 1)
	}
	*d.data.tag(i) = tag
}

// index returns the place of a tag in the spec, looked for from there on; an unknown one is after all others.
func (d *Draft) index(key string, from int) int {
	for i := from; i < len(d.span.Tags); i++ {
		if d.span.Tags[i] == key {
			return i
		}
	}
	return len(d.span.Tags)
}
