// Package flowtracetest records spans in memory, for tests, and turns what breaks the spec into a test failure. No program
// that ships links it.
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

// Start is where a recorder's clock begins.
var Start = time.UnixMicro(1712345678_000000).UTC()

// Recorder is a processor that keeps the spans and what its emitters report. It is safe for concurrent use.
type Recorder struct {
	// Clock is the clock of the emitters that use Options. It moves on by 1 ms at each reading.
	Clock *Clock

	t          testing.TB
	ids        IDs
	mu         sync.Mutex
	spans      []flowtrace.SpanData
	violations []flowtrace.Violation
	expected   bool
}

var (
	_ flowtrace.SpanProcessor     = (*Recorder)(nil)
	_ flowtrace.ViolationListener = (*Recorder)(nil)
)

// New returns a recorder. What an emitter whose processor it is reports fails t, at the line of the test that emitted,
// unless the emitter has a [flowtrace.OnViolation] of its own; where another processor stands between, the emitter needs
// Options. Where t is nil, as in an Example, violations are written among the lines of Text.
func New(t testing.TB) *Recorder {
	return &Recorder{t: t, Clock: NewClock(Start, time.Millisecond)}
}

// Options makes an emitter report to the recorder, whatever its processor is, and take its clock and ids that count from 1.
// Without it the times and the ids of an emitter differ from run to run.
func (r *Recorder) Options() flowtrace.Option {
	violation, clock, ids := flowtrace.OnViolation(r.OnViolation), flowtrace.WithClock(r.Clock), flowtrace.WithIDGenerator(&r.ids)
	return func(s *flowtrace.Settings) {
		violation(s)
		clock(s)
		ids(s)
	}
}

// ExpectViolations makes violations no failures from here on; a test then looks at Violations.
func (r *Recorder) ExpectViolations() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.expected = true
}

// Violations returns what was reported so far, in order.
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

// ForceFlush implements [flowtrace.SpanProcessor].
func (r *Recorder) ForceFlush(context.Context) error { return nil }

// Shutdown implements [flowtrace.SpanProcessor]. The spans stay.
func (r *Recorder) Shutdown(context.Context) error { return nil }

// Spans returns what was recorded so far, in the order of emitting.
func (r *Recorder) Spans() []flowtrace.SpanData {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.spans)
}

// Reset forgets what was recorded. The clock and the ids go on.
func (r *Recorder) Reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.spans, r.violations = nil, nil
}

// SpanEvents returns the spans as SpanEvent lines, which the validator reads.
func (r *Recorder) SpanEvents() []byte {
	var lines []byte
	for _, span := range r.Spans() {
		lines = spanevent.Append(lines, &span)
	}
	return lines
}
