package lint

import (
	"github.com/specgen/specgen/internal/constraint"
	"github.com/specgen/specgen/internal/model"
)

// facts is what several checks need to know about a flow, worked out once.
type facts struct {
	allTags  []*model.Tag // those that the flow does not use included
	spansOf  map[*model.Trace][]*model.Span
	children map[*model.Span][]*model.Span
	emits    map[*model.Service][]*model.Span
	uses     map[*model.Span][]use
	whole    bool // every reference of the flow was resolved
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
	f.whole = len(flow.Unsure) == 0
	for _, t := range flow.Traces {
		f.whole = f.whole && len(t.Unsure) == 0
	}
	for _, s := range flow.Services {
		f.whole = f.whole && len(s.Unsure) == 0
	}
	for _, s := range flow.Spans {
		f.whole = f.whole && len(s.Unsure) == 0
		f.uses[s] = usesOf(s)
		f.spansOf[s.Trace] = append(f.spansOf[s.Trace], s)
		if s.Parent.Kind == model.ParentSpan {
			f.children[s.Parent.Span] = append(f.children[s.Parent.Span], s)
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

// place is the key below which the span's Places have the use.
func (u use) place() string {
	if u.variant != nil {
		return "variants." + u.Tag.Name
	}
	return "tags." + u.Tag.Name
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
func isClient(s *model.Service) bool {
	switch s.Language {
	case "swift", "kotlin", "typescript":
		return true
	}
	return false
}

// constraints returns what the values of a tag must be. The error is a pattern that is not valid or too long.
func (f *facts) constraints(t *model.Tag) (*constraint.Set, error) {
	c, known := f.sets[t]
	if !known {
		c.set, c.err = constraint.Compile(t)
		f.sets[t] = c
	}
	return c.set, c.err
}
