package flowtrace

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// The defaults of a [BatchSpanProcessor], which are OpenTelemetry's (specification, trace/sdk.md).
const (
	DefaultMaxQueueSize       = 2048
	DefaultMaxExportBatchSize = 512
	DefaultScheduledDelay     = 5 * time.Second
	DefaultExportTimeout      = 30 * time.Second
)

// BatchConfig configures a [BatchSpanProcessor]. A field that is zero or negative has its default.
type BatchConfig struct {
	MaxQueueSize       int           // spans in the queue; about 0.6 KB each
	MaxExportBatchSize int           // spans in one call of the exporter, at most MaxQueueSize
	ScheduledDelay     time.Duration // the longest time that a span waits for its batch to fill
	ExportTimeout      time.Duration // the deadline of one call of the exporter

	// OnDrop is called with the number of spans that were dropped, on the goroutine that emitted them, or on the processor's
	// goroutine where Shutdown ran out of time. It must be safe for concurrent use.
	OnDrop func(count int)
	// OnError is called with the error of each call of the exporter that failed, on the processor's goroutine.
	OnError func(error)
}

func (c BatchConfig) withDefaults() BatchConfig {
	if c.MaxQueueSize <= 0 {
		c.MaxQueueSize = DefaultMaxQueueSize
	}
	if c.MaxExportBatchSize <= 0 {
		c.MaxExportBatchSize = DefaultMaxExportBatchSize
	}
	c.MaxExportBatchSize = min(c.MaxExportBatchSize, c.MaxQueueSize)
	if c.ScheduledDelay <= 0 {
		c.ScheduledDelay = DefaultScheduledDelay
	}
	if c.ExportTimeout <= 0 {
		c.ExportTimeout = DefaultExportTimeout
	}
	return c
}

// BatchSpanProcessor is a bounded queue in front of an exporter, which it calls from one goroutine of its own. It exports when a
// batch is full, when ScheduledDelay has passed, on ForceFlush and on Shutdown. It is safe for concurrent use. Shutdown ends the
// goroutine.
type BatchSpanProcessor struct {
	exporter SpanExporter
	config   BatchConfig
	batch    []SpanData // the worker's own

	mu     sync.Mutex
	queue  ring
	closed bool

	dropped atomic.Uint64
	wake    chan struct{} // a span waits, or a batch is full
	flush   chan chan error
	stop    chan struct{}
	done    chan struct{}
	base    context.Context // of every export; cancelled when Shutdown runs out of time
	cancel  context.CancelFunc
	ending  context.Context // of Shutdown, set before stop is closed
	result  error           // of the last exports and of the exporter's Shutdown, set before done is closed
}

var _ SpanProcessor = (*BatchSpanProcessor)(nil)

// NewBatchSpanProcessor starts a processor that passes spans to the exporter. The caller has to call Shutdown in the end.
func NewBatchSpanProcessor(exporter SpanExporter, config BatchConfig) *BatchSpanProcessor {
	p := &BatchSpanProcessor{
		exporter: exporter,
		config:   config.withDefaults(),
		wake:     make(chan struct{}, 1),
		flush:    make(chan chan error),
		stop:     make(chan struct{}),
		done:     make(chan struct{}),
	}
	p.queue.limit = p.config.MaxQueueSize
	p.base, p.cancel = context.WithCancel(context.Background())
	go p.run()
	return p
}

// Dropped returns how many spans were never passed to the exporter, because the queue was full or the processor was shut down.
func (p *BatchSpanProcessor) Dropped() uint64 { return p.dropped.Load() }

// OnEnd implements [SpanProcessor]. It copies the span into the queue.
func (p *BatchSpanProcessor) OnEnd(span SpanData) {
	p.mu.Lock()
	taken := !p.closed && p.queue.push(&span)
	waiting := p.queue.count
	p.mu.Unlock()
	if !taken {
		p.drop(1)
		return
	}
	if waiting == 1 || waiting >= p.config.MaxExportBatchSize {
		select {
		case p.wake <- struct{}{}:
		default: // the worker was woken already
		}
	}
}

func (p *BatchSpanProcessor) drop(count int) {
	p.dropped.Add(uint64(count))
	if p.config.OnDrop == nil {
		return
	}
	defer func() { _ = recover() }() // a panic of the listener must not reach the code that emits
	p.config.OnDrop(count)
}

// ForceFlush implements [SpanProcessor]. If ctx ends first, the spans stay queued and are exported later. The error of an export
// that was running when ForceFlush was called goes to OnError only.
func (p *BatchSpanProcessor) ForceFlush(ctx context.Context) error {
	flushed := make(chan error, 1)
	select {
	case p.flush <- flushed:
	case <-p.done:
		return nil
	case <-ctx.Done():
		return flushError(ctx)
	}
	select {
	case err := <-flushed:
		return err
	case <-ctx.Done():
		return flushError(ctx)
	}
}

func flushError(ctx context.Context) error {
	return fmt.Errorf("cannot flush in time: %w; give a later deadline or see to the exporter", context.Cause(ctx))
}

// Shutdown implements [SpanProcessor]. If ctx ends first, the running export is cancelled, and the spans in the queue are dropped
// and counted. Further calls wait for the first one, each until its own ctx ends.
func (p *BatchSpanProcessor) Shutdown(ctx context.Context) error {
	p.mu.Lock()
	first := !p.closed
	p.closed = true
	p.mu.Unlock()
	if first {
		p.ending = ctx
		close(p.stop)
	}
	select {
	case <-p.done:
		return p.result
	case <-ctx.Done():
		if first {
			p.cancel()
		}
		return flushError(ctx)
	}
}

func (p *BatchSpanProcessor) run() {
	defer close(p.done)
	defer p.cancel()
	timer := time.NewTimer(p.config.ScheduledDelay)
	timer.Stop()
	armed := false
	for {
		all := true
		var flushed chan error
		select {
		case <-p.wake:
			all = false
		case <-timer.C:
			armed = false
		case flushed = <-p.flush:
		case <-p.stop:
			p.result = errors.Join(p.export(true), p.shutdownExporter())
			return
		}
		err := p.export(all)
		if flushed != nil {
			flushed <- err
		}
		// After an export the delay starts again for the spans that are left; otherwise it continues.
		if waiting, exported := p.waiting(), len(p.batch) > 0; waiting == 0 || exported {
			timer.Stop()
			armed = false
		}
		if !armed && p.waiting() > 0 {
			timer.Reset(p.config.ScheduledDelay)
			armed = true
		}
		clear(p.batch)
		p.batch = p.batch[:0]
	}
}

func (p *BatchSpanProcessor) waiting() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.queue.count
}

// export passes the spans in the queue to the exporter: all of them, or only full batches. It leaves the last batch in p.batch.
func (p *BatchSpanProcessor) export(all bool) error {
	var errs []error
	left := p.waiting()
	for left > 0 && (all || left >= p.config.MaxExportBatchSize) {
		n := min(left, p.config.MaxExportBatchSize)
		p.mu.Lock()
		p.batch = p.queue.pop(p.batch, n)
		p.mu.Unlock()
		left -= n
		if p.base.Err() != nil {
			p.drop(n)
			continue
		}
		if err := p.exportBatch(); err != nil {
			errs = append(errs, err)
			p.tell(err)
		}
	}
	return errors.Join(errs...)
}

func (p *BatchSpanProcessor) exportBatch() (err error) {
	ctx, cancel := context.WithTimeout(p.base, p.config.ExportTimeout)
	defer cancel()
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("cannot export %d spans: the exporter panicked: %v; mend the exporter", len(p.batch), cause)
		}
	}()
	return p.exporter.Export(ctx, p.batch)
}

func (p *BatchSpanProcessor) shutdownExporter() (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("cannot shut the exporter down: it panicked: %v; mend the exporter", cause)
		}
	}()
	return p.exporter.Shutdown(p.ending)
}

func (p *BatchSpanProcessor) tell(err error) {
	if p.config.OnError == nil {
		return
	}
	defer func() { _ = recover() }() // a listener must not end the worker
	p.config.OnError(err)
}
