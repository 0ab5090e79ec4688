package picture

import (
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// connect gives each node its parent, in the trace or in another one.
func (d *drawing) connect() {
	remote := map[trace.SpanID]*node{}
	for _, r := range d.others {
		if span := d.spans[r.Span]; span != nil && remote[r.SpanID] == nil && !r.SpanID.IsZero() {
			remote[r.SpanID] = &node{span: span, id: r.SpanID, record: r, joined: true}
		}
	}
	for _, n := range d.nodes {
		id, in := n.record.ParentID, n.record.ParentTraceID
		if p := d.sideOf(d.byID[n.id], n); p != nil {
			n.parent = p
			continue
		}
		if id.IsZero() {
			continue
		}
		if p := d.byID[id]; p != nil && (in.IsZero() || in == d.TraceID) {
			if n.parent = d.sideOf(p, n); n.parent == nil {
				n.parent = p
			}
			continue
		}
		if p := remote[id]; p != nil && (in.IsZero() || in == p.record.TraceID) {
			if d.join(p, remote); slices.Contains(d.joined, p) {
				n.parent = p
			}
		}
	}
	d.cutCycles()
}

// sideOf returns that of two steps with one id which may be the parent of another step, nil where neither may or there are not two.
func (d *drawing) sideOf(p, child *node) *node {
	if p == nil || p.otherSide == nil || child.span == nil {
		return nil
	}
	for _, side := range []*node{p, p.otherSide} {
		if side != child && side.span != nil && child.span.Parent.Has(side.span) {
			return side
		}
	}
	return nil
}

// join takes a record of another trace into the picture, with the records that it hangs on.
func (d *drawing) join(n *node, remote map[trace.SpanID]*node) {
	for !slices.Contains(d.joined, n) && len(d.joined) < maxJoined {
		d.joined = append(d.joined, n)
		p := remote[n.record.ParentID]
		if p == nil || n.record.ParentID.IsZero() || slices.Contains(d.joined, p) || !n.span.Parent.Has(p.span) || len(d.joined) == maxJoined {
			return
		}
		n.parent = p
		n = p
	}
}

// joinLinks hangs steps whose parent is not known on the records of other traces that link to them. Where a link leads to a step of which no
// record came, that has a row too.
func (d *drawing) joinLinks() {
	for _, r := range d.others {
		span := d.spans[r.Span]
		for _, link := range r.Links {
			if span == nil || link.TraceID != d.TraceID || len(d.joined) == maxJoined {
				continue
			}
			n := d.byID[link.SpanID]
			if n == nil && len(span.Links) == 1 && d.lacks(span.Links[0].To) && !link.SpanID.IsZero() {
				n = d.add(span.Links[0].To, link.SpanID, nil)
				n.linked = true
			}
			if n != nil && n.parent == nil && n.span != nil && n.span.Parent.Has(span) && (n.record == nil || n.record.ParentID.IsZero()) {
				n.parent = d.joinedOf(r, span)
			}
		}
	}
}

// joinedOf returns the step of a record of another trace, which it takes into the picture.
func (d *drawing) joinedOf(r *trace.Judged, span *model.Span) *node {
	if i := slices.IndexFunc(d.joined, func(n *node) bool { return n.record == r }); i >= 0 {
		return d.joined[i]
	}
	n := &node{span: span, id: r.SpanID, record: r, joined: true}
	d.joined = append(d.joined, n)
	return n
}

// lacks reports whether the trace has no step of a span that it should have.
func (d *drawing) lacks(span *model.Span) bool {
	return d.kinds[span.Trace] && d.bySpan[span].first == nil
}

// maxJoined is how many records of other traces a picture has at most. A flow has a few, one behind the other.
const maxJoined = 64

// cutCycles makes those nodes loose that are their own ancestors.
func (d *drawing) cutCycles() {
	const open, done = 1, 2
	state := make(map[*node]int, len(d.nodes))
	for _, n := range d.nodes {
		var path []*node
		for at := n; at != nil && state[at] != done; at = at.parent {
			if state[at] == open {
				at.parent, at.loose = nil, true
				break
			}
			state[at] = open
			path = append(path, at)
		}
		for _, at := range path {
			state[at] = done
		}
	}
}

// add makes a node of a step that did not come, but must have been.
func (d *drawing) add(span *model.Span, id trace.SpanID, parent *node) *node {
	n := &node{span: span, id: id, parent: parent, joined: !d.kinds[span.Trace]}
	d.count(n)
	if n.joined {
		d.joined = append(d.joined, n)
		return n
	}
	d.nodes = append(d.nodes, n)
	d.byID[id] = n
	return n
}

// findScopes says of each node which branch it is of, notes what each branch has, and hangs all nodes on their parents.
func (d *drawing) findScopes() {
	d.scopes = map[scopeSpan]*scopeFacts{}
	for _, n := range d.joined {
		if n.parent != nil {
			n.parent.children = append(n.parent.children, n)
		}
	}
	for _, n := range d.nodes {
		n.scope = scopeOf(n)
		if n.parent != nil {
			n.parent.children = append(n.parent.children, n)
		}
		if n.span == nil {
			continue
		}
		f := d.in(n.scope, n.span)
		f.count++
		if n.record != nil && (f.last == nil || n.record.Start >= f.last.record.Start) {
			f.last = n
		}
	}
}

// scopeSpan is a span in a branch, in the trunk where scope is nil.
type scopeSpan struct {
	scope *node
	span  *model.Span
}

// scopeFacts is what a branch has of a span.
type scopeFacts struct {
	count  int
	last   *node // of those that came
	listed bool  // it has a row as not reached, or as not come below one of several parents
}

func (d *drawing) in(scope *node, span *model.Span) *scopeFacts {
	key := scopeSpan{scope, span}
	f := d.scopes[key]
	if f == nil {
		f = &scopeFacts{}
		d.scopes[key] = f
	}
	return f
}

// scopeOf returns the outermost step with a key among a node and those that it hangs on, nil where there is none. Each node is climbed once.
func scopeOf(n *node) *node {
	var path []*node
	var scope *node
	for at := n; at != nil; at = at.parent {
		if at.scoped {
			scope = at.scope
			break
		}
		path = append(path, at)
	}
	for _, at := range slices.Backward(path) {
		if scope == nil && beginsBranch(at) {
			scope = at
		}
		at.scope, at.scoped = scope, true
	}
	return scope
}

// beginsBranch reports whether a step occurs once for each value of its key.
func beginsBranch(n *node) bool { return n.span != nil && !n.joined && len(n.span.Occurs.Keys) > 0 }
