package flowtrace

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// The defaults of a [BatchSpanProcessor]. But for the bytes they are OpenTelemetry's (specification, trace/sdk.md).
const (
	DefaultMaxQueueSize       = 2048
	DefaultMaxQueueBytes      = 16 << 20
	DefaultMaxExportBatchSize = 512
	DefaultScheduledDelay     = 5 * time.Second
	DefaultExportTimeout      = 30 * time.Second
)

// BatchConfig configures a [BatchSpanProcessor]. A field that is zero or negative has its default.
type BatchConfig struct {
	MaxQueueSize       int           // spans in the queue
	MaxQueueBytes      int           // bytes of the spans in the queue, by SpanData.Size
	MaxExportBatchSize int           // spans in one call of the exporter, at most MaxQueueSize
	ScheduledDelay     time.Duration // the longest time that a span waits for its batch to fill
	ExportTimeout      time.Duration // the deadline of one call of the exporter

	// OnExportError is called with each loss of spans: on the goroutine that emitted them where the queue was full, on the one that
	// called Shutdown where that ran out of time, else on the processor's. It must be safe for concurrent use.
	OnExportError func(*ExportError)
}

func (c BatchConfig) withDefaults() BatchConfig {
	if c.MaxQueueSize <= 0 {
		c.MaxQueueSize = DefaultMaxQueueSize
	}
	if c.MaxQueueBytes <= 0 {
		c.MaxQueueBytes = DefaultMaxQueueBytes
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

	mu        sync.Mutex
	queue     ring
	exporting int   // spans of the batch that the exporter has
	stats     Stats // without Waiting
	closed    bool
	final     bool // Shutdown has a result: the counts do not change any more

	wake   chan struct{} // a span waits, or a batch is full
	flush  chan chan error
	stop   chan struct{}
	base   context.Context // of every export; cancelled when Shutdown runs out of time
	cancel context.CancelFunc
	ending context.Context // of Shutdown, set before stop is closed
	done   chan struct{}
	result error // what Shutdown answers, set before done is closed
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
	p.queue.limit, p.queue.maxBytes = p.config.MaxQueueSize, p.config.MaxQueueBytes
	p.base, p.cancel = context.WithCancel(context.Background())
	go p.run()
	return p
}

// Stats returns what became of the spans so far. After Shutdown has returned, only spans that are emitted later change it.
func (p *BatchSpanProcessor) Stats() Stats {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.stats
	out.Waiting = uint64(p.queue.count + p.exporting)
	return out
}

// OnEnd implements [SpanProcessor]. It copies the span into the queue.
func (p *BatchSpanProcessor) OnEnd(span SpanData) { p.onEnd(&span) }

func (p *BatchSpanProcessor) onEnd(span *SpanData) {
	p.mu.Lock()
	p.stats.Emitted++
	closed := p.closed
	taken := !closed && p.queue.push(span)
	if !taken {
		p.stats.Dropped++
	}
	waiting := p.queue.count
	p.mu.Unlock()
	switch {
	case closed:
		p.tell(&ExportError{1, LostShutDown, errShutDown})
	case !taken:
		p.tell(&ExportError{1, LostQueueFull, errQueueFull})
	case waiting == 1 || waiting >= p.config.MaxExportBatchSize:
		select {
		case p.wake <- struct{}{}:
		default: // the worker was woken already
		}
	}
}

// ForceFlush implements [SpanProcessor]. If ctx ends first, the spans stay queued and are exported later. The error of an export
// that was running when ForceFlush was called goes to OnExportError only. While Shutdown runs, and after it, ForceFlush waits for it and
// returns its error.
func (p *BatchSpanProcessor) ForceFlush(ctx context.Context) error {
	flushed := make(chan error, 1)
	select {
	case p.flush <- flushed:
	case <-p.done:
		return p.result
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

// Shutdown implements [SpanProcessor]. If ctx ends first, the running export is cancelled and its spans count as rejected, those in the
// queue are dropped, and nothing is exported any more; the error of that says why the last attempt of a [RetryingExporter] failed.
// Further calls wait for the first one, each until its own ctx ends, and return what it returns.
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
			return p.abandon(ctx)
		}
		return p.outOfTime(ctx)
	}
}

// abandon ends the processor at once: whatever the exporter still does, its spans are lost. It returns what Shutdown answers.
func (p *BatchSpanProcessor) abandon(ctx context.Context) error {
	why := p.outOfTime(ctx)
	p.mu.Lock()
	if p.final { // the worker has just ended
		p.mu.Unlock()
		return p.result
	}
	p.final, p.result = true, why
	exporting, waiting := p.exporting, p.queue.clear()
	p.exporting = 0
	p.stats.Rejected += uint64(exporting)
	p.stats.Dropped += uint64(waiting)
	p.mu.Unlock()
	p.cancel()
	if exporting > 0 {
		p.tell(&ExportError{exporting, LostFailed, why})
	}
	if waiting > 0 {
		p.tell(&ExportError{waiting, LostShutDown, why})
	}
	close(p.done)
	return why
}

// end ends the processor with a result, unless Shutdown has given it up.
func (p *BatchSpanProcessor) end(result error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.final {
		p.final, p.result = true, result
		close(p.done)
	}
}

func (p *BatchSpanProcessor) run() {
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
			p.end(errors.Join(p.export(true), p.shutdownExporter()))
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
		if !p.take(n) {
			break
		}
		left -= n
		if err := p.exportBatch(); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// take moves the n oldest spans of the queue into p.batch. It reports false where Shutdown has emptied the queue.
func (p *BatchSpanProcessor) take(n int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.final {
		return false
	}
	p.batch = p.queue.pop(p.batch, n)
	p.exporting = n
	return true
}

// exportBatch exports p.batch and counts what became of it.
func (p *BatchSpanProcessor) exportBatch() error {
	err := p.callExporter()
	lost := losses(err, len(p.batch))
	p.mu.Lock()
	if p.final { // Shutdown has counted the batch
		p.mu.Unlock()
		return err
	}
	p.exporting = 0
	exported := len(p.batch)
	for _, one := range lost {
		exported -= one.Spans
		p.stats.Rejected += uint64(one.Spans)
	}
	p.stats.Exported += uint64(exported)
	p.mu.Unlock()
	for _, one := range lost {
		p.tell(one)
	}
	return err
}

func (p *BatchSpanProcessor) callExporter() (err error) {
	ctx, cancel := context.WithTimeout(p.base, p.config.ExportTimeout)
	defer cancel()
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("cannot export a batch: the exporter panicked: %v; mend the exporter", cause)
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

// tell tells the listener of a loss.
func (p *BatchSpanProcessor) tell(lost *ExportError) {
	if p.config.OnExportError == nil || lost.Spans == 0 {
		return
	}
	defer func() { _ = recover() }() // a panic of the listener must not reach the code that emits, nor end the worker
	p.config.OnExportError(lost)
}
