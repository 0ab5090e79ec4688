package model

import "slices"

// What a span's emitter needs, decided once for all languages. The rules are those of docs/ids.md.

// DerivesID reports whether the span's id is a hash of its key; else it is random.
func (s *Span) DerivesID() bool { return s.Occurs.Multiplicity != Unbounded }

// ParentInTrace reports whether the span takes its trace id from its parent: it has one, which is in the same kind of trace.
func (s *Span) ParentInTrace() bool {
	return s.Parent.Kind == ParentSpan && !s.Parent.Optional &&
		!slices.ContainsFunc(s.Parent.Spans, func(parent *Span) bool { return parent.Trace != s.Trace })
}

// ParentInOtherTrace reports whether the span may have a declared parent that is in a trace of another kind.
func (s *Span) ParentInOtherTrace() bool {
	return slices.ContainsFunc(s.Parent.Spans, func(parent *Span) bool { return parent.Trace != s.Trace })
}

// TraceIDTag returns the tag that the emitter takes to work out the trace id, or nil where the parent gives the trace id
// or where it is chosen outside the flow.
func (s *Span) TraceIDTag() *Tag {
	if s.ParentInTrace() {
		return nil
	}
	return s.Trace.ID
}

// Tag returns the span's own use of t, not looking into variants, or nil.
func (s *Span) Tag(t *Tag) *SpanTag {
	for _, st := range s.Tags {
		if st.Tag == t {
			return st
		}
	}
	return nil
}

// Variant returns the variant over t, or nil.
func (s *Span) Variant(t *Tag) *Variant {
	for _, v := range s.Variants {
		if v.Tag == t {
			return v
		}
	}
	return nil
}

// RefInputs is what a reference to a span derives from, where nothing is carried.
type RefInputs struct {
	TraceID *Tag   // the id tag, or nil where Parent gives the trace id
	Parent  bool   // a reference to the parent, whichever of the declared ones it is
	Keys    []*Tag // the key tags
}

// RefInputs returns what a reference to the span can be derived from. It reports false where it cannot: the id is random,
// or nothing gives the trace id.
func (s *Span) RefInputs() (RefInputs, bool) {
	if !s.DerivesID() {
		return RefInputs{}, false
	}
	in := RefInputs{Keys: s.Occurs.Keys}
	if s.Occurs.PerParent {
		if s.Parent.Kind != ParentSpan {
			return RefInputs{}, false
		}
		in.Parent = true
		if s.ParentInTrace() {
			return in, true
		}
	}
	in.TraceID = s.Trace.ID
	return in, in.TraceID != nil
}

// SpansOf returns the spans that the service may emit, in the spec's order.
func (f *Flow) SpansOf(service *Service) []*Span {
	var out []*Span
	for _, s := range f.Spans {
		for _, emitter := range s.Services {
			if emitter == service {
				out = append(out, s)
				break
			}
		}
	}
	return out
}
