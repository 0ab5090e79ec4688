package flowtrace

import (
	"iter"
	"slices"

	"github.com/specgen/specgen/runtime/go/flowtrace/internal/access"
)

// Resource describes an emitter: its service, its flow and the tags that were given when the emitter was made. All spans of an
// emitter have the same *Resource, so exporters can group spans by the pointer. It is immutable.
type Resource struct{ parts resourceParts }

// resourceParts are the parts of a Resource that package gen fills in.
type resourceParts struct {
	Service, Flow, FlowVersion string
	Tags                       []Tag // in the spec's order
	More                       []Tag // attributes that are not the spec's
}

// Open is for package gen only, which fills the resource in before the first span.
func (r *Resource) Open(access.Key) *resourceParts { return &r.parts }

// ServiceName returns the name of the service.
func (r *Resource) ServiceName() string { return r.parts.Service }

// Flow returns the name of the flow.
func (r *Resource) Flow() string { return r.parts.Flow }

// FlowVersion returns the version of the flow that the emitter was generated from.
func (r *Resource) FlowVersion() string { return r.parts.FlowVersion }

// Tags yields the tags that were given when the emitter was made, in the spec's order.
func (r *Resource) Tags() iter.Seq[Tag] { return slices.Values(r.parts.Tags) }

// Attributes yields the attributes of [WithResource]. A SpanEvent does not have them, as they would be tags that nobody has declared.
func (r *Resource) Attributes() iter.Seq[Tag] { return slices.Values(r.parts.More) }

// SpanKind says which part a span has in a call between services. The numbers are OTLP's.
type SpanKind uint8

// The kinds of span.
const (
	SpanKindInternal SpanKind = iota + 1
	SpanKindServer
	SpanKindClient
	SpanKindProducer
	SpanKindConsumer
)

// StatusCode says whether what a span stands for failed. The numbers are OTLP's.
type StatusCode uint8

// The status codes that emitters set.
const (
	StatusUnset StatusCode = 0
	StatusError StatusCode = 2
)

// Status is whether what a span stands for failed, and how.
type Status struct {
	Code    StatusCode
	Message string // with StatusError, the value of the tag that says so; else ""
}

// inline is how many tags a span holds without an allocation.
const inline = 8

// SpanData is a finished span. It is an immutable value: it may be copied and kept.
type SpanData struct{ parts spanParts }

// spanParts are the parts of a SpanData that package gen fills in.
type spanParts struct {
	Resource        *Resource
	Name            string
	Context, Parent SpanContext
	Kind            SpanKind
	Failed          int32 // the place of the tag that makes the span an error, from 1; 0 where none does
	Start, End      int64
	Links           []SpanContext
	DroppedLinks    int // that were given beyond MaxLinks
	count           int
	first           [inline]Tag
	more            []Tag
}

// Open is for package gen only, which fills the span in before it is emitted.
func (s *SpanData) Open(access.Key) *spanParts { return &s.parts }

// IsSampled reports whether the span is sampled, and looks at nothing else.
func (p *spanParts) IsSampled() bool { return p.Context.unsampled == 0 }

// TagCount returns how many tags there are.
func (p *spanParts) TagCount() int { return p.count + len(p.more) }

// Tag returns a pointer to tag i, through which it can be changed.
func (p *spanParts) Tag(i int) *Tag {
	if i < inline {
		return &p.first[i]
	}
	return &p.more[i-inline]
}

// PushText appends a tag that holds text. It fills the tag in where it stands, which takes half the time of Push.
func (p *spanParts) PushText(key, text string) {
	if p.count < inline {
		tag := &p.first[p.count]
		tag.Key, tag.Value.of, tag.Value.text = key, &ofString, text
		p.count++
		return
	}
	p.more = append(p.more, String(key, text))
}

// Push appends a tag.
func (p *spanParts) Push(tag Tag) {
	if p.count < inline {
		p.first[p.count] = tag
		p.count++
		return
	}
	p.more = append(p.more, tag)
}

// Resource returns the description of the emitter of s.
func (s *SpanData) Resource() *Resource { return s.parts.Resource }

// Name returns the span's name as the spec has it.
func (s *SpanData) Name() string { return s.parts.Name }

// Context returns the ids of s, and whether it is sampled.
func (s *SpanData) Context() SpanContext { return s.parts.Context }

// Parent returns the ids of the parent, which may be in another trace. They are zero for a root span.
func (s *SpanData) Parent() SpanContext { return s.parts.Parent }

// Kind returns the part that s has in a call between services.
func (s *SpanData) Kind() SpanKind { return s.parts.Kind }

// Status returns whether what s stands for failed.
func (s *SpanData) Status() Status {
	if s.parts.Failed == 0 {
		return Status{}
	}
	return Status{Code: StatusError, Message: s.parts.Tag(int(s.parts.Failed - 1)).Value.String()}
}

// ParentLink returns the link that represents a parent in another trace, and whether there is one.
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

// TagCount returns how many tags s has, without those of its resource.
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

// MaxLinks is how many links a span carries. More would make it larger than a request of OTLP may be.
const MaxLinks = 32768

// LinkCount returns how many links s carries, of those that the caller gave.
func (s *SpanData) LinkCount() int { return len(s.parts.Links) }

// DroppedLinks returns how many links the caller gave beyond [MaxLinks].
func (s *SpanData) DroppedLinks() int { return s.parts.DroppedLinks }

// Links yields the links that s carries, in that order; ParentLink is not among them.
func (s *SpanData) Links() iter.Seq[Link] {
	return func(yield func(Link) bool) {
		for _, link := range s.parts.Links {
			if !yield(Link{SpanContext: link}) {
				return
			}
		}
	}
}

// Size returns about how many bytes s takes when it is encoded: 256, its texts, and 64 for each tag and link.
func (s *SpanData) Size() int {
	size := 256 + len(s.parts.Name) + 64*(s.TagCount()+len(s.parts.Links))
	for i := range s.TagCount() {
		tag := s.parts.Tag(i)
		size += len(tag.Key) + len(tag.Value.text)
		for j := range tag.Value.Len() {
			size += 64 + len(tag.Value.Item(j).text)
		}
	}
	return size
}
