package flowtrace

import "context"

// SpanProcessor takes finished spans. It is safe for concurrent use, and OnEnd neither blocks nor panics.
type SpanProcessor interface {
	// OnEnd takes a span on the goroutine that emits it.
	OnEnd(SpanData)
	// ForceFlush returns once the exporter has had all spans that were taken before, with the errors of the exports that it
	// took, or at the end of the context.
	ForceFlush(context.Context) error
	// Shutdown flushes, and frees what the processor holds. What comes later is dropped.
	Shutdown(context.Context) error
}

// ViolationListener is what a processor may be besides, such as one that records in tests: it is told of the violations of
// the emitters that were made without [OnViolation].
type ViolationListener interface {
	OnViolation(Violation)
}

// SpanExporter sends batches away. Its calls are serial, and the slice is its own only until Export returns.
type SpanExporter interface {
	Export(context.Context, []SpanData) error
	Shutdown(context.Context) error
}

// Discard returns a processor that ignores everything.
func Discard() SpanProcessor { return discard{} }

type discard struct{}

func (discard) OnEnd(SpanData)                   {}
func (discard) ForceFlush(context.Context) error { return nil }
func (discard) Shutdown(context.Context) error   { return nil }
