package resolve

import (
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/spec"
)

func (r *resolver) resolveSpans() {
	for i := range r.root.Spans {
		if source := &r.root.Spans[i]; r.spans.isCurrent(source.Key) {
			r.resolveSpan(r.spans.entries[source.Key.Value], source)
		}
	}
}

func (r *resolver) resolveSpan(s *model.Span, source *spec.Span) {
	r.fill(&s.Entry, &source.Common, "span", r.spans.names)
	r.resolveSpanTrace(s, source.Trace)
	r.resolveEmitters(s, source)
	r.resolveParent(s, source.Parent)
	r.resolveLinks(s, source.Links)
	r.resolveOccurs(s, source.Occurs)
	r.resolveTiming(s, source)
	r.resolveFollowedBy(s, source.FollowedBy)
	s.Tags = r.spanTags(s, model.FieldTags, source.Tags)
	r.resolveKind(s, source.Kind)
	r.resolveErrorWhen(s, source.ErrorWhen)
	r.resolveVariants(s, source.Variants)
}

// resolveSpanTrace finds the span's trace. One that is not declared gets a stand-in, so that no span is without a trace.
func (r *resolver) resolveSpanTrace(s *model.Span, ref spec.Field[string]) {
	trace, ok := find(r, r.traces, ref)
	if !ok {
		lose(&s.Entry, model.FieldTrace)
		trace = &model.Trace{Entry: named(ref), Sampling: 1}
		lose(&trace.Entry, model.FieldAny)
	}
	s.Trace = trace
}

// resolveEmitters finds the services, those of groups included.
func (r *resolver) resolveEmitters(s *model.Span, source *spec.Span) {
	var found serviceSet
	for _, ref := range source.Services {
		g := r.groups.entries[ref.Value]
		if g == nil || !ref.Present || r.services.has(ref.Value) {
			service, ok := r.service(ref)
			if ok {
				found.add(service)
			} else {
				lose(&s.Entry, model.FieldServices)
			}
			continue
		}
		g.use()
		if !r.addMembers(&found, g, ref) || !g.Sure() {
			lose(&s.Entry, model.FieldServices)
		}
	}
	s.Services = found.list
}

func (r *resolver) resolveLinks(s *model.Span, sources []spec.Link) {
	for _, source := range sources {
		to, ok := find(r, r.spans, source.To)
		if !ok {
			lose(&s.Entry, model.FieldLinks)
			continue
		}
		s.Links = append(s.Links, &model.Link{
			To: to, Min: source.Min.Value, Max: source.Max.Value, Brief: source.Brief.Value, Pos: source.To.Range,
			MinPos: source.Min.Range, MaxPos: source.Max.Range,
		})
	}
}

// multiplicities are the words of occurs.
var multiplicities = map[string]model.Multiplicity{
	"once":             model.Once,
	"at_most_once":     model.AtMostOnce,
	"once_per":         model.OncePer,
	"at_most_once_per": model.AtMostOncePer,
}

func (r *resolver) resolveOccurs(s *model.Span, source spec.Field[spec.Occurs]) {
	if !source.Present {
		return
	}
	o := &s.Occurs
	o.Pos = source.Range
	word := source.Value.Word
	multiplicity, ok := multiplicities[word.Value]
	if !ok {
		lose(&s.Entry, model.FieldOccurs)
		if word.Present {
			r.unreadable("span/occurs", word, "once, at_most_once, once_per or at_most_once_per")
		}
		return
	}
	o.Multiplicity = multiplicity
	o.PerParent = source.Value.Parent
	for _, key := range source.Value.Keys {
		tag, ok := find(r, r.tags, key)
		if !ok {
			lose(&s.Entry, model.FieldOccurs)
			continue
		}
		o.Keys, o.KeysPos = append(o.Keys, tag), append(o.KeysPos, key.Range)
	}
}

func (r *resolver) resolveTiming(s *model.Span, source *spec.Span) {
	s.Measured = source.Duration.Value == "measured"
	s.Within = r.duration(source.Within)
	s.MaxDuration = r.duration(source.MaxDuration)
	s.Moment = source.Moment.Value
	s.Start = source.Start.Value
	s.End = source.End.Value
	place(&s.Entry, model.FieldWithin, source.Within.Range)
	place(&s.Entry, model.FieldDuration, source.Duration.Range)
}

// resolveFollowedBy finds the spans of each condition. A condition of which a name is unknown is left out: what could follow
// is then not known.
func (r *resolver) resolveFollowedBy(s *model.Span, sources []spec.FollowedBy) {
	for _, source := range sources {
		f := model.FollowedBy{Within: r.duration(source.Within), Pos: source.Range}
		for _, name := range source.AnyOf {
			if span, ok := find(r, r.spans, name); ok {
				f.AnyOf, f.AnyOfPos = append(f.AnyOf, span), append(f.AnyOfPos, name.Range)
			}
		}
		if f.Within == 0 || len(f.AnyOf) == 0 || len(f.AnyOf) < len(source.AnyOf) {
			lose(&s.Entry, model.FieldFollowedBy)
			continue
		}
		s.FollowedBy = append(s.FollowedBy, f)
	}
}

// spanTags finds the tags of a span or of a case. field is where they stand: tags or variants.
func (r *resolver) spanTags(s *model.Span, field model.Field, sources []spec.Requirement) []*model.SpanTag {
	var out []*model.SpanTag
	for i := range sources {
		source := &sources[i]
		tag, ok := find(r, r.tags, source.Key)
		if !ok {
			lose(&s.Entry, field)
			continue
		}
		out = append(out, &model.SpanTag{
			Tag:        tag,
			Required:   source.Level.Value == "required",
			AtEnd:      source.At.Value == "end",
			Deprecated: r.deprecated(source.Deprecated, source.Key.Value, "tag", r.tags.names),
			Pos:        source.Key.Range,
			AtPos:      source.At.Range,
		})
	}
	return out
}
