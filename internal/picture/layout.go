package picture

import (
	"cmp"
	"slices"
	"time"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// layOut makes the rows: of the trunk, of each branch, and of what has no place.
func (d *drawing) layOut(p *Picture) {
	l := &layout{drawing: d, picture: p, placed: map[breachOf]bool{}, ofTrace: d.breaksOfTrace()}
	var roots, loose, branches []*node
	for _, n := range d.joined {
		if n.parent == nil {
			roots = append(roots, n)
		}
	}
	for _, n := range d.nodes {
		switch {
		case n.parent != nil:
		case n.scope == n:
			branches = append(branches, n)
		case n.loose || n.span == nil || n.record != nil && !mayBeRoot(n.span):
			loose = append(loose, n)
		default:
			roots = append(roots, n)
		}
	}
	slices.SortStableFunc(roots, d.compareRoots)
	for _, n := range roots {
		l.walk(n, 0, &p.Trunk)
	}
	l.missingRoots(&p.Trunk)
	for _, n := range loose {
		l.walk(n, 0, &p.Loose)
	}
	l.branches = append(l.branches, branches...)
	slices.SortStableFunc(l.branches, compareStarts)
	for _, n := range l.branches {
		l.branch(n)
	}
	l.placeRest(p)
}

// mayBeRoot reports whether a step of the span has a place although its parent is not in the trace.
func mayBeRoot(s *model.Span) bool {
	return s.Parent.Kind != model.ParentSpan || s.Parent.Optional ||
		!slices.ContainsFunc(s.Parent.Spans, func(parent *model.Span) bool { return parent.Trace == s.Trace })
}

// compareRoots puts what the trace hangs on first, then the earliest.
func (d *drawing) compareRoots(a, b *node) int {
	return cmp.Or(cmp.Compare(btoi(!a.joined), btoi(!b.joined)), compareStarts(a, b))
}

// compareStarts puts the earliest first. A step that did not come is as early as what hangs on it.
func compareStarts(a, b *node) int { return cmp.Compare(earliest(a), earliest(b)) }

func earliest(n *node) int64 {
	if n.record != nil && hasTime(n.record) {
		return n.record.Start
	}
	for _, child := range n.children {
		if child.record != nil && hasTime(child.record) {
			return child.record.Start
		}
	}
	return 1<<63 - 1
}

// layout is the rows that are being made.
type layout struct {
	*drawing
	picture  *Picture
	branches []*node
	ofTrace  []breachOf
	placed   map[breachOf]bool // what has a row besides that of its record
}

func (l *layout) branch(n *node) {
	b := &Branch{Key: l.keyOf(n), About: about(n)}
	l.walk(n, 0, &b.Steps)
	for _, r := range b.Steps {
		if r.Record != nil && !r.Again {
			b.Service, b.Version = r.Record.Emitter, r.Record.App
		}
	}
	l.picture.Branches = append(l.picture.Branches, b)
}

// walk adds the row of a step, of the records that have its span id, and of what is below it.
func (l *layout) walk(n *node, depth int, to *[]*Row) {
	*to = append(*to, l.row(n, depth))
	for _, r := range n.copies {
		again := l.recordRow(r, l.spans[r.Span], depth)
		again.Again, again.Parent = true, n.row.Parent
		*to = append(*to, again)
	}
	declared := l.children[n.span]
	if n.span == nil || n.joined {
		declared = nil
	}
	below := depth
	if len(declared) > 1 {
		below++
	}
	bySpan, rest := l.sortChildren(n, declared)
	var notReached []*Row
	for _, span := range declared {
		for _, child := range bySpan[span] {
			l.walkChild(child, below, to)
		}
		if len(bySpan[span]) == 0 {
			l.absent(n, span, below, to, &notReached)
		}
	}
	for _, child := range rest {
		l.walkChild(child, depth, to)
	}
	*to = append(*to, notReached...)
}

// walkChild is walk, except for a step that begins a branch: that gets its own rows later.
func (l *layout) walkChild(n *node, depth int, to *[]*Row) {
	if n.scope == n {
		l.branches = append(l.branches, n)
		return
	}
	l.walk(n, depth, to)
}

// sortChildren divides what hangs on a step: by declared span, and what has another name or another place in the flow.
func (l *layout) sortChildren(n *node, declared []*model.Span) (bySpan map[*model.Span][]*node, rest []*node) {
	bySpan = make(map[*model.Span][]*node, len(declared))
	slices.SortStableFunc(n.children, compareStarts)
	for _, child := range n.children {
		if slices.Contains(declared, child.span) {
			bySpan[child.span] = append(bySpan[child.span], child)
		} else {
			rest = append(rest, child)
		}
	}
	return bySpan, rest
}

// row returns the row of a step.
func (l *layout) row(n *node, depth int) *Row {
	if n.record == nil {
		n.row = &Row{Span: n.span.Name, Label: l.label(n.span.Name), State: Missing, Why: "a later step hangs on it", Depth: depth}
		switch {
		case n.span.Trace.Sampling < 1:
			n.row.State, n.row.Why = NotKept, ""
		case l.Incomplete:
			n.row.State, n.row.Why = NotAsked, ""
		case n.linked:
			n.row.Why = "a link leads to it"
		}
		l.missingFromTrace(n.row)
	} else {
		n.row = l.recordRow(n.record, n.span, depth)
		n.row.Joined = n.joined
	}
	if beginsBranch(n) {
		n.row.Key = l.keyOf(n)
	}
	if n.parent != nil {
		n.row.Parent = n.parent.row
	}
	return n.row
}

// recordRow returns the row of a record, without what depends on other rows.
func (l *layout) recordRow(r *trace.Judged, span *model.Span, depth int) *Row {
	row := &Row{Span: string(r.Name), Depth: depth, Record: r}
	if span != nil && r.Span == span.Name {
		row.Span, row.Within = span.Name, span.Within
		if span.Measured && hasTime(r) && !r.Defects.Has(trace.BadEnd) && r.End > r.Start {
			row.Lasts = time.Duration(r.End - r.Start)
		}
	}
	row.Label = l.label(row.Span)
	for i := range r.Breaks {
		if l.ofRow(&r.Breaks[i], row) {
			row.Breaks = append(row.Breaks, r.Breaks[i])
		}
	}
	row.State = stateOf(row.Breaks)
	return row
}
