package flowtrace

import (
	"context"
	"math"
	"sync/atomic"

	"github.com/specgen/specgen/runtime/go/flowtrace/internal/access"
)

// SwitchSpanProcessor lets an app turn its spans off, or keep another share of the traces than the spec says, while it runs. It is safe for
// concurrent use.
type SwitchSpanProcessor struct {
	next      SpanProcessor
	unsampled bool // next asked for spans that are not sampled
	off       atomic.Bool
	threshold atomic.Uint64 // the least randomness of a trace that is kept, of 2^56; spec for that of the spec
}

// bySpec is a threshold that no randomness has.
const bySpec = math.MaxUint64

var (
	_ SpanProcessor      = (*SwitchSpanProcessor)(nil)
	_ UnsampledProcessor = (*SwitchSpanProcessor)(nil)
	_ ViolationListener  = (*SwitchSpanProcessor)(nil)
)

// NewSwitchSpanProcessor returns a switch in front of a processor. It is on, and the spec decides what is sampled.
func NewSwitchSpanProcessor(next SpanProcessor) *SwitchSpanProcessor {
	if next == nil {
		next = Discard()
	}
	s := &SwitchSpanProcessor{next: next, unsampled: wantsUnsampled(next)}
	s.threshold.Store(bySpec)
	return s
}

// SetEnabled turns the spans that end from now on on or off.
func (s *SwitchSpanProcessor) SetEnabled(on bool) { s.off.Store(!on) }

// Enabled reports whether spans pass.
func (s *SwitchSpanProcessor) Enabled() bool { return !s.off.Load() }

// SetSamplingRatio keeps that share of the traces, from 0 to 1, in place of what the spec says: those that every client with the ratio
// keeps, as it follows from their ids. A ratio that is not a number gives the decision back to the spec.
func (s *SwitchSpanProcessor) SetSamplingRatio(ratio float64) {
	const all = 1 << 56
	switch {
	case math.IsNaN(ratio):
		s.threshold.Store(bySpec)
	default:
		s.threshold.Store(all - uint64(math.Round(max(0, min(1, ratio))*all)))
	}
}

// OnEnd implements [SpanProcessor].
func (s *SwitchSpanProcessor) OnEnd(span SpanData) { s.onEnd(&span) }

// onEnd is OnEnd of a span that is its own: it sets the flag there.
func (s *SwitchSpanProcessor) onEnd(span *SpanData) {
	if s.off.Load() {
		return
	}
	kept := span.parts.IsSampled()
	if threshold := s.threshold.Load(); threshold != bySpec {
		kept = span.parts.Context.TraceID.Randomness() >= threshold
	}
	if kept || s.unsampled {
		// The next one obeys the flag, so that it has to be that of the decision.
		span.parts.Context = span.parts.Context.WithSampled(kept)
		Hand(access.Key{}, s.next, span)
	}
}

// ForceFlush implements [SpanProcessor].
func (s *SwitchSpanProcessor) ForceFlush(ctx context.Context) error { return s.next.ForceFlush(ctx) }

// Shutdown implements [SpanProcessor].
func (s *SwitchSpanProcessor) Shutdown(ctx context.Context) error { return s.next.Shutdown(ctx) }

// WantsUnsampled implements [UnsampledProcessor]: a ratio may be set at any time.
func (s *SwitchSpanProcessor) WantsUnsampled() bool { return true }

// OnViolation implements [ViolationListener] where the next processor does.
func (s *SwitchSpanProcessor) OnViolation(v Violation) {
	if listener, ok := s.next.(ViolationListener); ok && !s.off.Load() {
		listener.OnViolation(v)
	}
}
