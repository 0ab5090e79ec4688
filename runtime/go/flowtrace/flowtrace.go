// Package flowtrace is the runtime of the emitters that specgen generates: the types that callers pass to an emitter, and the
// finished spans that an emitter passes to a processor. The runtimes of all languages implement docs/runtime-contract.md.
//
// Package otlphttp below it exports over OTLP/HTTP, spanevent writes what the validator reads, and flowtracetest records in
// tests. Package gen is for generated code only.
//
// The package depends on the standard library only. It uses no request context and no current span, and keeps no global state.
// Emitting never blocks, fails or panics: a span that breaks the spec is emitted nevertheless, repaired where necessary, and
// reported to the listener of [OnViolation].
package flowtrace
