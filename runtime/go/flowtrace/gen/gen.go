// Package gen is called by generated code only. It has the declarations of spans and tags, the drafts that emitters fill in,
// and the ids that derive. People have no use for it: what they give to emitters and get from them is in package flowtrace.
//
// It may change with each version of specgen; nothing but the code that the same version generates is promised to compile
// against it.
package gen

// AtLeastVersion1_0 exists in every runtime from version 1.0 on. Generated files refer to it, so that a runtime which is
// too old is a compile error.
const AtLeastVersion1_0 = true

// Service is a service as the spec declares it. Generated code holds one for each.
type Service struct {
	Name        string
	Flow        string
	FlowVersion string
	Tags        []string // the names of its tags, in the spec's order
}

// Span is a span as the spec declares it. Generated code holds one for each.
type Span struct {
	Name     string
	Parent   string   // the span that a reference must be given to; "" where the parent may be missing
	Tags     []string // the names of its tags in the spec's order, those of its variants last, each once
	Keys     []string // those of Tags that its id derives from
	Measured bool     // false: an instant, recorded with the duration 1 microsecond
}
