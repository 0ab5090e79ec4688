package flowtracetest

import (
	"context"
	"slices"
	"sync"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// InMemoryExporter keeps the spans that are exported, for tests of a processor. Its zero value is ready to use. It is safe for
// concurrent use.
type InMemoryExporter struct {
	mu    sync.Mutex
	spans []flowtrace.SpanData
}

var _ flowtrace.SpanExporter = (*InMemoryExporter)(nil)

// Export implements [flowtrace.SpanExporter].
func (e *InMemoryExporter) Export(_ context.Context, spans []flowtrace.SpanData) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.spans = append(e.spans, spans...)
	return nil
}

// Shutdown implements [flowtrace.SpanExporter]. The spans stay.
func (e *InMemoryExporter) Shutdown(context.Context) error { return nil }

// Spans returns the spans that were exported so far, in order.
func (e *InMemoryExporter) Spans() []flowtrace.SpanData {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.spans)
}

// Reset removes the spans that were exported so far.
func (e *InMemoryExporter) Reset() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.spans = nil
}
