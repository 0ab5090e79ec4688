package flowtrace

import "sync/atomic"

// Measured is a span that has begun and ends later. It must not be copied. If it is never ended, nobody hears of it.
type Measured struct {
	draft Draft
	ended atomic.Bool
}

// Begin starts the span as [Emitter.Begin] does, and returns it for the tags that are known at the start.
func (m *Measured) Begin(e *Emitter, span *Span, self, parent SpanContext) *Draft {
	e.Begin(&m.draft, span, self, parent)
	return &m.draft
}

// Context returns the ids of the span, which hold from the start on.
func (m *Measured) Context() SpanContext { return m.draft.data.context }

// End stops the span's clock and returns it for the tags that are known at the end, to be emitted then. A second call
// reports ended-twice and returns false. It is safe for concurrent use.
func (m *Measured) End() (*Draft, bool) {
	if m.ended.Swap(true) {
		m.draft.violate(RuleEndedTwice, "", "", "one end")
		return nil, false
	}
	m.draft.lasted = max(0, m.draft.emitter.now().Sub(m.draft.began))
	return &m.draft, true
}
