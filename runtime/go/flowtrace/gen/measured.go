package gen

import (
	"sync/atomic"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// Measured is a span that has begun and ends later. It must not be copied. If it is never ended, nothing is emitted or reported.
type Measured struct {
	draft Draft
	ended atomic.Bool
}

// Begin begins the span as [Emitter.Begin] does, and returns it for what is known at the start, and for its Start then.
func (m *Measured) Begin(e *Emitter, span *Span, self, parent *flowtrace.SpanContext) *Draft {
	e.Begin(&m.draft, span, self, parent)
	return &m.draft
}

// Context returns the ids of the span, which hold from the start on.
func (m *Measured) Context() flowtrace.SpanContext { return m.draft.Context() }

// End returns the span for what is known at the end, to be emitted then, which stops its clock. A second call reports
// ended-twice and returns false. It is safe for concurrent use.
func (m *Measured) End() (*Draft, bool) {
	if m.ended.Swap(true) {
		m.draft.violate(flowtrace.RuleEndedTwice, "", "", "one end")
		return nil, false
	}
	return &m.draft, true
}
