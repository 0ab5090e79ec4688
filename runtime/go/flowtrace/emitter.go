package flowtrace

import (
	"sync/atomic"
	"time"
)

// Clock tells the time. It is safe for concurrent use. Where the times carry a monotonic reading, as those of time.Now do,
// durations are made of it.
type Clock interface {
	Now() time.Time
}

// Option changes how an emitter works. A nil option is none.
type Option func(*Emitter)

// WithClock replaces time.Now.
func WithClock(clock Clock) Option { return func(e *Emitter) { e.clock = clock } }

// WithIDGenerator replaces the random ids.
func WithIDGenerator(ids IDGenerator) Option { return func(e *Emitter) { e.ids = ids } }

// OnViolation sets what is called, on the goroutine that emits, when a span breaks the spec. It must be safe for
// concurrent use.
func OnViolation(call func(Violation)) Option { return func(e *Emitter) { e.onViolation = call } }

// Emitter is what the emitter of one service stands on. It is safe for concurrent use once it is made.
type Emitter struct {
	resource    *Resource
	out         SpanProcessor
	clock       Clock       // nil for time.Now
	ids         IDGenerator // nil for random ones
	onViolation func(Violation)
	panics      atomic.Uint64
	making      bool
	late        []func(*Draft) // given by an option, put once all options are known
}

// NewEmitter returns the emitter of a service. Generated code calls it. A nil processor discards; one that is a
// [ViolationListener] is told of violations where no option says who is.
func NewEmitter(out SpanProcessor, service *Service, options []Option) *Emitter {
	if out == nil {
		out = Discard()
	}
	e := &Emitter{resource: &Resource{service: service}, out: out, making: true}
	for _, option := range options {
		if option != nil {
			option(e)
		}
	}
	if listener, ok := out.(ViolationListener); ok && e.onViolation == nil {
		e.onViolation = listener.OnViolation
	}
	e.making = false
	for _, put := range e.late {
		e.Own(put)
	}
	e.late = nil
	return e
}

// Own adds to the tags that the service gives once. Generated code calls it from an option, or before the first span.
func (e *Emitter) Own(put func(*Draft)) {
	if e.making {
		e.late = append(e.late, put)
		return
	}
	d := Draft{emitter: e, span: &Span{Tags: e.resource.service.Tags}}
	for i := range e.resource.tags {
		d.place(e.resource.tags[i])
	}
	put(&d)
	tags := make([]Tag, 0, d.data.TagCount())
	for tag := range d.data.Tags() {
		tags = append(tags, tag)
	}
	e.resource.tags = tags
}

// Panics returns how many panics of an injected clock, id generator, listener or processor were caught.
func (e *Emitter) Panics() uint64 { return e.panics.Load() }

// rescue is deferred around what the caller injected.
func (e *Emitter) rescue() {
	if recover() != nil {
		e.panics.Add(1)
	}
}

func (e *Emitter) now() time.Time {
	if e.clock != nil {
		if now, ok := e.askClock(); ok {
			return now
		}
	}
	return time.Now()
}

func (e *Emitter) askClock() (now time.Time, ok bool) {
	defer e.rescue()
	return e.clock.Now(), true
}

func (e *Emitter) newTraceID() TraceID {
	if e.ids != nil {
		if id := e.askTraceID(); id != (TraceID{}) {
			return id
		}
	}
	return randomIDs{}.TraceID()
}

func (e *Emitter) askTraceID() (id TraceID) {
	defer e.rescue()
	return e.ids.TraceID()
}

func (e *Emitter) newSpanID() SpanID {
	if e.ids != nil {
		if id := e.askSpanID(); id != (SpanID{}) {
			return id
		}
	}
	return randomIDs{}.SpanID()
}

func (e *Emitter) askSpanID() (id SpanID) {
	defer e.rescue()
	return e.ids.SpanID()
}

func (e *Emitter) report(v Violation) {
	if e.onViolation == nil {
		return
	}
	defer e.rescue()
	e.onViolation(v)
}

func (e *Emitter) hand(span *SpanData) {
	defer e.rescue()
	e.out.OnEnd(*span)
}
