package facts

import (
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/trace"
)

// FlowOf returns the flow that a record is checked against, or nil. It is the cheap part of Examine.
func (x *Examiner) FlowOf(raw *trace.Record) *compiled.Flow {
	flow, _, _ := x.flowOf(raw)
	return flow
}

// SpanOf returns the span that a record of the flow is of, or nil.
func SpanOf(flow *compiled.Flow, raw *trace.Record) *compiled.Span {
	span := flow.Span(raw.Name)
	if span == nil && raw.LowerCase {
		span = flow.SpanOfLowerCase(raw.Name)
	}
	return span
}
