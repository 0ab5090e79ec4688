package sample

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

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
