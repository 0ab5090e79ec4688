package facts

import (
	"math"
	"slices"

	"github.com/specgen/specgen/validator/internal/compiled"
)

// Conditions is a set of conditions of Span.FollowedBy, by their index: a bit for each, the lowest of the first byte for the first. Nil
// is the empty set.
type Conditions []byte

// Has reports whether the condition with the index is in the set.
func (c Conditions) Has(i int) bool { return i/8 < len(c) && c[i/8]&(1<<(i%8)) != 0 }

// add adds the condition with the index, of so many.
func (c *Conditions) add(i, of int) {
	if *c == nil {
		*c = make(Conditions, (of+7)/8)
	}
	(*c)[i/8] |= 1 << (i % 8)
}

// MissingOutcome is a record that was not followed by what has to follow it, although the time for it has passed.
type MissingOutcome struct {
	Row   *Row
	Lacks Conditions // that no record meets; never empty
}

// findMissingOutcomes looks for records that were not followed. Where a follower in another trace may name the record by its
// span id alone, RemoteParents decides.
func (t *Trace) findMissingOutcomes() {
	if !t.settled || !slices.ContainsFunc(t.Rows, func(r *Row) bool { return len(r.Span.FollowedBy) > 0 }) {
		return
	}
	t.findFollowed()
	for _, r := range t.Rows {
		m := MissingOutcome{r, t.lacks(r)}
		switch {
		case m.Lacks == nil:
		case isRemote(m):
			t.unfollowed = append(t.unfollowed, m)
		default:
			t.MissingOutcomes = append(t.MissingOutcomes, m)
		}
	}
}

// findFollowed notes what stands below each record: followers at any depth in this trace, and its own children in others.
func (t *Trace) findFollowed() {
	for _, r := range t.Rows {
		if r.Span.Name.Follows {
			t.noteAbove(r)
		}
	}
	for _, p := range t.Parents {
		name := p.Child.Span.Name
		switch {
		case !name.Follows || p.Child.Kind != ParentLookup:
		case p.Holds.Has(DeclaredParent):
			t.followed[childOf{p.Parent, name}] = true
		default:
			t.strays[name] = true
		}
	}
}

// noteAbove notes the records above a follower. What is above a record that was noted for the name before was noted then, so
// that each record is met once for each name. A follower that does not stand where the spec has it may belong to any
// record of the trace: other rules report that it is misplaced.
func (t *Trace) noteAbove(follower *Row) {
	name := follower.Span.Name
	for at := follower; ; {
		parent := at.parent
		if isMisplaced(at, parent) || t.onCycle[at] {
			t.strays[name] = true
			return
		}
		if parent == nil || t.followed[childOf{parent, name}] {
			return
		}
		t.followed[childOf{parent, name}] = true
		at = parent
	}
}

// isMisplaced reports whether a record does not stand where the spec has it, below the parent that its trace has for it, if any. One
// whose parent may be in another trace stands right without.
func isMisplaced(r, parent *Row) bool {
	switch {
	case parent != nil:
		return !hasDeclaredParent(r, parent)
	case r.Target.IsZero() && r.Span.MayBeRoot, !r.Span.HasParentIn(theTrace):
		return false
	}
	return r.Flags&ParentElsewhere == 0 || !r.Span.HasParentIn(anotherTrace)
}

// lacks returns the conditions that no record of the trace meets, and whose time has passed.
func (t *Trace) lacks(r *Row) (lacks Conditions) {
	if r.Flags&TimesAreValid == 0 || r.Flags&NoSpanID != 0 || t.onCycle[r] {
		return nil
	}
	for i, f := range r.Span.FollowedBy {
		met := func(name *compiled.SpanName) bool { return t.followed[childOf{r, name}] || t.strays[name] }
		if f.Judged && r.Start <= math.MaxInt64-f.Within && t.complete.Passed(t.first, r.Start+f.Within) && !slices.ContainsFunc(f.AnyOf, met) {
			lacks.add(i, len(r.Span.FollowedBy))
		}
	}
	return lacks
}

// isRemote reports whether a follower in another trace may meet one of the conditions.
func isRemote(m MissingOutcome) bool {
	for i, f := range m.Row.Span.FollowedBy {
		if f.Remote && m.Lacks.Has(i) {
			return true
		}
	}
	return false
}

// findMissingOutcomes takes out the conditions that are met by children in other traces, now that they are known. Where some
// were left out, conditions that they may meet are not checked.
func (p *RemoteParents) findMissingOutcomes(allLookups bool) {
	if len(p.unfollowed) == 0 {
		return
	}
	there := map[*compiled.SpanName]bool{}
	for _, q := range p.lookups {
		there[q.Span.Name] = true
	}
	for _, r := range p.unfollowed {
		m := MissingOutcome{Row: r}
		for i, f := range r.Span.FollowedBy {
			met := func(name *compiled.SpanName) bool { return there[name] }
			if r.Lacks.Has(i) && !(f.Remote && (!allLookups || slices.ContainsFunc(f.AnyOf, met))) {
				m.Lacks.add(i, len(r.Span.FollowedBy))
			}
		}
		if m.Lacks != nil {
			p.MissingOutcomes = append(p.MissingOutcomes, m)
		}
	}
}
