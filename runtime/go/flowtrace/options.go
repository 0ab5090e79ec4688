package flowtrace

import "time"

// Clock tells the time. It is safe for concurrent use. Where the times carry a monotonic reading, as those of time.Now do,
// durations are made of it.
type Clock interface {
	Now() time.Time
}

// IDGenerator makes the ids that do not derive. It is safe for concurrent use. An id that is all zero, or a panic, makes
// the emitter fall back to random ids.
type IDGenerator interface {
	TraceID() TraceID
	SpanID() SpanID
}

// Settings are what options change of an emitter.
type Settings struct {
	Clock       Clock           // nil for time.Now
	IDs         IDGenerator     // nil for random ones
	OnViolation func(Violation) // nil where nobody is told
	ServiceTags []any           // what the options of generated code give; only package gen reads it
}

// Option changes how an emitter works. A nil option is none.
type Option func(*Settings)

// WithClock replaces time.Now.
func WithClock(clock Clock) Option { return func(s *Settings) { s.Clock = clock } }

// WithIDGenerator replaces the random ids.
func WithIDGenerator(ids IDGenerator) Option { return func(s *Settings) { s.IDs = ids } }

// OnViolation sets what is called, on the goroutine that emits, when a span breaks the spec. It must be safe for
// concurrent use.
func OnViolation(call func(Violation)) Option { return func(s *Settings) { s.OnViolation = call } }
