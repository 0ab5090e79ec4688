package main

import (
	"context"
	"fmt"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// flowClient is the generated client of one flow, as a case calls it.
type flowClient interface {
	// emitter makes the emitter of a service, or returns nil where there is no such service.
	emitter(service string, tags map[string]argument) any
	// call does the call of a span's method, and keeps its reference as that of op k.
	call(k int, o op)
	// end ends the measured span that op began, and returns its reference; nil where op began none.
	end(began int, o op) traceparenter
	// derived works out a reference; nil where the flow has no such derivation.
	derived(ref *reference) traceparenter
	// extra and timestamp are options of the flow's calls.
	extra(flowtrace.Tag) any
	timestamp(time.Time) any
}

// traceparenter is a reference of any span.
type traceparenter interface{ Traceparent() string }

// drive is a case under way. It is the processor of all its emitters, too.
type drive struct {
	c          *callCase
	client     flowClient
	next       flowtrace.SpanProcessor // gets the spans that are sampled as well, where it is not nil
	err        error                   // the first mistake in the case, or in what the client does with it
	spans      []flowtrace.SpanData
	violations []flowtrace.Violation
	emitters   map[string]any
	refs       map[int]traceparenter
	clock      clock
	ids        ids
}

var _ flowtrace.UnsampledProcessor = (*drive)(nil)

func (d *drive) WantsUnsampled() bool { return true }
func (d *drive) OnEnd(span flowtrace.SpanData) {
	d.spans = append(d.spans, span)
	if d.next != nil && span.Context().IsSampled() {
		d.next.OnEnd(span)
	}
}
func (d *drive) ForceFlush(context.Context) error { return nil }
func (d *drive) Shutdown(context.Context) error   { return nil }
func (d *drive) settings(s *flowtrace.Settings) {
	flowtrace.WithClock(&d.clock)(s)
	flowtrace.WithIDGenerator(&d.ids)(s)
	flowtrace.OnViolation(func(v flowtrace.Violation) { d.violations = append(d.violations, v) })(s)
}

func (d *drive) fail(format string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf("cannot drive %q: %s; see testdata/vectors/README.md", d.c.Name, fmt.Sprintf(format, args...))
	}
}

// driven does the calls of a case.
func driven(c *callCase, next flowtrace.SpanProcessor) (*drive, error) {
	d := &drive{c: c, next: next, emitters: map[string]any{}, refs: map[int]traceparenter{}, ids: ids{traces: c.TraceIDs, spans: c.SpanIDs}}
	switch c.Flow {
	case "":
		d.client = newNotification(d)
	case "order":
		d.client = newOrder(d)
	default:
		d.fail("there is no client of the flow %q", c.Flow)
		return d, d.err
	}
	d.clock.now = time.Unix(0, c.StartNS)
	for _, e := range c.Emitters {
		emitter := d.client.emitter(e.Service, e.Tags)
		if emitter == nil {
			d.fail("there is no service %q", e.Service)
		}
		d.emitters[e.Name] = emitter
	}
	for k := 0; k < len(c.Ops) && d.err == nil; k++ {
		d.clock.now = time.Unix(0, c.StartNS+int64(k)*c.StepNS)
		if at := c.Ops[k].AtNS; at != nil {
			d.clock.now = time.Unix(0, *at)
		}
		d.op(k, c.Ops[k])
	}
	if d.ids.err != nil {
		d.fail("%v", d.ids.err)
	}
	if left := len(d.ids.traces) + len(d.ids.spans); left > 0 {
		d.fail("%d ids are left over", left)
	}
	return d, d.err
}

func (d *drive) op(k int, o op) {
	if o.End == nil {
		d.client.call(k, o)
		return
	}
	switch ref := d.client.end(*o.End, o); {
	case ref == nil:
		d.fail("op %d began no span", *o.End)
	case ref != d.refs[*o.End]:
		d.fail("the end gave another reference, %v", ref)
	}
}

// options returns the time and the undeclared tags of an op as options, which a span's option type takes.
func options[Option any](d *drive, o op) []Option {
	var all []any
	if o.Time != nil {
		all = append(all, d.client.timestamp(*o.Time))
	}
	for _, x := range o.Extra {
		all = append(all, d.client.extra(x.tag()))
	}
	out := make([]Option, len(all))
	for i := range all {
		option, ok := all[i].(Option)
		if !ok {
			d.fail("%s takes no %T", o.Span, all[i])
		}
		out[i] = option
	}
	return out
}

// as returns a reference of the type that parse gives; the zero value where the case asks for that.
func as[Ref any](d *drive, ref *reference, parse func(string) (Ref, error)) Ref {
	var zero Ref
	if ref != nil && ref.Zero != "" {
		return zero
	}
	typed, err := parse(d.traceparent(ref))
	if err != nil {
		d.fail("%v", err)
	}
	return typed
}

func (d *drive) traceparent(ref *reference) string {
	switch {
	case ref == nil:
		return ""
	case ref.Of != nil:
		if of, ok := d.refs[*ref.Of]; ok {
			return of.Traceparent()
		}
		d.fail("op %d gave no reference", *ref.Of)
		return ""
	case ref.Traceparent != "":
		return ref.Traceparent
	}
	if derived := d.client.derived(ref); derived != nil {
		return derived.Traceparent()
	}
	d.fail("no reference to %q derives", ref.Derive)
	return ""
}

// spanOf returns the name of the span that a reference is to; "" where only the call that takes it tells.
func (d *drive) spanOf(ref *reference) string {
	switch {
	case ref.Of != nil && *ref.Of < len(d.c.Ops):
		return d.c.Ops[*ref.Of].Span
	case ref.Derive != "":
		return ref.Derive
	case ref.Zero != "":
		return ref.Zero
	}
	return ref.Span
}
