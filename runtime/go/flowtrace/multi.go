package flowtrace

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// MultiSpanProcessor hands each span to several processors, in their order. It is safe for concurrent use as they are.
type MultiSpanProcessor struct{ to []branch }

// branch is one of the processors.
type branch struct {
	SpanProcessor
	unsampled bool // it asked for spans that are not sampled
}

var (
	_ SpanProcessor      = (*MultiSpanProcessor)(nil)
	_ UnsampledProcessor = (*MultiSpanProcessor)(nil)
	_ ViolationListener  = (*MultiSpanProcessor)(nil)
)

// NewMultiSpanProcessor returns a processor that hands spans to those that are given; nil ones are left out.
func NewMultiSpanProcessor(to ...SpanProcessor) *MultiSpanProcessor {
	m := &MultiSpanProcessor{}
	for _, p := range to {
		if p != nil {
			m.to = append(m.to, branch{p, wantsUnsampled(p)})
		}
	}
	return m
}

func wantsUnsampled(p SpanProcessor) (wants bool) {
	u, ok := p.(UnsampledProcessor)
	defer func() { _ = recover() }() // a processor that panics has not asked
	return ok && u.WantsUnsampled()
}

// OnEnd implements [SpanProcessor]. What one processor panics with does not keep the others from the span.
func (m *MultiSpanProcessor) OnEnd(span SpanData) {
	for _, b := range m.to {
		if b.unsampled || span.Context().IsSampled() {
			b.hand(span)
		}
	}
}

func (b branch) hand(span SpanData) {
	defer func() { _ = recover() }()
	b.OnEnd(span)
}

// ForceFlush implements [SpanProcessor]: all are flushed at the same time.
func (m *MultiSpanProcessor) ForceFlush(ctx context.Context) error {
	return m.all(func(p SpanProcessor) error { return p.ForceFlush(ctx) })
}

// Shutdown implements [SpanProcessor]: all are shut down at the same time.
func (m *MultiSpanProcessor) Shutdown(ctx context.Context) error {
	return m.all(func(p SpanProcessor) error { return p.Shutdown(ctx) })
}

func (m *MultiSpanProcessor) all(do func(SpanProcessor) error) error {
	errs := make([]error, len(m.to))
	var group sync.WaitGroup
	for i, b := range m.to {
		group.Go(func() {
			defer func() {
				if cause := recover(); cause != nil {
					errs[i] = fmt.Errorf("a processor panicked: %v; mend it", cause)
				}
			}()
			errs[i] = do(b.SpanProcessor)
		})
	}
	group.Wait()
	return errors.Join(errs...)
}

// WantsUnsampled implements [UnsampledProcessor]: where one of the processors does.
func (m *MultiSpanProcessor) WantsUnsampled() bool {
	for _, b := range m.to {
		if b.unsampled {
			return true
		}
	}
	return false
}

// OnViolation implements [ViolationListener] for those of the processors that do.
func (m *MultiSpanProcessor) OnViolation(v Violation) {
	for _, b := range m.to {
		if listener, ok := b.SpanProcessor.(ViolationListener); ok {
			listener.OnViolation(v)
		}
	}
}
