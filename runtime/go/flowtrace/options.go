package flowtrace

import "time"

// Clock tells the time. It must be safe for concurrent use. Durations use the monotonic reading of its times, which those of
// [time.Now] have, where there is one.
type Clock interface {
	Now() time.Time
}

// IDGenerator makes the ids that are not derived. It must be safe for concurrent use. If it returns a zero id or panics, the
// emitter uses a random id.
type IDGenerator interface {
	TraceID() TraceID
	SpanID() SpanID
}

// Settings are what options change about an emitter.
type Settings struct {
	Clock       Clock           // nil for time.Now
	IDs         IDGenerator     // nil for random ones
	OnViolation func(Violation) // nil for none
	Resource    []Tag           // attributes of the resource beside the spec's
	ServiceTags []any           // set by the options of generated code, read by package gen
}

// Option changes the settings of an emitter. A nil Option changes nothing.
type Option func(*Settings)

// WithClock makes the emitter use the clock instead of [time.Now].
func WithClock(clock Clock) Option { return func(s *Settings) { s.Clock = clock } }

// WithIDGenerator makes the emitter use ids of the generator instead of random ones.
func WithIDGenerator(ids IDGenerator) Option { return func(s *Settings) { s.IDs = ids } }

// OnViolation sets the function that is called when a span breaks the spec, on the goroutine that emits it. The function must be
// safe for concurrent use.
func OnViolation(call func(Violation)) Option { return func(s *Settings) { s.OnViolation = call } }

// WithResource adds attributes to the resource of the emitter, such as deployment.environment.name, behind those of the spec. One with the
// name of a tag of the service, or service.name, is left out and reported.
func WithResource(attributes ...Tag) Option {
	return func(s *Settings) { s.Resource = append(s.Resource, attributes...) }
}
