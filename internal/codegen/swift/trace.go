package swift

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/codegen/client"
)

// trace is the expression of the trace that a span is in, and of whether it is sampled.
func (p *printer) trace(s *client.Span) expr {
	sampling := s.Ref.Sampling
	switch s.TraceID.Source {
	case client.TagTrace:
		return p.tagTrace(s.TraceID.Tag, sampling)
	case client.OutsideTrace:
		return call("trace", kept(sampling, word("parent").as("of"))...)
	case client.NewTrace:
		return call("randomTrace", kept(sampling)...)
	}
	parents := s.Parent.Parents
	switch {
	case sampling.ByTraceID || !mixed(parents) && !parents.Optional:
		return parentTrace(sampling)
	case mixed(parents):
		return call("trace", kept(sampling, parentMember(parents, "sameTrace").as("of"))...)
	}
	return call("trace", kept(sampling, parentMember(parents, "context").as("of"))...)
}

// tagTrace is the trace that the value of a tag stands for.
func (p *printer) tagTrace(id *client.Tag, sampling client.Sampling) expr {
	return call(".derived", kept(sampling, word(literal(p.in.Flow.Name)).as("flow"), wire(id.Model, false).as("value"))...)
}

// parentTrace is the trace of a parent that is in the same kind of trace.
func parentTrace(sampling client.Sampling) expr {
	if sampling.ByTraceID {
		return call(".id", kept(sampling, word("parent.context.traceID"))...)
	}
	return call(".parent", word("parent.context"))
}

// kept are the arguments with the threshold from which on a trace is kept, where not all are.
func kept(sampling client.Sampling, args ...expr) []expr {
	if sampling.Threshold > 0 {
		args = append(args, word(fmt.Sprintf("0x%014x", sampling.Threshold)).as("threshold"))
	}
	return args
}

// mixed reports whether only some of the parents are in the same kind of trace as the span.
func mixed(parents *client.Parents) bool {
	return slices.ContainsFunc(parents.Refs, func(ref client.ParentRef) bool { return !ref.SameTrace })
}

// parentMember is a member of the parent that a caller gave, or nil where the caller gave none.
func parentMember(parents *client.Parents, name string) expr {
	if parents.Optional {
		return word("parent?.", name)
	}
	return word("parent.", name)
}
