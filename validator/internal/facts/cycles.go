package facts

// Cycle is records of which each is the parent of the next, and the last that of the first.
type Cycle struct {
	First *Row // the earliest
}

// findCycles finds the records that are their own ancestors. It follows each parent once: records that an earlier walk visited
// lead to no new cycle.
func (t *Trace) findCycles() {
	if t.ascends() {
		return
	}
	walk := map[*Row]int{}
	for i, r := range t.Rows {
		for at := r; at != nil && walk[at] == 0; at = t.parentOf(at) {
			walk[at] = i + 1
			next := t.parentOf(at)
			if next == nil || walk[next] != i+1 {
				continue
			}
			for on := next; !t.onCycle[on]; on = t.parentOf(on) {
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

// listCycles lists each cycle once, by its earliest record.
func (t *Trace) listCycles() {
	listed := map[*Row]bool{}
	for _, r := range t.Rows {
		if !t.onCycle[r] || listed[r] {
			continue
		}
		for at := r; !listed[at]; at = t.parentOf(at) {
			listed[at] = true
		}
		t.Cycles = append(t.Cycles, Cycle{r})
	}
}

// ascends reports whether every parent starts before its child, so that there can be no cycle. It costs next to nothing.
func (t *Trace) ascends() bool {
	for _, r := range t.Rows {
		if p := t.parentOf(r); p != nil && p.Start >= r.Start {
			return false
		}
	}
	return true
}

func (t *Trace) parentOf(r *Row) *Row {
	if r.Kind != FlowRecord || r.Target.IsZero() || r.Flags&ParentElsewhere != 0 {
		return nil
	}
	if p := t.parentByID(r); p != nil && p.Kind == FlowRecord {
		return p
	}
	return nil
}
