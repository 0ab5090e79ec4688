package funnel

import "slices"

// sweep counts rows into cells. Where they come sorted by key and time, it works out what was not known of a step from what its key
// showed before.
type sweep struct {
	plan        *plan
	known       *texts
	sides       []side // Where and Base; empty where nothing is compared
	breakdowns  [][]int
	cells       *cells
	allInputs   bool // the sides are not about inputs
	percentiles bool // the second pass: times against the 95th percentile of their cell

	began    bool
	key      uint64
	time     int64
	dirty    bool
	now      []shown // what the key has shown, by class and attribute
	before   []shown // likewise, before the time of the row
	inferred []int64 // by attribute: steps whose value was not known on their branch
	one      step
}

// shown is the two values that were shown last, in different traces: what a step's own trace shows does not count for it.
type shown struct {
	value, trace   uint64
	older, olderOf uint64
}

func newSweep(p *plan, known *texts, sides []side, breakdowns [][]int) *sweep {
	n := len(p.classes) * len(p.attributes)
	return &sweep{
		plan: p, known: known, sides: sides, breakdowns: breakdowns, cells: newCells(p, known),
		now: make([]shown, n), before: make([]shown, n), inferred: make([]int64, len(p.attributes)),
		one: step{values: make([]uint64, len(p.attributes))},
	}
}

// row takes the next row of those that are sorted.
func (w *sweep) row(b []byte) error {
	s := &w.one
	s.read(b)
	switch {
	case !w.began || s.key != w.key:
		w.cells.endKey()
		w.began, w.key, w.time, w.dirty = true, s.key, s.time, false
		clear(w.now)
		clear(w.before)
	case s.time != w.time:
		if w.time = s.time; w.dirty {
			copy(w.before, w.now)
			w.dirty = false
		}
	}
	if s.flags&shows != 0 {
		w.show(s)
		return nil
	}
	w.infer(s)
	w.count(s)
	return nil
}

// show notes what a record shows of the key.
func (w *sweep) show(s *step) {
	w.dirty = true
	n := len(w.plan.attributes)
	for class := range w.plan.classes {
		for i, value := range s.values {
			if value == unknownValue || w.plan.attributes[i].kind != ofTag && s.classes&(1<<class) == 0 {
				continue
			}
			at := &w.now[class*n+i]
			if at.trace != s.trace {
				at.older, at.olderOf = at.value, at.trace
			}
			at.value, at.trace = value, s.trace
		}
	}
}

// infer fills in what the branch of a step does not say: what the same key showed last.
func (w *sweep) infer(s *step) {
	n, class := len(w.plan.attributes), w.plan.stages[s.stage].class
	for i := range s.values {
		if s.values[i] != unknownValue {
			continue
		}
		at := &w.before[class*n+i]
		if s.values[i] = at.value; at.trace == s.trace {
			s.values[i] = at.older
		}
		if s.flags&asked != 0 && w.plan.stages[s.stage].HasShare {
			w.inferred[i]++
		}
	}
}

// count counts a row in the cells of its sides and groups.
func (w *sweep) count(s *step) {
	if len(w.sides) == 0 {
		w.countIn(All, s)
		return
	}
	unknown, in := false, false
	for i := range w.sides {
		one, input := &w.sides[i], [...]stepFlags{inWhere, inBase}[i]
		if s.flags&input == 0 && !w.allInputs || !one.hasTime(s.time) {
			continue
		}
		has, notKnown := one.hasValues(s.values)
		if unknown = unknown || notKnown; has {
			in = true
			w.countIn([...]Side{Where, Base}[i], s)
		}
	}
	if unknown && !in {
		w.countIn(Neither, s)
	}
}

func (w *sweep) countIn(side Side, s *step) {
	stage := w.plan.stages[s.stage]
	flow := slices.IndexFunc(w.plan.flows, func(f *flowPlan) bool { return f.flow == stage.Flow })
	for i, attributes := range w.breakdowns {
		key := CellKey{Flow: flow, Side: side, Breakdown: i}
		for at, a := range attributes {
			key.Values[at] = w.known.final(s.values[a])
		}
		if w.percentiles {
			w.countBelow(key, stage.Number, s)
		} else {
			w.cells.add(key, stage.Number, s)
		}
		if side == Neither {
			return
		}
	}
}

// countBelow counts, in the second pass, whether the time of a step is above the percentile of its cell.
func (w *sweep) countBelow(key CellKey, stage int, s *step) {
	if s.flags&hasSince == 0 || s.since < 0 {
		return
	}
	cell := w.cells.of(key)
	counts := &cell.Stages[stage]
	w.cells.touch(cell)
	counts.below.keyN++
	if bucketOf(s.since) <= counts.limit {
		counts.below.keyX++
	}
}

// second begins the second pass.
func (w *sweep) second() {
	w.cells.endKey()
	w.percentiles, w.began = true, false
	for _, cell := range w.cells.byKey {
		for i := range cell.Stages {
			cell.Stages[i].limit = cell.Stages[i].Time.bucketAt(comparedPercentile)
		}
	}
}

// comparedPercentile is the percentile that is compared.
const comparedPercentile = 0.95
