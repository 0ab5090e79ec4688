package sample

import (
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// tag gives a record its tags.
func (r *run) tag(n *node) {
	n.tags = make([]tagValue, 0, len(n.span.Tags)+2)
	for _, use := range n.span.Tags {
		r.use(n, use, r.isChoice(n.span, use.Tag))
	}
	for _, v := range n.span.Variants {
		chosen := n.own(v.Tag)
		for _, c := range v.Cases {
			if chosen == nil || c.Value.Wire != string(chosen.Text) {
				continue
			}
			for _, use := range c.Tags {
				if n.own(use.Tag) == nil {
					r.use(n, use, false)
				}
			}
		}
	}
	for _, when := range n.span.ErrorWhen {
		if value := n.own(when.Tag); value != nil && n.failed == "" {
			for _, bad := range when.Values {
				if bad.Wire == string(value.Text) {
					n.failed = bad.Wire
				}
			}
		}
	}
}

// isChoice reports whether the value of a tag says what became of this very record, so that it is not taken from one above.
func (r *run) isChoice(s *span, t *model.Tag) bool {
	return s.Variant(t) != nil || slices.ContainsFunc(s.ErrorWhen, func(when model.ErrorWhen) bool { return when.Tag == t })
}

// use gives a record a tag, unless it is an optional one that is left out.
func (r *run) use(n *node, use *model.SpanTag, choice bool) {
	gone := use.Deprecated != nil || use.Tag.Deprecated != nil
	if !use.Required && (gone || !r.covers && r.chance(million*4/10)) {
		return
	}
	n.tags = append(n.tags, tagValue{use.Tag, r.tagValue(n, use.Tag, choice)})
}

// tagValue chooses the value of a tag of a record.
func (r *run) tagValue(n *node, t *model.Tag, choice bool) trace.Value {
	v := r.values[t]
	isKey := slices.Contains(n.span.Occurs.Keys, t)
	switch {
	case n.trace.kind.ID == t:
		return n.trace.value
	case r.ids[t]:
		if value := n.above(t); value != nil {
			return *value
		}
		return r.newID(t, 0)
	case t.TraceScope:
		return r.scopedValue(t)
	case isKey:
		return r.keyFor(n, t)
	case choice || t.Kind == model.KindEnum && r.covers:
		return r.choose(n, t)
	case t.Kind == model.KindInt || len(v.fixed) > 0 && n.parent == nil:
		return v.value(&r.random)
	}
	if value := n.above(t); value != nil {
		return *value
	}
	return v.value(&r.random)
}

// scopedValue returns the value that a tag has in the whole run.
func (r *run) scopedValue(t *model.Tag) trace.Value {
	for i := range r.scoped {
		if r.scoped[i].tag == t {
			return r.scoped[i].value
		}
	}
	value := r.values[t].value(&r.random)
	r.scoped = append(r.scoped, scopedValue{t, value})
	return value
}

// keyFor returns a value of a key that no other record of the span has in the trace.
func (r *run) keyFor(n *node, t *model.Tag) trace.Value {
	v := r.values[t]
	nth := uint64(n.trace.count[n.span] - 1)
	if t.Kind == model.KindInt || t.Kind == model.KindBool || t.Kind == model.KindEnum {
		if nth < v.distinct() {
			return v.unique(nth, &r.random)
		}
		return v.value(&r.random)
	}
	if v.numbered != nil && v.distinct() < 1<<32 {
		return v.unique(mix(r.number)%v.distinct()+nth, &r.random)
	}
	return v.item(&r.random)
}

// choose returns a value of an enum: in runs that cover all, one after the other.
func (r *run) choose(n *node, t *model.Tag) trace.Value {
	v := r.values[t]
	if t.Kind == model.KindEnum && !t.List && r.covers {
		at := r.number/uint64(len(r.entries)) + uint64(n.trace.count[n.span]-1)
		return trace.StringValue([]byte(v.enum[at%uint64(len(v.enum))].Wire))
	}
	return v.value(&r.random)
}

// keyed returns how many records of a span a trace may have whose keys differ.
func (r *run) keyed(s *span) int {
	room := uint64(1)
	for _, key := range s.Occurs.Keys {
		if key.TraceScope || key == s.Trace.ID {
			continue
		}
		if v := r.values[key]; v.tag.Kind == model.KindBool || v.tag.Kind == model.KindEnum || v.tag.Kind == model.KindInt {
			room = max(room, v.distinct()) // keyFor counts all of them up at once
			continue
		}
		room = max(room, r.values[key].distinct())
	}
	return int(min(room, 1<<20))
}
