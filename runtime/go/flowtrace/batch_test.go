package flowtrace

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// counter counts spans, and those whose tags were spoilt.
type counter struct{ spans, bad atomic.Int64 }

func (c *counter) Export(_ context.Context, spans []SpanData) error {
	for i := range spans {
		for tag := range spans[i].Tags() {
			if tag.Key == "channel_id" && tag.Value.String() != "C012AB3CD" {
				c.bad.Add(1)
			}
		}
	}
	c.spans.Add(int64(len(spans)))
	return nil
}

func (c *counter) Shutdown(context.Context) error { return nil }

var handed atomic.Uint64

// hand hands a span of its own to a processor, as an emitter does, and returns its ids.
func hand(out SpanProcessor) SpanContext {
	var span SpanData
	span.parts.Context = SpanContext{TraceID: TraceID{1}}
	binary.BigEndian.PutUint64(span.parts.Context.SpanID[:], handed.Add(1))
	for range inline + 1 {
		span.parts.Push(String("channel_id", "C012AB3CD"))
	}
	out.OnEnd(span)
	return span.Context()
}

func TestManyEmitAtOnce(t *testing.T) {
	var c counter
	var told atomic.Int64
	batch := NewBatchSpanProcessor(&c, BatchConfig{
		MaxQueueSize: 256, MaxExportBatchSize: 64, ScheduledDelay: time.Millisecond, OnExportError: func(lost *ExportError) { told.Add(int64(lost.Spans)) },
	})
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 2000 {
				hand(batch)
			}
		})
	}
	group.Go(func() {
		for range 20 {
			if err := batch.ForceFlush(t.Context()); err != nil {
				t.Error(err)
			}
		}
	})
	group.Wait()
	if err := batch.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	stats := batch.Stats()
	want := Stats{Emitted: 8000, Exported: uint64(c.spans.Load()), Dropped: uint64(told.Load())}
	if stats != want || stats.Exported+stats.Dropped != stats.Emitted || c.bad.Load() != 0 {
		t.Errorf("%+v, want %+v; %d spoilt", stats, want, c.bad.Load())
	}
}

// stuck is an exporter that only its deadline ends.
type stuck struct{ took []time.Duration }

func (s *stuck) Export(ctx context.Context, _ []SpanData) error {
	began := time.Now()
	<-ctx.Done()
	s.took = append(s.took, time.Since(began))
	return ctx.Err()
}

func (s *stuck) Shutdown(context.Context) error { return errors.New("stuck") }

func TestAnExportEndsAtItsTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s stuck
		var told []error
		batch := NewBatchSpanProcessor(&s, BatchConfig{MaxExportBatchSize: 1, OnExportError: func(lost *ExportError) {
			told = append(told, lost)
			panic("listener")
		}})
		hand(batch)
		hand(batch)
		synctest.Wait() // the first export is under way
		err := batch.Shutdown(t.Context())
		if err == nil || !strings.Contains(err.Error(), "stuck") {
			t.Errorf("got %v", err)
		}
		if want := []time.Duration{DefaultExportTimeout, DefaultExportTimeout}; !slices.Equal(s.took, want) || len(told) != 2 || !errors.Is(errors.Join(told...), context.DeadlineExceeded) {
			t.Errorf("took %v, told %v", s.took, told)
		}
		if err := batch.ForceFlush(t.Context()); err == nil || !strings.Contains(err.Error(), "stuck") {
			t.Errorf("a flush after the end: %v", err)
		}
	})
}

func TestShutdownThatRunsOutOfTimeCancelsTheExport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s stuck
		told := map[LossReason]int{}
		batch := NewBatchSpanProcessor(&s, BatchConfig{MaxExportBatchSize: 2, OnExportError: func(lost *ExportError) {
			told[lost.Reason] += lost.Spans
			panic("listener")
		}})
		for range 5 {
			hand(batch)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := batch.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) || err.Error() != "the shutdown ran out of time" {
			t.Errorf("got %v", err)
		}
		want := Stats{Emitted: 5, Dropped: 3, Rejected: 2}
		if got := batch.Stats(); got != want || told[LostShutDown] != 3 || told[LostFailed] != 2 {
			t.Errorf("%+v, told %v", got, told)
		}
		synctest.Wait()
		if got := batch.Stats(); len(s.took) != 1 || s.took[0] != time.Second || got != want {
			t.Errorf("took %v, later %+v", s.took, got)
		}
	})
}

// gate is an exporter that waits until it is let through.
type gate struct {
	entered, open chan struct{}
	spans         int
}

func (g *gate) Export(ctx context.Context, spans []SpanData) error {
	close(g.entered)
	select {
	case <-g.open:
		g.spans += len(spans)
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g *gate) Shutdown(context.Context) error { return nil }

func TestASecondShutdownLeavesTheExportOfTheFirst(t *testing.T) {
	g := &gate{entered: make(chan struct{}), open: make(chan struct{})}
	batch := NewBatchSpanProcessor(g, BatchConfig{})
	hand(batch)
	first := make(chan error, 1)
	go func() { first <- batch.Shutdown(context.Background()) }()
	<-g.entered
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for !batch.isClosed() { // the export may be that of the delay, before Shutdown
		time.Sleep(time.Millisecond)
	}
	if err := batch.Shutdown(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("the second says %v", err)
	}
	close(g.open)
	if err := <-first; err != nil || g.spans != 1 || batch.Stats() != (Stats{Emitted: 1, Exported: 1}) {
		t.Errorf("the first says %v, %d spans came, %+v", err, g.spans, batch.Stats())
	}
}

func (p *BatchSpanProcessor) isClosed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.closed
}

func TestTheDelayRunsFromTheFirstSpanThatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c counter
		batch := NewBatchSpanProcessor(&c, BatchConfig{MaxExportBatchSize: 10})
		emit := func(n int) {
			for range n {
				hand(batch)
			}
			synctest.Wait()
		}
		check := func(want int64) {
			t.Helper()
			synctest.Wait()
			if got := c.spans.Load(); got != want {
				t.Errorf("%d spans were exported, want %d", got, want)
			}
		}
		time.Sleep(time.Hour)
		emit(1)
		time.Sleep(4 * time.Second)
		emit(1)
		time.Sleep(999 * time.Millisecond)
		check(0)
		time.Sleep(time.Millisecond)
		check(2)
		emit(13) // a full batch goes at once, and the delay begins anew for the rest
		check(12)
		time.Sleep(4999 * time.Millisecond)
		check(12)
		time.Sleep(time.Millisecond)
		check(15)
		emit(1)
		time.Sleep(3 * time.Second)
		emit(10) // the batch of the one that waits is full now; the delay of the last begins anew, too
		check(25)
		time.Sleep(4999 * time.Millisecond)
		check(25)
		time.Sleep(time.Millisecond)
		check(26)
		if err := batch.Shutdown(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestRingKeepsOrderAsItGrowsAndWraps(t *testing.T) {
	r := ring{limit: 300, maxBytes: 1 << 20}
	var batch []SpanData
	next, want := int64(0), int64(0)
	for round := range 200 {
		for range round % 7 * 30 {
			if r.push(&SpanData{parts: spanParts{Start: next}}) != (next-want < 300) {
				t.Fatalf("push at %d of %d", next, want)
			}
			if next-want < 300 {
				next++
			}
		}
		batch = r.pop(batch, min(r.count, round%5*20))
		for i := range batch {
			if batch[i].StartTime() != want {
				t.Fatalf("got %d, want %d", batch[i].StartTime(), want)
			}
			want++
		}
	}
	if want < 1000 || len(r.spans) != 300 {
		t.Errorf("only %d spans went through, room for %d", want, len(r.spans))
	}
}

// last keeps one span, and fails when it is told to.
type last struct {
	span SpanData
	err  error
	ends int
}

func (l *last) Export(_ context.Context, spans []SpanData) error {
	l.span = spans[0]
	return l.err
}

func (l *last) Shutdown(context.Context) error {
	l.ends++
	return nil
}

func TestSimpleSpanProcessor(t *testing.T) {
	var l last
	simple := NewSimpleSpanProcessor(&l)
	if got := hand(simple); l.span.Context() != got {
		t.Errorf("%v was not exported at once", got)
	}
	l.err = errors.New("as told")
	hand(simple)
	if err := simple.ForceFlush(t.Context()); !errors.Is(err, l.err) {
		t.Errorf("got %v", err)
	}
	if err := simple.ForceFlush(t.Context()); err != nil {
		t.Errorf("the error is told twice: %v", err)
	}
	if err := errors.Join(simple.Shutdown(t.Context()), simple.Shutdown(t.Context())); err != nil || l.ends != 1 {
		t.Errorf("%v, %d ends", err, l.ends)
	}
	before := l.span.Context()
	hand(simple)
	if l.span.Context() != before {
		t.Error("a span came after the end")
	}
}

// TestAFlushWaitsForItsExport would not see a flush that answers before the export, if the exporter were not held.
func TestAFlushWaitsForItsExport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{entered: make(chan struct{}), open: make(chan struct{})}
		batch := NewBatchSpanProcessor(g, BatchConfig{})
		hand(batch)
		var flushed atomic.Bool
		go func() {
			if err := batch.ForceFlush(t.Context()); err != nil {
				t.Error(err)
			}
			flushed.Store(true)
		}()
		<-g.entered
		synctest.Wait()
		if got := batch.Stats(); flushed.Load() || got != (Stats{Emitted: 1, Waiting: 1}) {
			t.Errorf("flushed: %v, %+v", flushed.Load(), got)
		}
		close(g.open)
		synctest.Wait()
		if got := batch.Stats(); !flushed.Load() || got != (Stats{Emitted: 1, Exported: 1}) {
			t.Errorf("flushed: %v, %+v", flushed.Load(), got)
		}
		if err := batch.Shutdown(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// TestWhatIsExportedCanBeCollected checks that neither the queue nor the batch keeps the memory of spans that have gone.
func TestWhatIsExportedCanBeCollected(t *testing.T) {
	var c counter
	batch := NewBatchSpanProcessor(&c, BatchConfig{})
	var collected atomic.Int64
	hand(batch) // the span is the second of its batch, so that the next batch, of one, does not take its place
	func() {
		resource := &Resource{}
		runtime.AddCleanup(resource, func(int) { collected.Add(1) }, 0)
		var span SpanData
		span.parts.Resource = resource
		batch.OnEnd(span)
	}()
	if err := batch.ForceFlush(t.Context()); err != nil {
		t.Fatal(err)
	}
	hand(batch) // the worker has gone round once more when it has taken this one
	if err := batch.ForceFlush(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i := 0; collected.Load() == 0; i++ {
		if i == 100 {
			t.Fatal("the span is still referred to")
		}
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	if err := batch.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestAQueueIsBoundedInBytes(t *testing.T) {
	g := &gate{entered: make(chan struct{}), open: make(chan struct{})}
	batch := NewBatchSpanProcessor(g, BatchConfig{MaxExportBatchSize: 1, MaxQueueBytes: 10_000})
	hand(batch)
	<-g.entered
	var large SpanData
	large.parts.Push(String("text", strings.Repeat("x", 3000)))
	for range 5 {
		batch.OnEnd(large)
	}
	if got := batch.Stats(); got.Dropped != 2 || got.Waiting != 4 {
		t.Errorf("%+v", got)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if err := batch.Shutdown(ended); err == nil {
		t.Error("a shutdown without time succeeds")
	}
	var huge SpanData
	huge.parts.Push(String("text", strings.Repeat("x", 30_000)))
	if q := (ring{limit: 2, maxBytes: 10_000}); !q.push(&huge) || q.push(&large) || q.clear() != 1 || q.bytes != 0 {
		t.Errorf("%+v", q)
	}
}

func TestWhatAnExporterSays(t *testing.T) {
	plain := errors.New("no")
	for _, c := range []struct {
		err  error
		want []ExportError
	}{
		{nil, nil},
		{plain, []ExportError{{10, LostFailed, plain}}},
		{&ExportError{3, LostRefused, plain}, []ExportError{{3, LostRefused, plain}}},
		{fmt.Errorf("export: %w", &ExportError{3, LostRefused, plain}), []ExportError{{3, LostRefused, plain}}},
		{errors.Join(&ExportError{3, LostRefused, plain}, plain, &ExportError{1, LostTooLarge, plain}), []ExportError{{3, LostRefused, plain}, {1, LostTooLarge, plain}}},
		{errors.Join(&ExportError{8, LostRefused, plain}, &ExportError{8, LostFailed, plain}), []ExportError{{8, LostRefused, plain}, {2, LostFailed, plain}}},
		{&ExportError{-1, LostFailed, plain}, []ExportError{{0, LostFailed, plain}}},
	} {
		var got []ExportError
		for _, one := range losses(c.err, 10) {
			got = append(got, *one)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: got %v, want %v", c.err, got, c.want)
		}
	}
}
