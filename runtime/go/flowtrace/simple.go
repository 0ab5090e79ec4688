package flowtrace

import (
	"context"
	"fmt"
	"sync"
)

// SimpleSpanProcessor exports each span immediately, on the goroutine that emits it, which waits for the exporter. It is meant for
// commands and tests; services should use a [BatchSpanProcessor].
type SimpleSpanProcessor struct {
	// OnExportError is called with each loss of a span, on the goroutine that emitted it. Set it before the first span. It must not
	// call the processor.
	OnExportError func(*ExportError)

	exporter SpanExporter
	mu       sync.Mutex
	one      [1]SpanData
	closed   bool
	stats    Stats
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
	p.stats.Emitted++
	if p.closed {
		p.stats.Dropped++
		p.tell(&ExportError{1, LostShutDown, errShutDown})
		return
	}
	p.one[0] = span
	err := p.export()
	p.one[0] = SpanData{}
	for _, lost := range losses(err, 1) {
		if lost.Spans > 0 {
			p.stats.Rejected++
			p.tell(lost)
		}
	}
	p.stats.Exported = p.stats.Emitted - p.stats.Dropped - p.stats.Rejected
	if p.err == nil {
		p.err = err
	}
}

// export passes the span to the exporter.
func (p *SimpleSpanProcessor) export() (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("cannot export a span: the exporter panicked: %v; mend the exporter", cause)
		}
	}()
	return p.exporter.Export(context.Background(), p.one[:])
}

func (p *SimpleSpanProcessor) tell(lost *ExportError) {
	if p.OnExportError == nil {
		return
	}
	defer func() { _ = recover() }() // a panic of the listener must not reach the code that emits
	p.OnExportError(lost)
}

// Stats returns what became of the spans so far. None ever waits.
func (p *SimpleSpanProcessor) Stats() Stats {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stats
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
