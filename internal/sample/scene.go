package sample

import (
	"bytes"
	"encoding/binary"
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// scene is a run whose records are about to be changed.
type scene struct {
	*run
	records []made
}

// recipe is one way to break a rule: it changes the records of a run, and reports false, with nothing changed, where the run does not
// have what it takes.
type recipe func(s *scene) bool

// pick returns a record of a span for which the condition holds, and reports whether there is one. A nil span is any.
func (s *scene) pick(of *span, is func(m made) bool) (made, bool) {
	if len(s.records) == 0 {
		return made{}, false
	}
	first := s.intn(len(s.records))
	for i := range s.records {
		m := s.records[(first+i)%len(s.records)]
		if (of == nil || m.node.span == of) && (is == nil || is(m)) {
			return m, true
		}
	}
	return made{}, false
}

// isLeaf reports whether no other record has m as its parent or links to it.
func (s *scene) isLeaf(m made) bool {
	return !slices.ContainsFunc(s.steps, func(n *node) bool { return n.parent == m.node || slices.Contains(n.links, m.node) })
}

// remove takes a record out.
func (s *scene) remove(m made) {
	s.records = slices.DeleteFunc(s.records, func(one made) bool { return one.Record == m.Record })
}

// again adds a copy of a record to the run, and returns the copy.
func (s *scene) again(m made) made {
	one := *m.Record
	one.Tags, one.Links = slices.Clone(one.Tags), slices.Clone(one.Links)
	out := made{&one, m.node}
	s.records = append(s.records, out)
	return out
}

// renew gives a record another id, which is random.
func (s *scene) renew(m made) { binary.BigEndian.PutUint64(m.SpanID[:], max(1, s.next())) }

// unstamp makes a record one that no generated client emitted, so that its id need not derive.
func unstamp(m made) { m.Flow, m.FlowVersion = nil, nil }

// loosen unstamps a record whose id derives from its parent.
func loosen(m made) {
	if m.node.span.Occurs.PerParent {
		unstamp(m)
	}
}

// tagAt returns the place of a tag among those of the record, or -1.
func tagAt(m made, t *model.Tag) int {
	return slices.IndexFunc(m.Tags, func(one trace.Tag) bool { return string(one.Key) == t.Name })
}

func withTag(t *model.Tag) func(m made) bool {
	return func(m made) bool { return tagAt(m, t) >= 0 }
}

// alone reports whether no other record of the trace has a tag that has one value in a trace.
func (s *scene) alone(m made, t *model.Tag) bool {
	if !t.TraceScope {
		return true
	}
	return !slices.ContainsFunc(s.records, func(one made) bool { return one.Record != m.Record && one.TraceID == m.TraceID && tagAt(one, t) >= 0 })
}

// otherValue returns a valid value that is not the one given.
func (s *scene) otherValue(t *model.Tag, not trace.Value) (trace.Value, bool) {
	v := *s.values[t]
	v.fixed = nil
	for range tries {
		if value := v.value(&s.random); value.Plain() != not.Plain() {
			return value, true
		}
	}
	return trace.Value{}, false
}

// emitAs makes a record one of another emitter.
func emitAs(m made, service []byte, resource *trace.Resource) {
	m.Service, m.Resource = service, resource
}

// withResource gives a record a resource of its own, whose tags are the changed ones of its own.
func withResource(m made, change func(tags []trace.Tag) []trace.Tag) {
	one := *m.Resource
	one.Tags = change(slices.Clone(one.Tags))
	m.Resource = &one
}

// move moves a record and all that stands below it in time.
func (s *scene) move(m made, by int64) {
	for _, one := range s.records {
		for up := one.node; up != nil; up = up.parent {
			if up == m.node {
				one.Start, one.End = one.Start+by, one.End+by
				break
			}
		}
	}
}

// parentOf returns the record of the parent, if it is there.
func (s *scene) parentOf(m made) (made, bool) {
	for _, one := range s.records {
		if one.node == m.node.parent && m.node.parent != nil {
			return one, true
		}
	}
	return made{}, false
}

// foreign adds a record of another instrumentation to a record's trace.
func (s *scene) foreign(m made) made {
	one := trace.Record{
		TraceID: m.TraceID, Name: []byte("GET /"), Service: m.Service, Resource: m.Resource, Start: m.Start - 1000, End: m.End + 1000, Kind: trace.KindServer,
	}
	out := made{&one, m.node}
	s.renew(out)
	s.records = append(s.records, out)
	return out
}

// wrongType returns a value of another type than the tag's.
func wrongType(t *model.Tag, value trace.Value) trace.Value {
	switch {
	case t.List && len(value.Items) > 0:
		return value.Items[0]
	case t.Kind.IsText():
		return trace.IntValue(7)
	case t.Kind == model.KindBool:
		return trace.StringValue([]byte("yes"))
	}
	return trace.StringValue([]byte(value.Plain()))
}

// wrongValue returns a value of the tag's type that breaks a constraint, and reports whether there is one.
func (s *scene) wrongValue(t *model.Tag, value trace.Value) (trace.Value, bool) {
	set := s.values[t].set
	if t.List {
		if len(value.Items) > 0 {
			if item, ok := s.wrongItem(t, value.Items[0]); ok {
				return trace.ListValue(append([]trace.Value{item}, value.Items[1:]...)), true
			}
		}
		if t.MaxItems > 0 && len(value.Items) > 0 {
			return trace.ListValue(slices.Repeat(value.Items[:1], t.MaxItems+1)), true
		}
		if t.MinItems > 1 && set.Items(1) != nil && len(value.Items) > 0 {
			return trace.ListValue(value.Items[:1]), true
		}
		return value, false
	}
	return s.wrongItem(t, value)
}

func (s *scene) wrongItem(t *model.Tag, value trace.Value) (trace.Value, bool) {
	set := s.values[t].set
	switch t.Kind {
	case model.KindInt:
		if t.Min != nil {
			if n := atLeast(t.Min) - 1; set.Int(n) != nil {
				return trace.IntValue(n), true
			}
		}
		if t.Max != nil {
			if n := atMost(t.Max) + 1; set.Int(n) != nil {
				return trace.IntValue(n), true
			}
		}
	case model.KindDouble:
		for _, f := range []float64{-1, -1e15, 1e15} {
			if set.Double(f) != nil {
				return trace.DoubleValue(f), true
			}
		}
	case model.KindID, model.KindString, model.KindEnum:
		long := []byte(nil)
		if t.MaxLength > 0 {
			long = bytes.Repeat([]byte("x"), t.MaxLength+1)
		}
		for _, text := range [][]byte{[]byte("unknown-" + string(value.Text)), long, append(slices.Clone(value.Text), '!'), []byte("?"), {}, []byte("0")} {
			if text != nil && set.Text(text) != nil {
				return trace.StringValue(text), true
			}
		}
	}
	return value, false
}
