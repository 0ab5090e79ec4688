package sample

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// complete makes what the spec asks for and is not there yet. It reports whether it has made anything.
func (r *run) complete() bool {
	before := len(r.steps)
	for i := 0; i < len(r.traces) && r.err == nil; i++ { // traces come while this goes on
		t := r.traces[i]
		if len(t.count) == 0 || !t.kind.Complete() {
			continue
		}
		for _, s := range r.spans {
			if s.Trace == t.kind && s.Occurs.Multiplicity == model.Once && t.count[s] == 0 {
				r.ensure(s, t, nil, 0)
			}
		}
	}
	for i := 0; i < len(r.steps) && r.err == nil; i++ {
		n := r.steps[i]
		for _, child := range n.span.children {
			if mandatory(n.span, child) && child.Occurs.PerParent && n.children[child] == 0 {
				r.addBelow(n, child)
			}
		}
		for j := range n.span.FollowedBy {
			if f := &n.span.FollowedBy[j]; !r.followed(n, f) {
				r.follow(n, f)
			}
		}
		r.link(n)
	}
	return len(r.steps) > before
}

// ensure makes a record of a span: in the trace, unless that is nil, and below a record that there is, else below one that is made.
func (r *run) ensure(s *span, in *traceOf, not []*span, depth int) *node {
	for _, n := range r.steps {
		if !s.Parent.Has(n.span.Span) {
			continue
		}
		at := r.traceBelow(n, s)
		if in != nil && at != in && (at != nil || s.Trace.ID != nil && n.span.Tag(s.Trace.ID) != nil) {
			continue
		}
		if at == nil {
			at = in
		}
		if at == nil {
			at = r.newTrace(s.Trace, trace.Value{})
		}
		if r.fits(s, at, n) {
			return r.add(s, at, n)
		}
	}
	if isRoot(s.Span) {
		if in != nil && !r.fits(s, in, nil) {
			return nil
		}
		return r.begin(s, in)
	}
	for _, parent := range r.spans {
		if !s.Parent.Has(parent.Span) || slices.Contains(not, parent) || parent == s || depth > 20 {
			continue
		}
		within := in
		if parent.Trace != s.Trace {
			within = nil
		}
		above := r.ensure(parent, within, append(slices.Clone(not), s), depth+1)
		if above == nil || r.err != nil {
			continue
		}
		at := r.traceBelow(above, s)
		if at == nil || in != nil && at != in && len(at.count) == 0 {
			at = in
		}
		if at == nil {
			at = r.newTrace(s.Trace, trace.Value{})
		}
		if r.fits(s, at, above) {
			return r.add(s, at, above)
		}
	}
	r.err = cmpError(r.err, fmt.Errorf("no way was found to make the span %q, which the spec asks for", s.Name))
	return nil
}

func cmpError(first, second error) error {
	if first != nil {
		return first
	}
	return second
}

// followed reports whether one of the spans of a condition stands below the record in its trace, or is its child in another one.
func (r *run) followed(n *node, f *model.FollowedBy) bool {
	return slices.ContainsFunc(r.steps, func(one *node) bool {
		return slices.Contains(f.AnyOf, one.span.Span) && (one.parent == n || one.trace == n.trace && one.isBelow(n))
	})
}

// isBelow reports whether the record stands below another one, by way of records of one trace.
func (n *node) isBelow(other *node) bool {
	for up := n.parent; up != nil && up.trace == n.trace; up = up.parent {
		if up == other {
			return true
		}
	}
	return false
}

// follow makes what has to follow a record: mostly the first that the spec names.
func (r *run) follow(n *node, f *model.FollowedBy) {
	if !f.CanBeJudged(n.span.Span) && len(r.steps) > usualNodes {
		return
	}
	first := 0
	if r.covers {
		first = int(r.number/uint64(len(r.entries))) % len(f.AnyOf)
	} else if r.chance(million / 8) {
		first = r.intn(len(f.AnyOf))
	}
	for i := range f.AnyOf {
		want := f.AnyOf[(first+i)%len(f.AnyOf)]
		if way := r.wayDown(n, want); way != nil && r.walk(n, way) {
			return
		}
	}
	if f.CanBeJudged(n.span.Span) {
		r.err = cmpError(r.err, fmt.Errorf("no way was found to let one of its followed_by follow the span %q", n.span.Name))
	}
}

// wayDown returns the spans that lead from a record to one of a span, the shortest way: in the record's kind of trace, or as its child.
func (r *run) wayDown(n *node, want *model.Span) []*span {
	type reached struct {
		span *span
		from int
	}
	list := []reached{{n.span, -1}}
	for at := 0; at < len(list); at++ {
		for _, child := range list[at].span.children {
			if child.Span == want && (at == 0 || child.Trace == n.span.Trace) {
				way := []*span{child}
				for up := at; up > 0; up = list[up].from {
					way = append(way, list[up].span)
				}
				slices.Reverse(way)
				return way
			}
			known := slices.ContainsFunc(list, func(one reached) bool { return one.span == child })
			if child.Trace == n.span.Trace && !known {
				list = append(list, reached{child, at})
			}
		}
	}
	return nil
}

// walk makes the records of a way, where they are not there yet.
func (r *run) walk(n *node, way []*span) bool {
	for _, s := range way {
		var next *node
		for _, one := range r.steps {
			if one.span == s && one.parent == n {
				next = one
			}
		}
		if next == nil {
			if !r.addBelow(n, s) {
				return false
			}
			next = r.steps[len(r.steps)-1]
		}
		n = next
	}
	return true
}
