package flowtrace

import "iter"

// Resource says who emits: the service, its flow and the tags that it gave once. All spans of an emitter share one, so
// that exporters can group by the pointer. It is immutable.
type Resource struct {
	service *Service
	tags    []Tag
}

// ServiceName returns the name of the service.
func (r *Resource) ServiceName() string { return r.service.Name }

// Flow returns the name of the flow.
func (r *Resource) Flow() string { return r.service.Flow }

// FlowVersion returns the version of the flow that the emitter was generated from.
func (r *Resource) FlowVersion() string { return r.service.FlowVersion }

// Tags yields the tags that were given when the emitter was made, in the spec's order.
func (r *Resource) Tags() iter.Seq[Tag] {
	return func(yield func(Tag) bool) {
		for i := range r.tags {
			if !yield(r.tags[i]) {
				return
			}
		}
	}
}

// inline is how many tags a span holds without an allocation.
const inline = 8

// SpanData is a finished span. It is a value: whoever is handed one owns it, and nobody can change it.
type SpanData struct {
	resource        *Resource
	name            string
	context, parent SpanContext
	start, end      int64
	count           int
	first           [inline]Tag
	more            []Tag
	links           []SpanContext
}

// Resource returns who emitted s.
func (s *SpanData) Resource() *Resource { return s.resource }

// Name returns the span's name as the spec has it.
func (s *SpanData) Name() string { return s.name }

// Context returns the ids of s.
func (s *SpanData) Context() SpanContext { return s.context }

// Parent returns the parent's ids, or none. Its trace may be another one.
func (s *SpanData) Parent() SpanContext { return s.parent }

// ParentLink returns the link that stands for a parent in another trace, and whether there is one.
func (s *SpanData) ParentLink() (Link, bool) {
	if !s.parent.IsValid() || s.parent.TraceID == s.context.TraceID {
		return Link{}, false
	}
	return Link{SpanContext: s.parent, Type: LinkParent}, true
}

// StartTime returns the wall-clock nanoseconds since 1970, UTC, at which s started.
func (s *SpanData) StartTime() int64 { return s.start }

// EndTime returns the wall-clock nanoseconds since 1970, UTC, at which s ended. It is never before StartTime.
func (s *SpanData) EndTime() int64 { return s.end }

// TagCount returns how many tags s has, those of its resource not counted.
func (s *SpanData) TagCount() int { return s.count + len(s.more) }

// Tags yields the tags in the order of the spec, undeclared ones last.
func (s *SpanData) Tags() iter.Seq[Tag] {
	return func(yield func(Tag) bool) {
		for i := range s.TagCount() {
			if !yield(*s.tag(i)) {
				return
			}
		}
	}
}

// LinkCount returns how many links the caller gave.
func (s *SpanData) LinkCount() int { return len(s.links) }

// Links yields the links that the caller gave, in that order; ParentLink is not among them.
func (s *SpanData) Links() iter.Seq[Link] {
	return func(yield func(Link) bool) {
		for _, link := range s.links {
			if !yield(Link{SpanContext: link}) {
				return
			}
		}
	}
}

func (s *SpanData) tag(i int) *Tag {
	if i < inline {
		return &s.first[i]
	}
	return &s.more[i-inline]
}

func (s *SpanData) push(tag Tag) {
	if s.count < inline {
		s.first[s.count] = tag
		s.count++
		return
	}
	s.more = append(s.more, tag)
}
