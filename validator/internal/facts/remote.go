package facts

import (
	"slices"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/trace"
)

// RemoteParents is what is known about the records with one span id, whatever their traces, and about their children in other
// traces.
//
// A child in another trace names its parent either by trace and span id, which the parent's trace resolves, or by span id alone,
// which is resolved here. Children that may occur once for each parent are counted here, because both kinds meet only here.
type RemoteParents struct {
	Parents           []Parent
	UnresolvedParents []UnresolvedParent
	Children          []*Row // children that may occur once for each parent, the earliest first; ParentTraceID is set where it is known
	Missing           []MissingSpan
	MissingOutcomes   []MissingOutcome
	OneSidedLinks     []OneSidedLink

	denied     []*Row
	lookups    []*Row
	possible   []*Row
	childless  []*Row
	unfollowed []*Row
}

// Extent says whether all rows with a span id are there.
type Extent struct {
	LeftOut    bool // rows were left out
	AllLookups bool // no lookup of the span id was left out, in any trace
}

// WorkOut works out the facts about the rows with one span id. They point into rows, and are valid until the next call.
// complete says when the absence of a record is conclusive; it is Partial where rows were left out.
func (p *RemoteParents) WorkOut(rows []Row, of Extent, complete Completeness) {
	p.sort(rows)
	p.findParents(of.LeftOut, complete)
	slices.SortFunc(p.Children, (*Row).compare)
	if of.AllLookups {
		p.findMissing()
	}
	p.findMissingOutcomes(of.AllLookups)
	p.findOneSided()
}

func (p *RemoteParents) sort(rows []Row) {
	p.Parents, p.UnresolvedParents, p.Children, p.Missing = p.Parents[:0], p.UnresolvedParents[:0], p.Children[:0], p.Missing[:0]
	p.lookups, p.possible, p.childless = p.lookups[:0], p.possible[:0], p.childless[:0]
	p.MissingOutcomes, p.unfollowed = p.MissingOutcomes[:0], p.unfollowed[:0]
	p.OneSidedLinks, p.denied = p.OneSidedLinks[:0], p.denied[:0]
	for i := range rows {
		switch r := &rows[i]; r.Kind {
		case PossibleParent:
			p.possible = append(p.possible, r)
		case RemoteChild:
			p.Children = append(p.Children, r)
		case ChildlessParent:
			p.childless = append(p.childless, r)
		case DeniedLink:
			p.denied = append(p.denied, r)
		case UnfollowedRecord:
			p.unfollowed = append(p.unfollowed, r)
		case ParentLookup:
			p.lookups = append(p.lookups, r)
		}
	}
	sortRows(p.lookups)
	sortRows(p.possible)
	sortRows(p.denied)
	sortRows(p.childless)
	sortRows(p.unfollowed)
}

// First returns the first lookup of a parent, or nil.
func (p *RemoteParents) First() *Row {
	if len(p.lookups) > 0 {
		return p.lookups[0]
	}
	return nil
}

// findParents resolves each lookup of a parent: to the earliest record of a declared span or, without one, of any span. Where rows were
// left out it resolves to a declared span only, as such a record may be among them.
func (p *RemoteParents) findParents(leftOut bool, complete Completeness) {
	if len(p.lookups) == 0 {
		return
	}
	first := map[*compiled.SpanName]*Row{}
	for _, r := range p.possible {
		if first[r.Span.Name] == nil {
			first[r.Span.Name] = r
		}
	}
	for _, q := range p.lookups {
		parent := declaredParent(q, first)
		if parent == nil && len(p.possible) > 0 && !leftOut && q.Flags&TraceIsOpen == 0 {
			parent = p.possible[0]
		}
		if q.Span.Model.Occurs.PerParent {
			if parent != nil {
				q.ParentTraceID = parent.TraceID
			}
			p.Children = append(p.Children, q)
		}
		if parent != nil {
			p.Parents = append(p.Parents, newParent(q, parent))
			continue
		}
		holds := Unexplained.when(q.Flags&ParentIsMissing == 0) | Conclusive.when(q.Flags&TraceIsOpen == 0 && complete.Settled(q.Start, q.End))
		p.UnresolvedParents = append(p.UnresolvedParents, UnresolvedParent{q, true, holds})
	}
}

// declaredParent returns the earliest of the first records of the spans that the spec has as parents in other traces, or nil.
func declaredParent(q *Row, first map[*compiled.SpanName]*Row) (parent *Row) {
	for _, declared := range q.Span.Parents {
		if r := first[declared.Name]; declared.OtherTrace && r != nil && (parent == nil || r.compare(parent) < 0) {
			parent = r
		}
	}
	return parent
}

// findMissing finds missing children in other traces that occur once for each parent; it needs all lookups. Where parents of two
// traces share a span id, a child that names it by span id alone counts for both.
func (p *RemoteParents) findMissing() {
	if len(p.childless) == 0 {
		return
	}
	there := map[*compiled.SpanName]bool{}
	for _, r := range p.Children {
		there[r.Span.Name] = true
	}
	for _, r := range p.childless {
		for _, child := range r.Span.PerParent {
			if child.Model.Trace != r.Span.Model.Trace && isRequired(child) && !there[child.Name] {
				p.Missing = append(p.Missing, MissingSpan{child, r.TraceID, r})
			}
		}
	}
}

// ownParentMayBe says of a record whose parent is not in this trace, but may be in it by the spec or in another one, what is known of
// parents in this trace.
func (t *Trace) ownParentMayBe(r *Row) (flags RowFlags) {
	if !r.Span.HasParentIn(theTrace) {
		return 0
	}
	if !t.settled {
		flags |= TraceIsOpen
	}
	if t.lacksParent(r.Span, theTrace) {
		flags |= ParentIsMissing
	}
	return flags
}

// SpanIDRows calls add with the rows that are resolved or counted per span id: records that name their parent by span id alone,
// children in other traces of records of this trace, the results of links, links that their targets deny, and records with a missing child or outcome. A row is valid until
// add returns.
func (t *Trace) SpanIDRows(add func(trace.SpanID, *Row) error) error {
	row := &t.scratch
	for _, r := range t.remoteLookups {
		*row = *r
		row.Kind, row.Scoped = ParentLookup, nil
		row.Flags |= t.ownParentMayBe(r)
		if err := add(row.Target, row); err != nil {
			return err
		}
	}
	for _, q := range t.lookups {
		if q.Kind != ParentLookup || !q.Span.Model.Occurs.PerParent {
			continue
		}
		*row = *q
		row.Kind, row.ParentTraceID = RemoteChild, t.ID
		if err := add(row.Target, row); err != nil {
			return err
		}
	}
	if err := t.linkResults(row, add); err != nil {
		return err
	}
	if err := t.deniedRows(row, add); err != nil {
		return err
	}
	for _, r := range t.childless {
		*row = *r
		row.Kind, row.Scoped = ChildlessParent, nil
		if err := add(row.SpanID, row); err != nil {
			return err
		}
	}
	for _, m := range t.unfollowed {
		*row = *m.Row
		row.Kind, row.Lacks, row.Scoped = UnfollowedRecord, m.Lacks, nil
		if err := add(row.SpanID, row); err != nil {
			return err
		}
	}
	return nil
}
