package client

import (
	"errors"
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/history"
	"github.com/specgen/specgen/internal/model"
)

// New decides the client of a flow for the services that get an emitter. It fails where no call could be written, which
// specgen check reports with its place.
func New(flow *model.Flow, services []*model.Service) (*Client, error) {
	return NewSince(flow, services, nil)
}

// NewSince is New with what is known of the flow's past, which doc comments say; history may be nil.
func NewSince(flow *model.Flow, services []*model.Service, history *history.History) (*Client, error) {
	b := &builder{
		flow: flow, history: history, out: &Client{Flow: flow, Doc: entryDoc(&flow.Entry, model.Version{}, false)},
		tags: map[*model.Tag]*Tag{}, refs: map[*model.Span]*Ref{}, spans: map[*model.Span]*Span{},
	}
	b.makeRefs()
	b.makeSpans(services)
	for _, s := range services {
		b.out.Services = append(b.out.Services, b.service(s))
	}
	b.collect()
	return b.out, errors.Join(b.errs...)
}

// builder builds a Client.
type builder struct {
	flow    *model.Flow
	history *history.History
	out     *Client
	tags    map[*model.Tag]*Tag
	refs    map[*model.Span]*Ref
	spans   map[*model.Span]*Span
	errs    []error
}

func (b *builder) failf(format string, args ...any) {
	b.errs = append(b.errs, fmt.Errorf("cannot make a client of flow %q: "+format+"; run specgen check", append([]any{b.flow.Name}, args...)...))
}

// makeRefs makes the references to all spans: a client's parent is often a backend's span.
func (b *builder) makeRefs() {
	for _, s := range b.flow.Spans {
		ref := &Ref{Model: s, Name: s.Name, Doc: b.since(&s.Entry, b.history.Span), Occurs: occursDoc(&s.Occurs)}
		b.refs[s] = ref
		b.out.Refs = append(b.out.Refs, ref)
	}
	for _, s := range b.flow.Spans {
		ref := b.refs[s]
		if s.Parent.Kind == model.ParentSpan {
			ref.Parents = b.parents(s)
		}
		ref.Sampling = Sampling{ByTraceID: s.Trace.ID != nil, Threshold: s.Trace.Threshold}
		ref.ID = b.spanID(s)
		ref.Derivation = b.derivation(s)
	}
}

// parents makes the references of which one is the parent of the span.
func (b *builder) parents(s *model.Span) *Parents {
	out := &Parents{Of: b.refs[s], Optional: s.Parent.Optional}
	for _, parent := range s.Parent.Spans {
		ref := b.refs[parent]
		ref.Children = append(ref.Children, out.Of)
		out.Refs = append(out.Refs, ParentRef{Ref: ref, SameTrace: parent.Trace == s.Trace})
	}
	return out
}

func (b *builder) spanID(s *model.Span) SpanID {
	if !s.DerivesID() || s.Occurs.PerParent && s.Parent.Kind != model.ParentSpan {
		return SpanID{}
	}
	id := SpanID{Derived: true, Parent: s.Occurs.PerParent}
	for _, key := range s.Occurs.Keys {
		id.Keys = append(id.Keys, b.tag(key))
	}
	return id
}

func (b *builder) derivation(s *model.Span) *Derivation {
	from, ok := s.RefInputs()
	if !ok {
		return nil
	}
	d := &Derivation{}
	add := func(t *model.Tag) *Tag {
		tag := b.inSignature(t)
		if !slices.Contains(d.Tags, tag) {
			d.Tags = append(d.Tags, tag)
		}
		return tag
	}
	if from.Parent {
		d.Parent = b.refs[s].Parents
	}
	if from.TraceID != nil {
		d.TraceID = add(from.TraceID)
	}
	for _, key := range from.Keys {
		d.Keys = append(d.Keys, add(key))
	}
	return d
}

// makeSpans makes the spans that one of the services emits, each once.
func (b *builder) makeSpans(services []*model.Service) {
	emitted := map[*model.Span]bool{}
	for _, service := range services {
		for _, s := range b.flow.SpansOf(service) {
			emitted[s] = true
		}
	}
	for _, s := range b.flow.Spans {
		if emitted[s] {
			b.out.Spans = append(b.out.Spans, b.span(s))
		}
	}
}

func (b *builder) service(s *model.Service) *Service {
	out := &Service{Model: s, Name: s.Name, Doc: b.since(&s.Entry, b.history.Service)}
	for _, own := range s.Tags {
		out.Tags = append(out.Tags, Input{
			Tag: b.put(own.Tag), Required: own.Required, UseDeprecated: own.Deprecated, Deprecated: firstOf(own.Deprecated, own.Tag.Deprecated),
			Since: later(out.Doc, s.Name, own.Tag.Name, b.history.ServiceTag),
		})
	}
	for _, span := range b.flow.SpansOf(s) {
		out.Spans = append(out.Spans, b.spans[span])
	}
	return out
}

// later is the version with which a tag came to a span or a service, unless that came with the same.
func later(of EntryDoc, name, tag string, since func(of, name string) (model.Version, bool)) string {
	came, known := since(name, tag)
	if !known || came.String() == of.Since {
		return ""
	}
	return came.String()
}

func firstOf(all ...*model.Deprecated) *model.Deprecated {
	for _, d := range all {
		if d != nil {
			return d
		}
	}
	return nil
}

// collect brings tags and linked spans into the order of the spec, shares automata, and finds the parents of which a call takes
// one of several.
func (b *builder) collect() {
	for _, ref := range b.out.Refs {
		if p := ref.Parents; p != nil && p.Single() == nil && (ref.Emitted != nil || ref.Derivation != nil && ref.Derivation.Parent != nil) {
			b.out.Choices = append(b.out.Choices, p)
		}
	}
	for _, t := range b.flow.Tags {
		if tag, ok := b.tags[t]; ok {
			b.out.Tags = append(b.out.Tags, tag)
			b.sharePattern(tag)
		}
	}
	linked := map[*Ref]bool{}
	for _, s := range b.out.Spans {
		for _, link := range s.Links {
			linked[link.To] = true
		}
	}
	for _, ref := range b.out.Refs {
		if linked[ref] {
			b.out.Linked = append(b.out.Linked, ref)
		}
	}
}

func (b *builder) sharePattern(t *Tag) {
	for _, c := range t.Constraints {
		if c.Kind != constraint.Pattern || !t.Checked {
			continue
		}
		same := func(p *Pattern) bool { return p.Source == t.Model.Pattern }
		at := slices.IndexFunc(b.out.Patterns, same)
		if at < 0 {
			at = len(b.out.Patterns)
			b.out.Patterns = append(b.out.Patterns, &Pattern{Source: t.Model.Pattern, First: t, Constraint: c})
		}
		t.Pattern = b.out.Patterns[at]
	}
}

// tag returns the tag, which nothing may be known of yet.
func (b *builder) tag(t *model.Tag) *Tag {
	if known, ok := b.tags[t]; ok {
		return known
	}
	tag := &Tag{Model: t, Name: t.Name}
	b.tags[t] = tag
	checks, err := constraint.ForClient(t)
	if err != nil {
		b.failf("%w", err)
	}
	tag.Items, tag.Constraints, tag.PatternTooBig = checks.Items, b.bounds(t, checks.Values), checks.Left
	tag.Doc = b.tagDoc(t, checks.Items, checks.Values, checks.Left != "")
	return tag
}

// inSignature is a tag whose own type some declaration names.
func (b *builder) inSignature(t *model.Tag) *Tag {
	tag := b.tag(t)
	tag.InSignature = true
	return tag
}

// put is a tag that a span or a service carries.
func (b *builder) put(t *model.Tag) *Tag {
	tag := b.inSignature(t)
	tag.Put, tag.Checked = true, true
	return tag
}

// checked is a tag whose values are looked at and that has no type of its own in the call.
func (b *builder) checked(t *model.Tag) *Tag {
	tag := b.tag(t)
	tag.Checked = true
	return tag
}
