package resolve

import (
	"fmt"
	"strings"

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
	s.Tags = r.spanTags(s, "tags", source.Tags)
	r.resolveVariants(s, source.Variants)
}

// resolveSpanTrace finds the span's trace. One that is not declared gets a stand-in, so that no span is without a trace.
func (r *resolver) resolveSpanTrace(s *model.Span, ref spec.Field[string]) {
	mark(&s.Entry, "trace", ref.Range)
	trace, ok := find(r, r.traces, ref)
	if !ok {
		doubt(&s.Entry, "trace")
		trace = &model.Trace{Entry: named(ref), Sampling: 1}
		doubt(&trace.Entry, "*")
	}
	s.Trace = trace
}

// resolveEmitters finds the services, those of groups included.
func (r *resolver) resolveEmitters(s *model.Span, source *spec.Span) {
	mark(&s.Entry, "services", source.ServicesField)
	var found serviceSet
	for _, ref := range source.Services {
		g := r.groups.entries[ref.Value]
		if g == nil || !ref.Present || r.services.has(ref.Value) {
			service, ok := r.service(ref)
			if ok {
				found.add(service)
			} else {
				doubt(&s.Entry, "services")
			}
			continue
		}
		g.use()
		found.add(g.Services...)
		if !g.Sure() {
			doubt(&s.Entry, "services")
		}
	}
	s.Services = found.list
}

// parentHabits are words that people write for a parent that is no span of the flow.
var parentHabits = map[string]string{"root": "none", "top": "none", "nothing": "none", "external": "any", "remote": "any", "outside": "any"}

// resolveParent reads any, none or the name of a span. Without it the span is a root.
func (r *resolver) resolveParent(s *model.Span, ref spec.Field[string]) {
	s.Parent.Pos = ref.Range
	mark(&s.Entry, "parent", ref.Range)
	switch {
	case !ref.Present || ref.Value == "none":
		s.Parent.Kind = model.ParentNone
	case ref.Value == "any":
		s.Parent.Kind = model.ParentAny
	default:
		parent, ok := r.spans.entries[ref.Value]
		if !ok {
			r.unknown(ref, "span", "spans", append([]string{"any", "none"}, r.spans.names...), parentHabits[strings.ToLower(ref.Value)])
			doubt(&s.Entry, "parent")
			s.Parent.Kind = model.ParentAny
			return
		}
		s.Parent.Kind, s.Parent.Span = model.ParentSpan, parent
	}
}

func (r *resolver) resolveLinks(s *model.Span, sources []spec.Link) {
	for _, source := range sources {
		to, ok := find(r, r.spans, source.To)
		if !ok {
			doubt(&s.Entry, "links")
			continue
		}
		key := fmt.Sprint("links.", len(s.Links))
		mark(&s.Entry, key+".to", source.To.Range)
		mark(&s.Entry, key+".min", source.Min.Range)
		mark(&s.Entry, key+".max", source.Max.Range)
		s.Links = append(s.Links, &model.Link{
			To: to, Min: source.Min.Value, Max: source.Max.Value, Brief: oneLine(source.Brief), Pos: source.To.Range,
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
	mark(&s.Entry, "occurs", source.Range)
	word := source.Value.Word
	multiplicity, ok := multiplicities[word.Value]
	if !ok {
		doubt(&s.Entry, "occurs")
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
			doubt(&s.Entry, "occurs")
			continue
		}
		mark(&s.Entry, fmt.Sprint("occurs.", len(o.Keys)), key.Range)
		o.Keys = append(o.Keys, tag)
	}
}

func (r *resolver) resolveTiming(s *model.Span, source *spec.Span) {
	s.Measured = source.Duration.Value == "measured"
	s.Within = r.duration(source.Within)
	s.MaxDuration = r.duration(source.MaxDuration)
	s.Moment = strings.TrimSpace(source.Moment.Value)
	s.Start = strings.TrimSpace(source.Start.Value)
	s.End = strings.TrimSpace(source.End.Value)
	mark(&s.Entry, "duration", source.Duration.Range)
	mark(&s.Entry, "within", source.Within.Range)
	mark(&s.Entry, "max_duration", source.MaxDuration.Range)
	mark(&s.Entry, "moment", source.Moment.Range)
	mark(&s.Entry, "start", source.Start.Range)
	mark(&s.Entry, "end", source.End.Range)
}

// spanTags finds the tags of a span or of a case. key is where they stand: tags or variants.
func (r *resolver) spanTags(s *model.Span, key string, sources []spec.Requirement) []*model.SpanTag {
	var out []*model.SpanTag
	for i := range sources {
		source := &sources[i]
		tag, ok := find(r, r.tags, source.Key)
		if !ok {
			doubt(&s.Entry, key)
			continue
		}
		mark(&s.Entry, key+"."+source.Key.Value+".at", source.At.Range)
		out = append(out, &model.SpanTag{
			Tag:        tag,
			Required:   source.Level.Value == "required",
			AtEnd:      source.At.Value == "end",
			Deprecated: r.deprecated(source.Deprecated, source.Key.Value, "tag", r.tags.names),
			Pos:        source.Key.Range,
		})
	}
	return out
}
