package client

import (
	"slices"

	"github.com/specgen/specgen/internal/model"
)

// span decides what emitting one span takes.
func (b *builder) span(s *model.Span) *Span {
	ref := b.refs[s]
	out := &Span{Model: s, Name: s.Name, Measured: s.Measured, Kind: s.Kind, Ref: ref, ID: ref.ID, Parent: b.parent(s)}
	ref.Emitted = out
	b.spans[s] = out
	out.TraceID = b.traceID(s)
	b.inputs(out)
	b.links(out)
	for _, when := range s.ErrorWhen {
		out.ErrorWhen = append(out.ErrorWhen, ErrorWhen{Tag: b.tag(when.Tag), Values: when.Values})
	}
	b.checkKeys(s)
	out.Declared = b.declared(s)
	out.Doc = b.spanDoc(out)
	return out
}

func (b *builder) parent(s *model.Span) Parent {
	switch s.Parent.Kind {
	case model.ParentSpan:
		return Parent{Kind: RefParent, Parents: b.refs[s].Parents}
	case model.ParentAny:
		return Parent{Kind: OutsideParent}
	}
	return Parent{}
}

// traceID decides where the trace id comes from. A tag that gives it is needed when the span begins.
func (b *builder) traceID(s *model.Span) TraceID {
	id := s.TraceIDTag()
	switch {
	case id == nil && slices.ContainsFunc(s.Parent.Spans, func(parent *model.Span) bool { return parent.Trace == s.Trace }):
		return TraceID{Source: ParentTrace}
	case id == nil && s.Parent.Kind == model.ParentAny:
		return TraceID{Source: OutsideTrace}
	case id == nil:
		return TraceID{}
	}
	own := s.Tag(id)
	if id.List || id.Kind != model.KindID && id.Kind != model.KindString || own != nil && (!own.Required || own.AtEnd && s.Measured) {
		b.failf("tag %q gives the trace id of span %q, which must require it at its start as an id or a string", id.Name, s.Name)
	}
	tag := b.inSignature(id)
	tag.Checked = true
	return TraceID{Source: TagTrace, Tag: tag, ParameterOnly: own == nil}
}

// checkKeys refuses a key that is not known for sure when the span begins.
func (b *builder) checkKeys(s *model.Span) {
	for _, key := range s.Occurs.Keys {
		if own := s.Tag(key); own == nil || !own.Required || own.AtEnd && s.Measured {
			b.failf("span %q must require its key tag %q at its start", s.Name, key.Name)
		}
	}
}

// inputs decides what callers give at the start and at the end.
func (b *builder) inputs(out *Span) {
	s := out.Model
	for _, st := range s.Tags {
		call := &out.Begin
		atEnd := st.AtEnd && s.Measured
		if atEnd {
			call = &out.End
		}
		in := b.input(s, st)
		if variant := s.Variant(st.Tag); variant != nil {
			in.Tag = b.checked(st.Tag)
			in.Required = true
			in.Variant = b.variant(s, variant, atEnd)
			out.Variants = append(out.Variants, in.Variant)
		} else {
			b.put(st.Tag)
		}
		*call = append(*call, in)
	}
}

// input is one use of a tag.
func (b *builder) input(s *model.Span, st *model.SpanTag) Input {
	return Input{
		Tag: b.tag(st.Tag), Required: st.Required, UseDeprecated: st.Deprecated, Deprecated: firstOf(st.Deprecated, st.Tag.Deprecated),
		Since:        later(b.refs[s].Doc, s.Name, st.Tag.Name, b.history.SpanTag),
		GivesTraceOf: s.ParentInTrace() && st.Tag == s.Trace.ID,
		ForID:        slices.Contains(s.Occurs.Keys, st.Tag) || st.Tag == s.TraceIDTag(),
	}
}

// variant decides the choice that stands for an enum tag. It comes with the tags of its case, whenever those may be given
// by themselves.
func (b *builder) variant(s *model.Span, variant *model.Variant, atEnd bool) *Variant {
	out := &Variant{Tag: b.tag(variant.Tag), Span: s, AtEnd: atEnd}
	for _, c := range variant.Cases {
		one := &Case{Value: c.Value, Doc: b.valueDoc(variant.Tag, c.Value)}
		for _, st := range c.Tags {
			b.put(st.Tag)
			in := b.input(s, st)
			in.ForID = false // the key is never a variant's tag
			if in.Since == one.Doc.Since {
				in.Since = ""
			}
			one.Inputs = append(one.Inputs, in)
			out.note(in, one)
		}
		out.Cases = append(out.Cases, one)
	}
	return out
}

// note notes that a case has a tag.
func (v *Variant) note(in Input, c *Case) {
	at := slices.IndexFunc(v.Tags, func(t VariantTag) bool { return t.Tag == in.Tag })
	if at < 0 {
		at = len(v.Tags)
		v.Tags = append(v.Tags, VariantTag{Input: in})
	}
	v.Tags[at].Cases = append(v.Tags[at].Cases, c)
	v.Tags[at].Kept = v.Tags[at].Kept || !in.Required
}

// links decides the links that the span may or must have.
func (b *builder) links(out *Span) {
	for _, l := range out.Model.Links {
		to := b.refs[l.To]
		if slices.ContainsFunc(out.Links, func(known *Link) bool { return known.To == to }) {
			b.failf("span %q links to %q twice", out.Name, l.To.Name)
			continue
		}
		out.Links = append(out.Links, &Link{
			To: to, Required: l.Min > 0, Min: l.Min, Max: l.Max, Doc: LinkDoc{To: l.To.Name, Min: l.Min, Max: l.Max, Brief: l.Brief},
		})
	}
}

// declared lists the tags that the span may have, those of its variants last.
func (b *builder) declared(s *model.Span) []*Tag {
	var out []*Tag
	add := func(tags []*model.SpanTag) {
		for _, st := range tags {
			if tag := b.tag(st.Tag); !slices.Contains(out, tag) {
				out = append(out, tag)
			}
		}
	}
	add(s.Tags)
	for _, variant := range s.Variants {
		for _, c := range variant.Cases {
			add(c.Tags)
		}
	}
	return out
}
