// Package flowtracetest records spans in memory for tests, and makes a test fail when a span breaks the spec.
package flowtracetest

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/spanevent"
)

// Start is the first reading of the clock of a new [Recorder].
var Start = time.UnixMicro(1712345678_000000).UTC()

// Recorder is a processor that keeps the spans and the violations of its emitters, also the spans that are not sampled, for which
// Context().IsSampled() is false. It is safe for concurrent use.
type Recorder struct {
	// Clock is the clock of the emitters that use Options. It moves forward by 1 ms at each reading.
	Clock *Clock

	t          testing.TB
	ids        IDs
	mu         sync.Mutex
	spans      []flowtrace.SpanData
	violations []flowtrace.Violation
	expected   bool
}

var (
	_ flowtrace.SpanProcessor      = (*Recorder)(nil)
	_ flowtrace.UnsampledProcessor = (*Recorder)(nil)
	_ flowtrace.ViolationListener  = (*Recorder)(nil)
)

// New returns a recorder, to be passed to emitters as their processor. A violation that such an emitter reports fails t, with the
// line of the test that emitted, unless the emitter has its own [flowtrace.OnViolation]. If another processor is between the emitter
// and the recorder, the emitter needs [Recorder.Options]. If t is nil, as in an Example, violations are lines of [Recorder.Text].
func New(t testing.TB) *Recorder {
	return &Recorder{t: t, Clock: NewClock(Start, time.Millisecond)}
}

// Options makes an emitter report its violations to the recorder, whatever its processor is, and use the recorder's clock and ids
// that count from 1. Without it the times and random ids of an emitter differ from run to run.
func (r *Recorder) Options() flowtrace.Option {
	violation, clock, ids := flowtrace.OnViolation(r.OnViolation), flowtrace.WithClock(r.Clock), flowtrace.WithIDGenerator(&r.ids)
	return func(s *flowtrace.Settings) {
		violation(s)
		clock(s)
		ids(s)
	}
}

// ExpectViolations stops violations from failing the test, from now on. The test checks them with [Recorder.Violations].
func (r *Recorder) ExpectViolations() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.expected = true
}

// Violations returns the violations that were reported so far, in order.
func (r *Recorder) Violations() []flowtrace.Violation {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.violations)
}

// OnViolation implements [flowtrace.ViolationListener].
func (r *Recorder) OnViolation(v flowtrace.Violation) {
	r.mu.Lock()
	r.violations = append(r.violations, v)
	failure := r.t != nil && !r.expected
	r.mu.Unlock()
	if failure {
		r.t.Helper()
		r.t.Errorf("%s%s", caller(), v)
	}
}

// caller returns the place in the test that emitted: the first frame in a _test.go file.
func caller() string {
	var pcs [64]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	for more := true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		if strings.HasSuffix(frame.File, "_test.go") {
			return fmt.Sprintf("%s:%d: ", frame.File[strings.LastIndexByte(frame.File, '/')+1:], frame.Line)
		}
	}
	return ""
}

// OnEnd implements [flowtrace.SpanProcessor].
func (r *Recorder) OnEnd(span flowtrace.SpanData) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.spans = append(r.spans, span)
}

// WantsUnsampled implements [flowtrace.UnsampledProcessor]: a test sees also what would not be exported. [Recorder.Text] says of it
// "not sampled".
func (r *Recorder) WantsUnsampled() bool { return true }

// ForceFlush implements [flowtrace.SpanProcessor].
func (r *Recorder) ForceFlush(context.Context) error { return nil }

// Shutdown implements [flowtrace.SpanProcessor]. The spans stay.
func (r *Recorder) Shutdown(context.Context) error { return nil }

// Spans returns the spans that were recorded so far, in the order in which they were emitted.
func (r *Recorder) Spans() []flowtrace.SpanData {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.spans)
}

// Reset removes the spans and violations that were recorded so far. The clock and the ids are not reset.
func (r *Recorder) Reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.spans, r.violations = nil, nil
}

// SpanEvents returns the spans, sampled or not, as SpanEvent lines, which the validator reads.
func (r *Recorder) SpanEvents() []byte {
	var lines []byte
	for _, span := range r.Spans() {
		lines = spanevent.Append(lines, &span)
	}
	return lines
}
