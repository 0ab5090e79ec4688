// Package flowtrace is the runtime of the emitters that specgen generates: it fills finished spans and hands them to a
// processor. docs/runtime-contract.md is what it keeps, together with the runtimes of the other languages.
//
// Package otlphttp below it exports over OTLP/HTTP, spanevent writes what the validator reads, and flowtracetest records in
// tests.
//
// It depends on the standard library only, knows no request context and no current span, and keeps no global state.
// Nothing that emits blocks, fails or panics: what breaks the spec is emitted all the same, repaired where it must be, and
// reported to the listener of [OnViolation].
package flowtrace

// AtLeastVersion1_0 exists in every runtime from version 1.0 on. Generated files refer to it, so that a runtime which is
// too old is a compile error.
const AtLeastVersion1_0 = true

// Service is a service as the spec declares it. Generated code holds one for each.
type Service struct {
	Name        string
	Flow        string
	FlowVersion string
	Tags        []string // the names of its tags, in the spec's order
}

// Span is a span as the spec declares it. Generated code holds one for each.
type Span struct {
	Name     string
	Parent   string   // the span that a reference must be given to; "" where the parent may be missing
	Tags     []string // the names of its tags in the spec's order, those of its variants last, each once
	Keys     []string // those of Tags that its id derives from
	Measured bool     // false: an instant, recorded with the duration 1 microsecond
}
