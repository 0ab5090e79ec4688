package flowtrace

import (
	"context"

	"github.com/specgen/specgen/runtime/go/flowtrace/internal/access"
)

// SpanProcessor takes finished spans. It must be safe for concurrent use, and OnEnd must neither block nor panic.
type SpanProcessor interface {
	// OnEnd takes a span, on the goroutine that emits it.
	OnEnd(SpanData)
	// ForceFlush returns when all spans that were taken before have been exported, with the errors of those exports, or when the
	// context ends.
	ForceFlush(context.Context) error
	// Shutdown flushes and frees the resources of the processor. Spans that come later are dropped.
	Shutdown(context.Context) error
}

// ViolationListener can be implemented by a processor, such as one that records spans in tests: it then gets the violations of its
// emitters that were made without [OnViolation].
type ViolationListener interface {
	OnViolation(Violation)
}

// UnsampledProcessor can be implemented by a processor, such as one that records spans in tests: if it wants them, it then gets also
// the spans that are not sampled, which no other processor gets.
type UnsampledProcessor interface {
	// WantsUnsampled is called once for each emitter, when that is made.
	WantsUnsampled() bool
}

// SpanExporter sends batches of spans to their destination. A processor calls it serially; an exporter must not use the slice after
// Export returns.
type SpanExporter interface {
	Export(context.Context, []SpanData) error
	Shutdown(context.Context) error
}

// RetryingExporter can be implemented by an exporter that tries again: a processor whose Shutdown runs out of time says with it why
// nothing could be sent. An exporter that hands batches to another one should pass its answer on.
type RetryingExporter interface {
	// LastFailure returns why the last attempt that has ended failed, in the words of the [ExportError] that Export would return if it
	// gave up now. It returns nil where no attempt has ended yet, or the last one was taken; one that Export's context broke off
	// as it was cancelled is no attempt. It must be safe for use while Export runs, and must not wait for it.
	LastFailure() error
}

// Hand is for package gen only. It gives a processor a span, which may be changed by that. OnEnd of an interface takes a copy of a copy of it;
// where the compiler sees what the processor is, none is needed.
func Hand(_ access.Key, to SpanProcessor, span *SpanData) {
	switch to := to.(type) {
	case *BatchSpanProcessor:
		to.onEnd(span)
	case *SwitchSpanProcessor:
		to.onEnd(span)
	default:
		to.OnEnd(*span)
	}
}

// Discard returns a processor that drops all spans.
func Discard() SpanProcessor { return discard{} }

type discard struct{}

func (discard) OnEnd(SpanData)                   {}
func (discard) ForceFlush(context.Context) error { return nil }
func (discard) Shutdown(context.Context) error   { return nil }
