package gen

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/internal/access"
)

// Draft is a span that generated code is filling in. It stays on the stack, and is not safe for concurrent use.
type Draft struct {
	emitter *Emitter
	span    *Span
	given   time.Time // the time that the caller gave for the start or, once that is known, for the end; zero for none
	began   time.Time // the clock's reading at the start; zero where the caller gave the start
	next    int       // the place in span.Tags after the last tag that was placed
	extras  int
	data    flowtrace.SpanData
}

// Begin starts d as a child of parent. Ids that self does not have are generated; without a trace id both are. It reports
// missing-parent where span requires a parent and there is none.
func (e *Emitter) Begin(d *Draft, span *Span, self, parent *flowtrace.SpanContext) {
	e = e.orNowhere()
	d.emitter, d.span = e, span
	p := d.data.Open(access.Key{})
	p.Resource, p.Name, p.Kind = e.resource, span.Name, max(span.Kind, flowtrace.SpanKindInternal)
	p.Context.Set(access.Key{}, self)
	if p.Context.TraceID == (flowtrace.TraceID{}) {
		p.Context = e.NewTrace(span)
	}
	if p.Context.SpanID == (flowtrace.SpanID{}) {
		p.Context.SpanID = e.newSpanID()
	}
	if isValid(parent) {
		p.Parent.Set(access.Key{}, parent)
	} else if span.Parent != "" {
		d.violate(flowtrace.RuleMissingParent, "", "", span.Parent)
	}
}

// isValid is IsValid without a copy.
func isValid(c *flowtrace.SpanContext) bool {
	return c.TraceID != flowtrace.TraceID{} && c.SpanID != flowtrace.SpanID{}
}

// Context returns the ids of d, and whether it is sampled.
func (d *Draft) Context() flowtrace.SpanContext { return d.data.Context() }

// CheckTraceID reports trace-id-mismatch where the value of the id tag does not give the trace of d, which it has from
// its parent.
func (d *Draft) CheckTraceID(key, value string) {
	if !d.data.Parent().IsValid() {
		return // that is reported already
	}
	if trace := d.data.Context().TraceID; DeriveTraceID(d.emitter.service.Flow, value) != trace {
		d.violate(flowtrace.RuleTraceIDMismatch, key, Repair(value), trace.String())
	}
}

// Link adds links to the given spans. d owns the slice afterwards.
func (d *Draft) Link(links []flowtrace.SpanContext) {
	p := d.data.Open(access.Key{})
	if p.Links == nil {
		p.Links = links
		return
	}
	p.Links = append(p.Links[:len(p.Links):len(p.Links)], links...)
}

// Extra adds a tag that the spec does not declare. It is dropped, and reported, where its name is taken.
func (d *Draft) Extra(tag flowtrace.Tag) {
	if !utf8.ValidString(tag.Key) {
		tag.Key = Repair(tag.Key)
		tag.Value, _ = repaired(tag.Value)
		d.violate(flowtrace.RuleInvalidUTF8, tag.Key, tag.Value.String(), "valid UTF-8")
	} else {
		tag.Value = d.repair(tag.Key, tag.Value)
	}
	if d.taken(tag.Key) {
		d.violate(flowtrace.RuleShadowedTag, tag.Key, tag.Value.String(), "a tag that the spec does not declare")
		return
	}
	d.checkFinite(tag)
	d.data.Open(access.Key{}).Push(tag)
	d.extras++
}

// Emit hands over the span and returns its ids.
func (d *Draft) Emit() flowtrace.SpanContext {
	p := d.data.Open(access.Key{})
	d.limitLinks()
	if d.span.Measured {
		d.end()
	} else {
		d.Start()
		p.End = later(p.Start)
	}
	d.setStatus()
	ids := p.Context // a switch may change the flag of the span
	d.emitter.hand(&d.data)
	return ids
}

// limitLinks keeps the first links where there are more than a span carries, and reports that.
func (d *Draft) limitLinks() {
	p := d.data.Open(access.Key{})
	given := len(p.Links)
	if given <= flowtrace.MaxLinks {
		return
	}
	p.Links, p.DroppedLinks = p.Links[:flowtrace.MaxLinks], given-flowtrace.MaxLinks
	d.violate(flowtrace.RuleTooManyLinks, "", strconv.Itoa(given), "at most "+strconv.Itoa(flowtrace.MaxLinks)+" links")
}

// setStatus makes d an error where one of its tags says so: the first in the order of the spec.
func (d *Draft) setStatus() {
	p := d.data.Open(access.Key{})
	for _, when := range d.span.Errors {
		for i := range p.TagCount() { // an extra has the name of no declared tag
			if tag := p.Tag(i); tag.Key == when.Tag && contains(when.Values, tag.Value.String()) {
				p.Failed = int32(i + 1)
				return
			}
		}
	}
}

func (d *Draft) violate(rule, tag, value, expected string) {
	sensitive := contains(d.emitter.service.Sensitive, tag)
	d.emitter.report(flowtrace.Violation{Rule: rule, Span: d.data.Name(), Tag: tag, Value: value, Expected: expected, Sensitive: sensitive})
}

// repair returns the value with its text repaired, which it reports.
func (d *Draft) repair(key string, value flowtrace.Value) flowtrace.Value {
	value, broken := repaired(value)
	if broken {
		d.violate(flowtrace.RuleInvalidUTF8, key, value.String(), "valid UTF-8")
	}
	return value
}

func repaired(value flowtrace.Value) (flowtrace.Value, bool) {
	switch value.Kind() {
	case flowtrace.KindString:
		if text := value.String(); !utf8.ValidString(text) {
			return flowtrace.StringValue(Repair(text)), true
		}
	case flowtrace.KindList:
		broken := false
		for i := range value.Len() {
			item := value.Item(i)
			broken = broken || item.Kind() == flowtrace.KindString && !utf8.ValidString(item.String())
		}
		if broken {
			return repairedList(value), true
		}
	}
	return value, false
}

// repairedList repairs a list of texts: the items of a list are of one kind.
func repairedList(list flowtrace.Value) flowtrace.Value {
	texts := make([]string, list.Len())
	for i := range texts {
		texts[i] = Repair(list.Item(i).String())
	}
	return flowtrace.Strings("", texts).Value
}

// checkFinite reports the first number of a tag that is not finite.
func (d *Draft) checkFinite(tag flowtrace.Tag) {
	if v := tag.Value; v.Kind() == flowtrace.KindDouble && !isFinite(v.Double()) {
		d.violate(flowtrace.RuleTagValue, tag.Key, v.String(), "a finite number")
	}
	for i := range tag.Value.Len() {
		if v := tag.Value.Item(i); v.Kind() == flowtrace.KindDouble && !isFinite(v.Double()) {
			d.violate(flowtrace.RuleTagValue, tag.Key, v.String(), "a finite number")
			return
		}
	}
}

func isFinite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// checkKey reports a NUL in the value of a tag that the span's id derives from (docs/ids.md).
func (d *Draft) checkKey(key, value string) {
	for _, name := range d.span.Keys {
		if name == key && strings.IndexByte(value, 0) >= 0 {
			d.violate(flowtrace.RuleTagValue, key, value, "no NUL character")
		}
	}
}

// taken reports whether an undeclared tag may not have the name.
func (d *Draft) taken(key string) bool {
	for _, names := range [2][]string{d.span.Tags, d.emitter.service.Tags} {
		for _, name := range names {
			if name == key {
				return true
			}
		}
	}
	p := d.data.Open(access.Key{})
	for i := p.TagCount() - d.extras; i < p.TagCount(); i++ {
		if p.Tag(i).Key == key {
			return true
		}
	}
	return false
}

// isNext reports whether a declared tag comes behind all that were placed, as it does where tags are given in the spec's order, and takes note
// that it is placed now.
func (d *Draft) isNext(key string) bool {
	at := d.index(key, d.next)
	if at == len(d.span.Tags) || d.extras > 0 {
		return false
	}
	d.next = at + 1
	return true
}

// place adds a declared tag at its position in the spec's order. A tag that is given again replaces the earlier one.
func (d *Draft) place(tag flowtrace.Tag) {
	p := d.data.Open(access.Key{})
	if d.isNext(tag.Key) {
		p.Push(tag)
		return
	}
	at := d.index(tag.Key, 0)
	i := p.TagCount()
	for ; i > 0; i-- {
		if i <= p.TagCount()-d.extras {
			before := d.index(p.Tag(i-1).Key, 0)
			if before == at && p.Tag(i-1).Key == tag.Key {
				*p.Tag(i - 1) = tag
				return
			}
			if before <= at {
				break
			}
		}
	}
	p.Push(tag)
	for j := p.TagCount() - 1; j > i; j-- {
		*p.Tag(j) = *p.Tag(j - 1)
	}
	*p.Tag(i) = tag
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
