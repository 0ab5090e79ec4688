package facts

import (
	"slices"

	"github.com/specgen/specgen/validator/internal/compiled"
)

// Where a declared parent is, for compiled.Span.HasParentIn.
const (
	theTrace     = false // in the record's own
	anotherTrace = true
)

// Parent is a record with the record that its parent id names.
type Parent struct {
	Child  *Row
	Parent *Row
	Holds  Condition // ValidTimes, DeclaredParent, NoCycle
}

// UnresolvedParent is a record whose parent is not in the input.
type UnresolvedParent struct {
	Child     *Row
	Elsewhere bool      // the parent was looked up in another trace than the record's
	Holds     Condition // Conclusive, Unexplained
}

// findParents matches records with their parents. findCycles and explain later add the conditions NoCycle and Unexplained. A parent
// that is not in the trace and may be in another one, whose id the record does not tell, is looked up by its span id alone.
func (t *Trace) findParents() {
	for _, r := range t.Rows {
		if r.Target.IsZero() || r.Flags&ParentElsewhere != 0 {
			continue
		}
		parent := t.parentByID(r)
		if parent != nil && parent.Kind == FlowRecord {
			r.parent = parent
		}
		switch {
		case len(r.Span.Parents) == 0 || r.Flags&NoSpanID != 0:
		case parent != nil:
			t.Parents = append(t.Parents, newParent(r, parent))
		case r.Span.HasParentIn(anotherTrace):
			t.remoteLookups = append(t.remoteLookups, r)
		default:
			t.UnresolvedParents = append(t.UnresolvedParents, UnresolvedParent{Child: r, Holds: Conclusive.when(t.settled)})
		}
	}
	for _, q := range t.lookups {
		if q.Kind != ParentLookup {
			continue
		}
		if parent := t.parentByID(q); parent != nil {
			t.Parents = append(t.Parents, newParent(q, parent))
			continue
		}
		// Of the other trace only the own time of the record is known. The parent may still come as long as this trace is open.
		t.UnresolvedParents = append(t.UnresolvedParents, UnresolvedParent{q, true, Conclusive.when(t.settledWith(q))})
	}
}

// parentByID returns the record of the trace that a record's parent id names, or nil. Where the two sides of a call have one span id,
// the parent is the one that the spec has as a parent; that of the server's side may be the client's.
func (t *Trace) parentByID(r *Row) *Row {
	parent := t.bySpanID.get(r.Target)
	if len(t.serverSides.rows) == 0 && r.Flags&ServerSide == 0 {
		return parent
	}
	if t.serverSides.get(r.SpanID) == r {
		if client := t.bySpanID.get(r.SpanID); hasDeclaredParent(r, client) {
			return client
		}
	}
	if parent == r && r.Flags&ServerSide != 0 {
		return nil // it is the parent's id, and the client's side is not there
	}
	if server := t.serverSides.get(r.Target); server != nil && !hasDeclaredParent(r, parent) && hasDeclaredParent(r, server) {
		return server
	}
	return parent
}

// newParent compares a record with its parent. NoCycle is taken to hold.
func newParent(child, parent *Row) Parent {
	holds := NoCycle | DeclaredParent.when(hasDeclaredParent(child, parent)) |
		ValidTimes.when(child.Flags&parent.Flags&TimesAreValid != 0)
	return Parent{child, parent, holds}
}

// hasDeclaredParent reports whether the parent of a record is of a span that the spec has as its parent, and in the record's own trace
// where their kind of trace is the same.
func hasDeclaredParent(child, parent *Row) bool {
	return parent.Span != nil && slices.ContainsFunc(child.Span.Parents, func(p compiled.Parent) bool {
		return p.Name == parent.Span.Name && (p.OtherTrace || parent.TraceID == child.TraceID)
	})
}
