package flowtrace

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestTheTextOfALossCountsRight(t *testing.T) {
	for spans, want := range map[int]string{
		0: "0 spans are lost (failed): why", 1: "1 span is lost (failed): why", 2: "2 spans are lost (failed): why",
	} {
		if got := (&ExportError{spans, LostFailed, errors.New("why")}).Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// retrying is an exporter that only its deadline ends, and that says of its last attempt what it is told to say.
type retrying struct {
	stuck
	say       func() error
	cancelled atomic.Bool
}

func (r *retrying) Export(ctx context.Context, spans []SpanData) error {
	err := r.stuck.Export(ctx, spans)
	r.cancelled.Store(true)
	return err
}

func (r *retrying) LastFailure() error { return r.say() }

func TestAShutdownOutOfTimeSaysWhyTheLastAttemptFailed(t *testing.T) {
	const late = "the shutdown ran out of time"
	refused := &retrying{}
	refused.say = func() error {
		if refused.cancelled.Load() {
			return errors.New("asked too late")
		}
		return errors.New("connection refused")
	}
	for _, c := range []struct {
		name     string
		exporter SpanExporter
		want     string
	}{
		{"an attempt failed", refused, late + "; the last attempt failed: connection refused"},
		{"no attempt failed", &retrying{say: func() error { return nil }}, late},
		{"a panic", &retrying{say: func() error { panic("say") }}, late},
		{"an exporter that does not try again", &stuck{}, late},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				told := map[LossReason]string{}
				batch := NewBatchSpanProcessor(c.exporter, BatchConfig{MaxExportBatchSize: 2, OnExportError: func(lost *ExportError) {
					told[lost.Reason] = lost.Err.Error()
				}})
				out := NewSwitchSpanProcessor(NewMultiSpanProcessor(Discard(), batch)) // both pass the error on
				for range 5 {
					hand(batch)
				}
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				if err := out.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) || err.Error() != c.want {
					t.Errorf("got %v", err)
				}
				if told[LostFailed] != c.want || told[LostShutDown] != c.want || len(told) != 2 {
					t.Errorf("told %v", told)
				}
			})
		})
	}
}

// deaf is an exporter that nothing but the end of the test ends.
type deaf struct{ open chan struct{} }

func (d *deaf) Export(context.Context, []SpanData) error { <-d.open; return nil }
func (d *deaf) Shutdown(context.Context) error           { return nil }

// TestAllAnswerAsAShutdownOutOfTimeDoes holds that they do so when it answers, even where the exporter still goes on, and that a later
// success changes nothing.
func TestAllAnswerAsAShutdownOutOfTimeDoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &deaf{open: make(chan struct{})}
		batch := NewBatchSpanProcessor(d, BatchConfig{})
		hand(batch)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		first, began := make(chan error, 2), time.Now()
		go func() { first <- batch.Shutdown(ctx) }()
		synctest.Wait()
		go func() { first <- batch.ForceFlush(t.Context()) }()
		second := batch.Shutdown(t.Context())
		if a, b := <-first, <-first; second == nil || !errors.Is(a, second) || !errors.Is(b, second) {
			t.Errorf("%v, %v and %v", second, a, b)
		}
		if took := time.Since(began); took != time.Second {
			t.Errorf("it took %v", took)
		}
		close(d.open)
		synctest.Wait()
		if err := batch.Shutdown(t.Context()); !errors.Is(err, second) {
			t.Errorf("later %v", err)
		}
	})
}
