package facts

// Cycle is records of which each has the next one as its parent, and the last has the first one.
type Cycle struct {
	Length int
	Rows   []*Row // from the earliest on, at most maxOfCycle
}

// First returns the earliest record.
func (c Cycle) First() *Row { return c.Rows[0] }

// maxOfCycle is how many records of a cycle are kept.
const maxOfCycle = 8

// findCycles finds the records that are their own ancestors. It follows each parent once: records that an earlier walk visited
// lead to no new cycle.
func (t *Trace) findCycles() {
	if t.ascends() {
		return
	}
	walk := map[*Row]int{}
	for i, r := range t.Rows {
		for at := r; at != nil && walk[at] == 0; at = at.parent {
			walk[at] = i + 1
			next := at.parent
			if next == nil || walk[next] != i+1 {
				continue
			}
			for on := next; !t.onCycle[on]; on = on.parent {
				t.onCycle[on] = true
			}
		}
	}
	if len(t.onCycle) == 0 {
		return
	}
	t.listCycles()
	for i := range t.Parents {
		if p := &t.Parents[i]; t.onCycle[p.Child] {
			p.Holds &^= NoCycle
		}
	}
}

// listCycles lists each cycle once, from its earliest record on.
func (t *Trace) listCycles() {
	listed := map[*Row]bool{}
	for _, r := range t.Rows {
		if !t.onCycle[r] || listed[r] {
			continue
		}
		var c Cycle
		for at := r; !listed[at]; at = at.parent {
			listed[at] = true
			if c.Length++; c.Length <= maxOfCycle {
				c.Rows = append(c.Rows, at)
			}
		}
		t.Cycles = append(t.Cycles, c)
	}
}

// ascends reports whether every parent starts before its child, so that there can be no cycle. It costs next to nothing.
func (t *Trace) ascends() bool {
	for _, r := range t.Rows {
		if p := r.parent; p != nil && p.Start >= r.Start {
			return false
		}
	}
	return true
}
