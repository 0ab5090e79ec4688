package gen

import (
	"sync/atomic"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/internal/access"
)

// Emitter is the generic part of the generated emitter of one service. It is safe for concurrent use once NewEmitter has returned.
type Emitter struct {
	service  *Service
	resource *flowtrace.Resource
	out      flowtrace.SpanProcessor
	settings flowtrace.Settings
	all      bool // out takes spans that are not sampled, too
	panics   atomic.Uint64
}

// NewEmitter returns the emitter of a service. A nil processor drops all spans. A processor that is a [flowtrace.ViolationListener]
// gets the violations unless an option sets another listener.
func NewEmitter(out flowtrace.SpanProcessor, service *Service, options []flowtrace.Option) *Emitter {
	if out == nil {
		out = flowtrace.Discard()
	}
	e := &Emitter{service: service, resource: &flowtrace.Resource{}, out: out}
	parts := e.resource.Open(access.Key{})
	parts.Service, parts.Flow, parts.FlowVersion = service.Name, service.Flow, service.FlowVersion
	for _, option := range options {
		if option != nil {
			option(&e.settings)
		}
	}
	if listener, ok := out.(flowtrace.ViolationListener); ok && e.settings.OnViolation == nil {
		e.settings.OnViolation = listener.OnViolation
	}
	if unsampled, ok := out.(flowtrace.UnsampledProcessor); ok {
		e.all = e.asksUnsampled(unsampled)
	}
	for _, given := range e.settings.ServiceTags {
		if put, ok := given.(func(*Draft)); ok {
			e.Own(put)
		}
	}
	e.settings.ServiceTags = nil
	e.describe()
	return e
}

// discarding stands in for a nil emitter: telemetry that was not set up stops no service.
var discarding = NewEmitter(nil, &Service{}, nil)

// orNowhere returns e, or an emitter that drops all spans where e is nil.
func (e *Emitter) orNowhere() *Emitter {
	if e == nil {
		return discarding
	}
	return e
}

// Own returns the option that adds to the tags which the service gives once.
func Own(put func(*Draft)) flowtrace.Option {
	return func(s *flowtrace.Settings) { s.ServiceTags = append(s.ServiceTags, put) }
}

// Own adds to the tags that the service gives once, before the first span.
func (e *Emitter) Own(put func(*Draft)) {
	own := e.resource.Open(access.Key{})
	d := Draft{emitter: e, span: &Span{Tags: e.service.Tags}}
	for i := range own.Tags {
		d.place(own.Tags[i])
	}
	put(&d)
	tags := make([]flowtrace.Tag, 0, d.data.TagCount())
	for tag := range d.data.Tags() {
		tags = append(tags, tag)
	}
	own.Tags = tags
}

// Panics returns how many panics of an injected clock, id generator, listener or processor were caught.
func (e *Emitter) Panics() uint64 { return e.panics.Load() }

// rescue is deferred around calls of what the caller injected.
func (e *Emitter) rescue() {
	if recover() != nil {
		e.panics.Add(1)
	}
}

// describe adds the attributes of the resource that are not the spec's, each name once.
func (e *Emitter) describe() {
	own := e.resource.Open(access.Key{})
	d := Draft{emitter: e, span: &Span{Tags: append([]string{serviceName}, e.service.Tags...)}}
	for _, tag := range e.settings.Resource {
		d.Extra(tag)
	}
	for tag := range d.data.Tags() {
		own.More = append(own.More, tag)
	}
}

// serviceName is an attribute of each resource, which the spec gives (OpenTelemetry's semantic conventions, "service").
const serviceName = "service.name"

func (e *Emitter) asksUnsampled(out flowtrace.UnsampledProcessor) (wants bool) {
	defer e.rescue()
	return out.WantsUnsampled()
}

func (e *Emitter) now() time.Time {
	if e.settings.Clock != nil {
		if now, ok := e.askClock(); ok {
			return now
		}
	}
	return time.Now()
}

func (e *Emitter) askClock() (now time.Time, ok bool) {
	defer e.rescue()
	return e.settings.Clock.Now(), true
}

func (e *Emitter) newTraceID() flowtrace.TraceID {
	if e.settings.IDs != nil {
		if id := e.askTraceID(); id != (flowtrace.TraceID{}) {
			return id
		}
	}
	return randomTraceID()
}

func (e *Emitter) askTraceID() (id flowtrace.TraceID) {
	defer e.rescue()
	return e.settings.IDs.TraceID()
}

func (e *Emitter) newSpanID() flowtrace.SpanID {
	if e.settings.IDs != nil {
		if id := e.askSpanID(); id != (flowtrace.SpanID{}) {
			return id
		}
	}
	return randomSpanID()
}

func (e *Emitter) askSpanID() (id flowtrace.SpanID) {
	defer e.rescue()
	return e.settings.IDs.SpanID()
}

func (e *Emitter) report(v flowtrace.Violation) {
	if e.settings.OnViolation == nil {
		return
	}
	defer e.rescue()
	e.settings.OnViolation(v)
}

// hand gives a finished span to the processor, unless it is not sampled and the processor has not asked for such spans.
func (e *Emitter) hand(span *flowtrace.SpanData) {
	if !e.all && !span.Open(access.Key{}).IsSampled() {
		return
	}
	defer e.rescue()
	flowtrace.Hand(access.Key{}, e.out, span)
}
