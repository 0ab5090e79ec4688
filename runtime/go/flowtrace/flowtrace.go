// Package flowtrace is the runtime of the emitters that specgen generates: what callers give to an emitter, and the finished
// spans that it hands to a processor. docs/runtime-contract.md is what it keeps, together with the runtimes of the other
// languages.
//
// Package otlphttp below it exports over OTLP/HTTP, spanevent writes what the validator reads, and flowtracetest records in
// tests. Package gen is for generated code only.
//
// It depends on the standard library only, knows no request context and no current span, and keeps no global state.
// Nothing that emits blocks, fails or panics: what breaks the spec is emitted all the same, repaired where it must be, and
// reported to the listener of [OnViolation].
package flowtrace
