package facts

import (
	"slices"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/trace"
)

// RemoteParents is what is known of the records with one span id, whatever their traces, and of their children in other traces.
//
// A child in another trace names its parent by trace and span id, and is then looked for in the parent's trace; or by its span
// id alone, and is then looked for here. What there may be once for each parent can only be counted where both meet, here.
type RemoteParents struct {
	Parents           []Parent
	UnresolvedParents []UnresolvedParent
	Children          []*Row // that may be there once for each parent, the earliest first; ParentTraceID is set where it is known
	Missing           []MissingSpan
	MissingOutcomes   []MissingOutcome

	questions  []*Row
	possible   []*Row
	childless  []*Row
	unfollowed []*Row
}

// Extent says how much of what has to do with a span id is there.
type Extent struct {
	LeftOut  bool // only the first rows are
	AllAsked bool // no record was left out that may ask about it, in any trace
}

// WorkOut works out the facts about the rows with one span id. They point into rows, and are valid until the next call.
// complete says when the absence of a record is conclusive; it is Partial where rows were left out.
func (p *RemoteParents) WorkOut(rows []Row, of Extent, complete Completeness) {
	p.sort(rows)
	p.findParents(of.LeftOut, complete)
	slices.SortFunc(p.Children, (*Row).compare)
	if of.AllAsked {
		p.findMissing()
	}
	p.findMissingOutcomes(of.AllAsked)
}

func (p *RemoteParents) sort(rows []Row) {
	p.Parents, p.UnresolvedParents, p.Children, p.Missing = p.Parents[:0], p.UnresolvedParents[:0], p.Children[:0], p.Missing[:0]
	p.questions, p.possible, p.childless = p.questions[:0], p.possible[:0], p.childless[:0]
	p.MissingOutcomes, p.unfollowed = p.MissingOutcomes[:0], p.unfollowed[:0]
	for i := range rows {
		switch r := &rows[i]; r.Kind {
		case PossibleParent:
			p.possible = append(p.possible, r)
		case RemoteChild:
			p.Children = append(p.Children, r)
		case ChildlessParent:
			p.childless = append(p.childless, r)
		case UnfollowedRecord:
			p.unfollowed = append(p.unfollowed, r)
		case ParentQuestion:
			p.questions = append(p.questions, r)
		}
	}
	slices.SortFunc(p.possible, (*Row).compare)
	slices.SortFunc(p.childless, (*Row).compare)
	slices.SortFunc(p.unfollowed, (*Row).compare)
}

// First returns the first record that asks, or nil.
func (p *RemoteParents) First() *Row {
	if len(p.questions) > 0 {
		return p.questions[0]
	}
	return nil
}

// findParents finds the parent of each record that asks: the first of the declared span or, where there is none, of any. Where
// rows were left out the declared one may be among them.
func (p *RemoteParents) findParents(leftOut bool, complete Completeness) {
	first := map[*compiled.SpanName]*Row{}
	for _, r := range p.possible {
		if first[r.Span.Name] == nil {
			first[r.Span.Name] = r
		}
	}
	for _, q := range p.questions {
		parent := first[q.Span.Parent]
		if parent == nil && len(p.possible) > 0 && !leftOut {
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
		holds := Unexplained | Conclusive.when(complete.Settled(q.End))
		p.UnresolvedParents = append(p.UnresolvedParents, UnresolvedParent{q, true, holds})
	}
}

// findMissing looks for children in other traces that occur once for each parent, now that all who ask are known. Parents of
// two traces may have one span id: then who asks for either is taken to ask for both.
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
			if child.Model.ParentInOtherTrace() && isRequired(child) && !there[child.Name] {
				p.Missing = append(p.Missing, MissingSpan{child, r.TraceID, r})
			}
		}
	}
}

// Questions calls add with the rows that have to be answered, or counted, among the rows with a span id: records that name
// their parent by its span id alone, children of records of this trace that are in other traces, what links lead to, and
// records that lack a child or what has to follow. A row is valid until add returns.
func (t *Trace) Questions(add func(trace.SpanID, *Row) error) error {
	row := &t.question
	for _, r := range t.askElsewhere {
		*row = *r
		row.Kind, row.Scoped = ParentQuestion, nil
		if err := add(row.Target, row); err != nil {
			return err
		}
	}
	for _, q := range t.questions {
		if q.Kind != ParentQuestion || !q.Span.Model.Occurs.PerParent {
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
