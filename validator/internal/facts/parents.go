package facts

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

// findParents matches records with their parents. findCycles and explain later add the conditions NoCycle and Unexplained.
func (t *Trace) findParents() {
	for _, r := range t.Rows {
		if r.Span.Parent == nil || r.Target.IsZero() || r.Flags&(ParentElsewhere|NoSpanID) != 0 {
			continue
		}
		parent := t.bySpanID[r.Target]
		switch {
		case parent != nil:
			t.Parents = append(t.Parents, newParent(r, parent))
		case r.Span.Model.ParentInOtherTrace():
			t.remoteLookups = append(t.remoteLookups, r)
		default:
			t.UnresolvedParents = append(t.UnresolvedParents, UnresolvedParent{Child: r, Holds: Conclusive.when(t.settled)})
		}
	}
	for _, q := range t.lookups {
		if q.Kind != ParentLookup {
			continue
		}
		if parent := t.bySpanID[q.Target]; parent != nil {
			t.Parents = append(t.Parents, newParent(q, parent))
			continue
		}
		// Only the own time of a record in another trace is known.
		t.UnresolvedParents = append(t.UnresolvedParents, UnresolvedParent{q, true, Conclusive.when(t.complete.Settled(q.End))})
	}
}

// newParent compares a record with its parent. NoCycle is taken to hold.
func newParent(child, parent *Row) Parent {
	holds := NoCycle | DeclaredParent.when(hasDeclaredParent(child, parent)) |
		ValidTimes.when(child.Flags&parent.Flags&TimesAreValid != 0)
	return Parent{child, parent, holds}
}

// hasDeclaredParent reports whether the parent of a record is of the span that the spec has as parent.
func hasDeclaredParent(child, parent *Row) bool {
	return parent.Span != nil && parent.Span.Name == child.Span.Parent
}
