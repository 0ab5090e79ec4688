package sample

import (
	"fmt"
	"slices"

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

// mostLinks is how many links a record gets where the spec does not limit them.
const mostLinks = 10

// link links a record to what it has to do with, and makes what is missing of that.
func (r *run) link(n *node) {
	for _, l := range n.span.Links {
		most := l.Max
		if most == 0 {
			most = max(mostLinks, l.Min)
		}
		have := 0
		for _, to := range n.links {
			if to.span.Span == l.To {
				have++
			}
		}
		for _, to := range r.steps {
			if have < most && r.mayLink(n, to, l.To) {
				n.links = append(n.links, to)
				have++
			}
		}
		for ; have < l.Min && r.err == nil; have++ {
			to := r.linkTarget(n, l.To)
			if to == nil {
				r.err = cmpError(r.err, fmt.Errorf("no way was found to make a %q that a %q can link to", l.To.Name, n.span.Name))
				return
			}
			n.links = append(n.links, to)
		}
	}
}

// mayLink reports whether a link to a record is one that nothing contradicts.
func (r *run) mayLink(n, to *node, target *model.Span) bool {
	if to.span.Span != target || to == n || slices.Contains(n.links, to) || to.trace == n.trace && target.Trace != n.span.Trace {
		return false
	}
	if target.Parent.Has(n.span.Span) && to.parent != n {
		return false // the way back would lead elsewhere
	}
	return r.agreesOnID(n, to)
}

// agreesOnID reports whether a record has no other value for the tag that gives the id of the other one's trace.
func (r *run) agreesOnID(n, to *node) bool {
	tag := to.trace.kind.ID
	if tag == nil || to.trace.kind == n.trace.kind {
		return true
	}
	value := n.own(tag)
	return value == nil || string(value.Text) == string(to.trace.value.Text)
}

// linkTarget makes a record to link to.
func (r *run) linkTarget(n *node, target *model.Span) *node {
	for _, s := range r.spans {
		if s.Span != target {
			continue
		}
		if s.Parent.Has(n.span.Span) {
			if !r.addBelow(n, s) {
				return nil
			}
			return r.steps[len(r.steps)-1]
		}
		var in *traceOf
		if tag := s.Trace.ID; tag != nil {
			if value := n.own(tag); value != nil && s.Trace != n.trace.kind {
				in = r.traceWith(s.Trace, *value)
			}
		}
		if in == nil && r.fitsSomewhereNew(s) {
			in = r.newTrace(s.Trace, trace.Value{})
		}
		return r.ensure(s, in, nil, 0)
	}
	return nil
}

// fitsSomewhereNew reports whether a record of the span can begin a trace.
func (r *run) fitsSomewhereNew(s *span) bool { return isRoot(s.Span) }
