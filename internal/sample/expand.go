package sample

import (
	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// expand makes the records below one.
func (r *run) expand(n *node) {
	for _, child := range n.span.children {
		count := r.wanted(n, child)
		for range count {
			if r.err != nil || !r.addBelow(n, child) {
				break
			}
		}
	}
}

// wanted returns how many records of a span there are to be below a record.
func (r *run) wanted(n *node, child *span) int {
	if mandatory(n.span, child) {
		return 1
	}
	if len(r.steps) > usualNodes || n.depth > 12 {
		return 0
	}
	repeats := child == n.span || r.stands(n, child)
	switch {
	case repeats && (n.depth > 4 || len(n.span.ErrorWhen) > 0 && n.failed == "" || !r.chance(million/3)):
		return 0
	case !r.covers && !repeats && !r.chance(child.keep):
		return 0
	}
	occurs := child.Occurs.Multiplicity
	opens := child.Trace != n.trace.kind && n.above(child.Trace.ID) == nil
	switch {
	case child.Occurs.PerParent, repeats, n.depth > 3:
		return 1
	case occurs == model.Once || occurs == model.AtMostOnce:
		if opens && r.chance(million/5) {
			return 2
		}
		return 1
	case r.covers && occurs != model.Unbounded:
		return 4
	}
	return 1 + r.skewed(4)
}

// stands reports whether a record of the span is above one.
func (r *run) stands(n *node, s *span) bool {
	for up := n; up != nil; up = up.parent {
		if up.span == s {
			return true
		}
	}
	return false
}

// addBelow makes a record below one, if one more of the span may stand there.
func (r *run) addBelow(parent *node, s *span) bool {
	in := r.traceBelow(parent, s)
	if in == nil {
		in = r.newTrace(s.Trace, trace.Value{})
	}
	if !r.fits(s, in, parent) {
		return false
	}
	r.add(s, in, parent)
	return r.err == nil
}

// traceBelow returns the trace of a record below another one: the parent's, or the one whose id the records above have. It is nil where
// a new one begins.
func (r *run) traceBelow(parent *node, s *span) *traceOf {
	if s.Trace == parent.trace.kind {
		return parent.trace
	}
	if s.Trace.ID == nil {
		return nil
	}
	value := parent.above(s.Trace.ID)
	if value == nil {
		return nil
	}
	return r.traceWith(s.Trace, *value)
}

// traceWith returns the trace of a kind whose id has the value.
func (r *run) traceWith(kind *model.Trace, value trace.Value) *traceOf {
	for _, t := range r.traces {
		if t.kind == kind && string(t.value.Text) == string(value.Text) {
			return t
		}
	}
	return r.newTrace(kind, value)
}

// fits reports whether one more record of a span may be in a trace, below a parent if there is one.
func (r *run) fits(s *span, in *traceOf, parent *node) bool {
	occurs := &s.Occurs
	switch {
	case occurs.Multiplicity == model.Unbounded:
		return true
	case occurs.PerParent:
		return parent == nil || parent.children[s] == 0
	case occurs.Multiplicity == model.Once || occurs.Multiplicity == model.AtMostOnce:
		return in.count[s] == 0
	}
	return in.count[s] < r.keyed(s)
}
