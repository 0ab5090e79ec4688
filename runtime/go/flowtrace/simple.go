package flowtrace

import (
	"context"
	"sync"
)

// SimpleSpanProcessor exports each span immediately, on the goroutine that emits it, which waits for the exporter. It is meant for
// commands and tests; services should use a [BatchSpanProcessor].
type SimpleSpanProcessor struct {
	exporter SpanExporter
	mu       sync.Mutex
	one      [1]SpanData
	closed   bool
	err      error // the first that was not yet returned
}

var _ SpanProcessor = (*SimpleSpanProcessor)(nil)

// NewSimpleSpanProcessor returns a processor that passes each span to the exporter.
func NewSimpleSpanProcessor(exporter SpanExporter) *SimpleSpanProcessor {
	return &SimpleSpanProcessor{exporter: exporter}
}

// OnEnd implements [SpanProcessor].
func (p *SimpleSpanProcessor) OnEnd(span SpanData) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return
	}
	p.one[0] = span
	if err := p.exporter.Export(context.Background(), p.one[:]); err != nil && p.err == nil {
		p.err = err
	}
	p.one[0] = SpanData{}
}

// ForceFlush implements [SpanProcessor]. It returns the first error of an export since the last call of ForceFlush.
func (p *SimpleSpanProcessor) ForceFlush(context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	err := p.err
	p.err = nil
	return err
}

// Shutdown implements [SpanProcessor].
func (p *SimpleSpanProcessor) Shutdown(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil
	}
	p.closed = true
	if err := p.exporter.Shutdown(ctx); err != nil {
		return err
	}
	return p.err
}
