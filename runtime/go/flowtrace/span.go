package flowtrace

import (
	"iter"

	"github.com/specgen/specgen/runtime/go/flowtrace/internal/access"
)

// Resource says who emits: the service, its flow and the tags that it gave once. All spans of an emitter share one, so
// that exporters can group by the pointer. It is immutable.
type Resource struct{ parts resourceParts }

// resourceParts are a resource while it is made.
type resourceParts struct {
	Service, Flow, FlowVersion string
	Tags                       []Tag // in the spec's order
}

// Open returns what package gen fills in, before the first span.
func (r *Resource) Open(access.Key) *resourceParts { return &r.parts }

// ServiceName returns the name of the service.
func (r *Resource) ServiceName() string { return r.parts.Service }

// Flow returns the name of the flow.
func (r *Resource) Flow() string { return r.parts.Flow }

// FlowVersion returns the version of the flow that the emitter was generated from.
func (r *Resource) FlowVersion() string { return r.parts.FlowVersion }

// Tags yields the tags that were given when the emitter was made, in the spec's order.
func (r *Resource) Tags() iter.Seq[Tag] {
	return func(yield func(Tag) bool) {
		for i := range r.parts.Tags {
			if !yield(r.parts.Tags[i]) {
				return
			}
		}
	}
}

// inline is how many tags a span holds without an allocation.
const inline = 8

// SpanData is a finished span. It is a value: whoever is handed one owns it, and nobody can change it.
type SpanData struct{ parts spanParts }

// spanParts are a span while it is filled in.
type spanParts struct {
	Resource        *Resource
	Name            string
	Context, Parent SpanContext
	Start, End      int64
	Links           []SpanContext
	count           int
	first           [inline]Tag
	more            []Tag
}

// Open returns what package gen fills in, until the span is handed over.
func (s *SpanData) Open(access.Key) *spanParts { return &s.parts }

// TagCount returns how many tags there are.
func (p *spanParts) TagCount() int { return p.count + len(p.more) }

// Tag returns the tag at i, to be changed.
func (p *spanParts) Tag(i int) *Tag {
	if i < inline {
		return &p.first[i]
	}
	return &p.more[i-inline]
}

// Push adds a tag behind the others.
func (p *spanParts) Push(tag Tag) {
	if p.count < inline {
		p.first[p.count] = tag
		p.count++
		return
	}
	p.more = append(p.more, tag)
}

// Resource returns who emitted s.
func (s *SpanData) Resource() *Resource { return s.parts.Resource }

// Name returns the span's name as the spec has it.
func (s *SpanData) Name() string { return s.parts.Name }

// Context returns the ids of s.
func (s *SpanData) Context() SpanContext { return s.parts.Context }

// Parent returns the parent's ids, or none. Its trace may be another one.
func (s *SpanData) Parent() SpanContext { return s.parts.Parent }

// ParentLink returns the link that stands for a parent in another trace, and whether there is one.
func (s *SpanData) ParentLink() (Link, bool) {
	if !s.parts.Parent.IsValid() || s.parts.Parent.TraceID == s.parts.Context.TraceID {
		return Link{}, false
	}
	return Link{SpanContext: s.parts.Parent, Type: LinkParent}, true
}

// StartTime returns the wall-clock nanoseconds since 1970, UTC, at which s started.
func (s *SpanData) StartTime() int64 { return s.parts.Start }

// EndTime returns the wall-clock nanoseconds since 1970, UTC, at which s ended. It is never before StartTime.
func (s *SpanData) EndTime() int64 { return s.parts.End }

// TagCount returns how many tags s has, those of its resource not counted.
func (s *SpanData) TagCount() int { return s.parts.TagCount() }

// Tags yields the tags in the order of the spec, undeclared ones last.
func (s *SpanData) Tags() iter.Seq[Tag] {
	return func(yield func(Tag) bool) {
		for i := range s.TagCount() {
			if !yield(*s.parts.Tag(i)) {
				return
			}
		}
	}
}

// LinkCount returns how many links the caller gave.
func (s *SpanData) LinkCount() int { return len(s.parts.Links) }

// Links yields the links that the caller gave, in that order; ParentLink is not among them.
func (s *SpanData) Links() iter.Seq[Link] {
	return func(yield func(Link) bool) {
		for _, link := range s.parts.Links {
			if !yield(Link{SpanContext: link}) {
				return
			}
		}
	}
}
