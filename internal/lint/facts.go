package lint

import (
	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
)

// facts are what several checks need to know about a flow, computed once.
type facts struct {
	allTags  []*model.Tag // those that the flow does not use included
	spansOf  map[*model.Trace][]*model.Span
	children map[*model.Span][]*model.Span
	emits    map[*model.Service][]*model.Span
	uses     map[*model.Span][]use
	complete bool // model.Flow.Complete: only then is anything called unused or unreachable
	sets     map[*model.Tag]compiled
}

// compiled is what a tag's constraints compile to.
type compiled struct {
	set *constraint.Set
	err error
}

func newFacts(flow *model.Flow) *facts {
	f := &facts{
		spansOf:  make(map[*model.Trace][]*model.Span),
		children: make(map[*model.Span][]*model.Span),
		emits:    make(map[*model.Service][]*model.Span),
		uses:     make(map[*model.Span][]use),
		sets:     make(map[*model.Tag]compiled),
	}
	f.allTags = append(append(f.allTags, flow.Tags...), flow.UnusedTags...)
	f.complete = flow.Complete()
	for _, s := range flow.Spans {
		f.uses[s] = usesOf(s)
		f.spansOf[s.Trace] = append(f.spansOf[s.Trace], s)
		for _, parent := range s.Parent.Spans {
			f.children[parent] = append(f.children[parent], s)
		}
		for _, service := range s.Services {
			f.emits[service] = append(f.emits[service], s)
		}
	}
	return f
}

// use is one place where a span names a tag: on itself or on a case of a variant.
type use struct {
	*model.SpanTag
	variant *model.Variant // nil for the span's own
	value   *model.EnumValue
}

// usesOf returns all places where the span names tags, in order.
func usesOf(s *model.Span) []use {
	out := make([]use, 0, len(s.Tags))
	for _, st := range s.Tags {
		out = append(out, use{SpanTag: st})
	}
	for _, v := range s.Variants {
		for _, c := range v.Cases {
			for _, st := range c.Tags {
				out = append(out, use{st, v, c.Value})
			}
		}
	}
	return out
}

// kindOfEntry names what an entry is.
type kindOfEntry string

const (
	kindTag     kindOfEntry = "tag"
	kindValue   kindOfEntry = "value"
	kindTrace   kindOfEntry = "trace"
	kindService kindOfEntry = "service"
	kindSpan    kindOfEntry = "span"
)

// entries calls visit for every entry that the flow declares and uses, and for the tags that it does not use.
func (p *pass) entries(visit func(kind kindOfEntry, e *model.Entry)) {
	for _, t := range p.flow.Traces {
		visit(kindTrace, &t.Entry)
	}
	for _, s := range p.flow.Services {
		visit(kindService, &s.Entry)
	}
	for _, t := range p.facts.allTags {
		visit(kindTag, &t.Entry)
		for _, v := range t.Values {
			visit(kindValue, &v.Entry)
		}
	}
	for _, s := range p.flow.Spans {
		visit(kindSpan, &s.Entry)
	}
}

// isClient reports whether a service runs on a user's device.
func isClient(s *model.Service) bool { return s.Role == model.Client }

// constraints returns what the values of a tag must be. The error is a pattern that is not valid or too long.
func (f *facts) constraints(t *model.Tag) (*constraint.Set, error) {
	c, known := f.sets[t]
	if !known {
		c.set, c.err = constraint.Compile(t)
		f.sets[t] = c
	}
	return c.set, c.err
}

// variants calls visit for every variant of a span whose tags were all resolved.
func (p *pass) variants(visit func(s *model.Span, v *model.Variant)) {
	for _, s := range p.flow.Spans {
		for _, v := range s.Variants {
			if s.Sure(model.FieldTags) && v.Tag.Sure(model.FieldType, model.FieldValues) {
				visit(s, v)
			}
		}
	}
}

// deprecations calls visit for whatever is deprecated: entries, and tags on one span or service.
func (p *pass) deprecations(visit func(kind kindOfEntry, name string, d *model.Deprecated)) {
	p.entries(func(kind kindOfEntry, e *model.Entry) {
		if e.Deprecated != nil {
			visit(kind, e.Name, e.Deprecated)
		}
	})
	for _, service := range p.flow.Services {
		for _, st := range service.Tags {
			if st.Deprecated != nil {
				visit(kindTag, st.Tag.Name, st.Deprecated)
			}
		}
	}
	for _, s := range p.flow.Spans {
		for _, u := range p.facts.uses[s] {
			if u.Deprecated != nil {
				visit(kindTag, u.Tag.Name, u.Deprecated)
			}
		}
	}
}

// expired reports whether the day after the entry's last has come.
func (p *pass) expired(e *model.Entry) bool { return !e.Expires.IsZero() && e.Expires.Before(p.today) }

// makesTraceID reports whether a trace id can be worked out from the tag's type.
func makesTraceID(t *model.Tag) bool {
	return !t.List && (t.Kind == model.KindID || t.Kind == model.KindString)
}
