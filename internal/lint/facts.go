package lint

import (
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/internal/pattern"
)

// facts is what several checks need to know about a flow, worked out once.
type facts struct {
	allTags  []*model.Tag // those that the flow does not use included
	spansOf  map[*model.Trace][]*model.Span
	children map[*model.Span][]*model.Span
	emits    map[*model.Service][]*model.Span
	uses     map[*model.Span][]use
	complete bool // model.Flow.Complete: only then is anything called unused or unreachable
	tables   map[*model.Tag]compiled
	judges   map[*model.Tag]*judge // nil for a tag whose constraints are wrong
}

// compiled is what a tag's pattern compiles to.
type compiled struct {
	table *pattern.Table
	err   error
}

func newFacts(flow *model.Flow) *facts {
	f := &facts{
		spansOf:  make(map[*model.Trace][]*model.Span),
		children: make(map[*model.Span][]*model.Span),
		emits:    make(map[*model.Service][]*model.Span),
		uses:     make(map[*model.Span][]use),
		tables:   make(map[*model.Tag]compiled),
		judges:   make(map[*model.Tag]*judge),
	}
	f.allTags = append(append(f.allTags, flow.Tags...), flow.UnusedTags...)
	f.complete = flow.Complete()
	for _, s := range flow.Spans {
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

// compiled returns what the tag's pattern compiles to: no table where it has none.
func (f *facts) compiled(t *model.Tag) (*pattern.Table, error) {
	if t.Pattern == "" {
		return nil, nil
	}
	c, known := f.tables[t]
	if !known {
		c.table, c.err = pattern.Compile(t.Pattern)
		f.tables[t] = c
	}
	return c.table, c.err
}

// judge returns what holds values against the tag, or nil where its constraints are wrong.
func (f *facts) judge(t *model.Tag) *judge {
	j, known := f.judges[t]
	if !known {
		j = f.newJudge(t)
		f.judges[t] = j
	}
	return j
}
