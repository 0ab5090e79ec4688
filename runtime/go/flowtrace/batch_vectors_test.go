package flowtrace_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/gen"
)

// batchCase is a case of batching.json.
type batchCase struct {
	Name   string
	Config struct {
		Queue   int
		Batch   int
		DelayMS int `json:"delay_ms"`
	}
	Steps  []batchStep
	Expect struct {
		Batches [][]int
		Dropped uint64
		Told    int
	}
}

type batchStep struct {
	Emit         int
	AwaitExports int    `json:"await_exports"`
	AwaitDropped uint64 `json:"await_dropped"`
	DeadlineMS   int    `json:"deadline_ms"`
	Fail, Throw  int
	Hold         bool
	Release      bool
	Flush        *bool
	Shutdown     *bool
}

// gate is an exporter that keeps the numbers of its spans, and waits while it is held.
type gate struct {
	t         *testing.T
	mu        sync.Mutex
	batches   [][]int
	held      chan struct{} // nil, or closed by the release
	running   bool
	shutdowns int
	fail      int
	panics    int
}

func (g *gate) Export(_ context.Context, spans []flowtrace.SpanData) error {
	numbers := make([]int, len(spans))
	for i := range spans {
		number, err := strconv.Atoi(spans[i].Name())
		if err != nil {
			g.t.Error(err)
		}
		numbers[i] = number
	}
	g.mu.Lock()
	if g.running || g.shutdowns > 0 {
		g.t.Errorf("called while running (%v) or after %d shutdowns", g.running, g.shutdowns)
	}
	g.running = true
	g.batches = append(g.batches, numbers)
	call, held := len(g.batches), g.held
	g.mu.Unlock()
	if held != nil {
		<-held
	}
	g.mu.Lock()
	g.running = false
	g.mu.Unlock()
	switch call {
	case g.fail:
		return errors.New("as told")
	case g.panics:
		panic("as told")
	}
	return nil
}

func (g *gate) Shutdown(context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shutdowns++
	return nil
}

func (g *gate) calls() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.batches)
}

func (g *gate) hold(on bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if on {
		g.held = make(chan struct{})
		return
	}
	close(g.held)
	g.held = nil
}

// batchRun is a case under way.
type batchRun struct {
	t      *testing.T
	gate   *gate
	batch  *flowtrace.BatchSpanProcessor
	made   *gen.Emitter
	number int
}

func TestBatchingVectors(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "testdata", "vectors", "batching.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []batchCase
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 10 {
		t.Fatalf("only %d cases", len(cases))
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) { synctest.Test(t, func(t *testing.T) { runBatch(t, c) }) })
	}
}

func runBatch(t *testing.T, c batchCase) {
	told, delay := 0, time.Hour
	if c.Config.DelayMS > 0 {
		delay = time.Duration(c.Config.DelayMS) * time.Millisecond
	}
	var mu sync.Mutex
	g := &gate{t: t}
	batch := flowtrace.NewBatchSpanProcessor(g, flowtrace.BatchConfig{
		MaxQueueSize:       c.Config.Queue,
		MaxExportBatchSize: c.Config.Batch,
		ScheduledDelay:     delay,
		OnExportError: func(lost *flowtrace.ExportError) {
			mu.Lock()
			defer mu.Unlock()
			if lost.Reason == flowtrace.LostQueueFull || lost.Reason == flowtrace.LostShutDown {
				told += lost.Spans
			}
		},
	})
	run := &batchRun{t: t, gate: g, batch: batch, made: gen.NewEmitter(batch, &gen.Service{}, nil)}
	for _, step := range c.Steps {
		run.step(step)
	}
	synctest.Wait()
	g.mu.Lock()
	got := slices.Clone(g.batches)
	g.mu.Unlock()
	if !slices.EqualFunc(got, c.Expect.Batches, slices.Equal[[]int]) {
		t.Errorf("batches %v, want %v", got, c.Expect.Batches)
	}
	mu.Lock()
	if batch.Stats().Dropped != c.Expect.Dropped || told != c.Expect.Told {
		t.Errorf("dropped %d and told %d, want %d and %d", batch.Stats().Dropped, told, c.Expect.Dropped, c.Expect.Told)
	}
	mu.Unlock()
	late := slices.ContainsFunc(c.Steps, func(s batchStep) bool { return s.Shutdown != nil && !*s.Shutdown })
	if err := batch.Shutdown(t.Context()); (err != nil) != late { // it answers as the first one did
		t.Error(err)
	}
	if g.shutdowns != 1 {
		t.Errorf("the exporter was shut down %d times", g.shutdowns)
	}
}

func (r *batchRun) step(step batchStep) {
	r.t.Helper()
	for range step.Emit {
		var d gen.Draft
		r.made.Begin(&d, &gen.Span{Name: strconv.Itoa(r.number)}, &flowtrace.SpanContext{}, &flowtrace.SpanContext{})
		d.Emit()
		r.number++
	}
	if step.Emit > 0 {
		synctest.Wait() // a worker that is slow makes no difference to what is expected, but one that is idle does
	}
	switch {
	case step.AwaitExports > 0:
		r.await(func() bool { return r.gate.calls() == step.AwaitExports })
	case step.AwaitDropped > 0:
		r.await(func() bool { return r.batch.Stats().Dropped == step.AwaitDropped })
	case step.Hold:
		r.gate.hold(true)
	case step.Release:
		r.gate.hold(false)
	case step.Fail > 0:
		r.gate.fail = step.Fail
	case step.Throw > 0:
		r.gate.panics = step.Throw
	case step.Flush != nil:
		r.end("flush", *step.Flush, step.DeadlineMS, r.batch.ForceFlush)
	case step.Shutdown != nil:
		r.end("shutdown", *step.Shutdown, step.DeadlineMS, r.batch.Shutdown)
	}
}

func (r *batchRun) await(done func() bool) {
	r.t.Helper()
	for range 100 {
		synctest.Wait()
		if done() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	r.t.Fatalf("nothing came: %v, %d dropped", r.gate.batches, r.batch.Stats().Dropped)
}

func (r *batchRun) end(what string, inTime bool, deadlineMS int, call func(context.Context) error) {
	r.t.Helper()
	ctx := r.t.Context()
	if deadlineMS > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Duration(deadlineMS)*time.Millisecond)
		defer cancel()
	}
	if err := call(ctx); (err == nil) != inTime {
		r.t.Errorf("%s: %v, want in time: %v", what, err, inTime)
	}
}
