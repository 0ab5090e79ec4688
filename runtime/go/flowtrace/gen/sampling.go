package gen

import (
	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// The rules of docs/ids.md, section "Sampling".

// Sampling is how a kind of trace is sampled. The zero value keeps every trace.
type Sampling struct {
	// Threshold is the least randomness of a trace that is kept, of 2^56; 0 keeps all.
	Threshold uint64
	// ParentBased says that the kind has no id tag: a span in its parent's trace has the parent's sampled flag, and the threshold is
	// for new traces alone.
	ParentBased bool
}

// keeps reports whether a trace that is decided by its id is kept.
func (s *Sampling) keeps(trace *flowtrace.TraceID) bool {
	return s.Threshold == 0 || trace.Randomness() >= s.Threshold
}

// A trace is passed as a context without a span id, for its id and its sampled flag. The zero value is a trace that begins with the
// span, whose id Begin makes up.

// Trace returns the trace that the value of the id tag gives.
func (s *Span) Trace(flow, value string) flowtrace.SpanContext {
	trace := DeriveTraceID(flow, value)
	return s.decided(&trace)
}

// TraceOf returns the trace of the parent; a new one where there is no parent.
func (s *Span) TraceOf(parent *flowtrace.SpanContext) flowtrace.SpanContext {
	switch {
	case !isValid(parent):
		return flowtrace.SpanContext{}
	case s.Sampling.ParentBased:
		return inTrace(&parent.TraceID, parent.IsSampled())
	}
	return s.decided(&parent.TraceID)
}

// NewTrace returns a trace that begins with the span.
func (e *Emitter) NewTrace(s *Span) flowtrace.SpanContext {
	trace := e.orNowhere().newTraceID()
	return s.decided(&trace)
}

// TraceOrNew returns the trace of the parent, else one that begins with the span.
func (e *Emitter) TraceOrNew(s *Span, parent *flowtrace.SpanContext) flowtrace.SpanContext {
	if !isValid(parent) {
		return e.NewTrace(s)
	}
	return s.TraceOf(parent)
}

// decided returns the trace as the rule for its id has it.
func (s *Span) decided(trace *flowtrace.TraceID) flowtrace.SpanContext {
	return inTrace(trace, s.Sampling.keeps(trace))
}

func inTrace(trace *flowtrace.TraceID, sampled bool) (c flowtrace.SpanContext) {
	c.TraceID = *trace
	if !sampled {
		c = c.WithSampled(false)
	}
	return c
}
