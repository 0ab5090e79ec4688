package picture

import (
	"slices"
	"time"

	"github.com/specgen/specgen/internal/model"
)

// absent adds the row of a span of which nothing hangs on a step, and notes those that are not reached therefore.
func (l *layout) absent(n *node, span *model.Span, depth int, to, notReached *[]*Row) {
	if span.Deprecated != nil || n.loose || l.elsewhere(n, span) {
		return
	}
	if n.record == nil {
		l.listNotReached(n, span, depth, notReached)
		return
	}
	row := &Row{Span: span.Name, Label: l.label(span.Name), Depth: depth, Within: span.Within, Parent: n.row}
	l.judgeAbsence(row, n, span)
	l.missingBelow(row, n.record, span)
	if demanded(span) && !span.Occurs.PerParent {
		l.missingFromTrace(row)
	}
	onlyReported(row)
	*to = append(*to, row)
	for _, below := range l.children[span] {
		l.listNotReached(n, below, depth, notReached)
	}
}

// elsewhere reports whether a span that may hang on several others needs no row here: it came in this branch, or has its row below the last
// of them.
func (l *layout) elsewhere(n *node, span *model.Span) bool {
	if len(span.Parent.Spans) < 2 || demanded(span) && span.Occurs.PerParent {
		return false
	}
	of := l.in(n.scope, span)
	if of.count > 0 || of.listed {
		return true
	}
	for _, parent := range span.Parent.Spans {
		if last := l.in(n.scope, parent).last; last != nil && last != n && n.record != nil && l.later(last, n) {
			return true
		}
	}
	of.listed = true
	return false
}

// later reports whether a step came after another one; of two at the same time, the one that the spec has later.
func (l *layout) later(a, b *node) bool {
	if a.record.Start != b.record.Start {
		return a.record.Start > b.record.Start
	}
	return slices.Index(l.Flow.Spans, a.span) > slices.Index(l.Flow.Spans, b.span)
}

// demanded reports whether the spec demands the span, of a trace or of each parent.
func demanded(s *model.Span) bool {
	return s.Occurs.Multiplicity == model.Once || s.Occurs.Multiplicity == model.OncePer && s.Occurs.PerParent
}

// judgeAbsence says what became of a step that did not come although the one before it did.
func (l *layout) judgeAbsence(row *Row, n *node, span *model.Span) {
	within, instead := l.deadline(n, span)
	row.Within = within
	timed := within > 0 && hasTime(n.record) && l.End > 0
	due := n.record.Start + int64(within)
	if timed && due > n.record.Start {
		row.HasDue, row.Due = true, time.Duration(due-l.picture.Start)
	}
	switch {
	case l.Incomplete:
		row.State = NotAsked
	case span.Trace.Sampling < 1:
		row.State = NotKept
	case l.unsettled() && (demanded(span) || within > 0):
		row.State = Waiting
	case demanded(span):
		row.State, row.Why = Missing, "the spec demands it"
	case instead != "":
		row.State, row.Why, row.HasDue = NotDone, l.label(instead)+" came", false
	case within == 0:
		row.State = NotDone
	case row.HasDue && due < l.End:
		row.State = Lost
	default:
		row.State = Waiting
	}
}

// onlyReported makes a step not asked for that the spec demands and the rules do not report: another version of the spec applies, or the trace
// is not known as a whole. Whether something is missing is theirs to say.
func onlyReported(row *Row) {
	if row.State == Missing && len(row.Breaks) == 0 {
		row.State, row.Why, row.HasDue = NotAsked, "", false
	}
}

// deadline returns how long after a step a span has to come, 0 for any time. Where the step has to be followed by one of several, it
// returns the one that came too.
func (l *layout) deadline(n *node, span *model.Span) (within time.Duration, instead string) {
	within = span.Within
	for _, f := range n.span.FollowedBy {
		if !slices.Contains(f.AnyOf, span) {
			continue
		}
		for _, other := range f.AnyOf {
			if l.in(n.scope, other).count > 0 {
				return within, other.Name
			}
		}
		if within == 0 || f.Within > 0 && f.Within < within {
			within = f.Within
		}
	}
	return within, ""
}

// unsettled reports whether more records of the trace may come.
func (l *layout) unsettled() bool {
	return l.Settle > 0 && l.End > 0 && l.newest > l.End-int64(l.Settle)
}

// listNotReached adds a row for a span, and for those below it, of which none came and none of whose parents did.
func (l *layout) listNotReached(n *node, span *model.Span, depth int, to *[]*Row) {
	of := l.in(n.scope, span)
	if of.listed || of.count > 0 || span.Deprecated != nil {
		return
	}
	for _, parent := range span.Parent.Spans {
		if l.in(n.scope, parent).last != nil {
			return
		}
	}
	of.listed = true
	*to = append(*to, &Row{Span: span.Name, Label: l.label(span.Name), State: NotReached, Depth: depth})
	for _, below := range l.children[span] {
		l.listNotReached(n, below, depth, to)
	}
}

// missingRoots adds the rows of spans that the spec demands of the trace and that hang on nothing in it.
func (l *layout) missingRoots(to *[]*Row) {
	for _, span := range l.Flow.Spans {
		if !l.kinds[span.Trace] || span.Occurs.Multiplicity != model.Once || span.Deprecated != nil || l.in(nil, span).count > 0 || !mayBeRoot(span) {
			continue
		}
		row := &Row{Span: span.Name, Label: l.label(span.Name), State: Missing, Why: "the spec demands it"}
		switch {
		case l.Incomplete:
			row.State, row.Why = NotAsked, ""
		case span.Trace.Sampling < 1:
			row.State, row.Why = NotKept, ""
		case l.unsettled():
			row.State, row.Why = Waiting, ""
		}
		l.missingFromTrace(row)
		onlyReported(row)
		*to = append(*to, row)
		var notReached []*Row
		for _, below := range l.children[span] {
			l.listNotReached(&node{}, below, 0, &notReached)
		}
		*to = append(*to, notReached...)
	}
}
