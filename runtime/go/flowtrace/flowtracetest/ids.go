package flowtracetest

import (
	"encoding/binary"
	"sync"
	"sync/atomic"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// Clock is a clock for tests. It moves by a fixed step at each reading, and by Set and Advance. It is safe for concurrent use.
type Clock struct {
	mu   sync.Mutex
	now  time.Time
	step time.Duration
}

var _ flowtrace.Clock = (*Clock)(nil)

// NewClock returns a clock whose first reading is start, and that moves forward by step after each reading.
func NewClock(start time.Time, step time.Duration) *Clock { return &Clock{now: start, step: step} }

// Now implements [flowtrace.Clock].
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now
	c.now = now.Add(c.step)
	return now
}

// Set makes now the next reading of the clock.
func (c *Clock) Set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

// Advance moves the clock forward by d.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// IDs is an id generator for tests: trace ids are 1, 2, 3 and so on, and so are span ids. Its zero value is ready to use. It is safe
// for concurrent use.
type IDs struct{ traces, spans atomic.Uint64 }

var _ flowtrace.IDGenerator = (*IDs)(nil)

// TraceID implements [flowtrace.IDGenerator].
func (g *IDs) TraceID() flowtrace.TraceID {
	var id flowtrace.TraceID
	binary.BigEndian.PutUint64(id[8:], g.traces.Add(1))
	return id
}

// SpanID implements [flowtrace.IDGenerator].
func (g *IDs) SpanID() flowtrace.SpanID {
	var id flowtrace.SpanID
	binary.BigEndian.PutUint64(id[:], g.spans.Add(1))
	return id
}
