package flowtracetest

import (
	"context"
	"slices"
	"sync"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// InMemoryExporter keeps what is exported, for tests of a processor. Its zero value is ready, and it is safe for
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

// Spans returns what was exported so far, in order.
func (e *InMemoryExporter) Spans() []flowtrace.SpanData {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.spans)
}

// Reset forgets what was exported.
func (e *InMemoryExporter) Reset() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.spans = nil
}
