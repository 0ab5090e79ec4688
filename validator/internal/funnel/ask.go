package funnel

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"sort"
)

// ask asks of each record of a stage what came of it.
func (t *traceSteps) ask() error {
	for _, r := range t.own {
		at := t.plan.ofName[r.name]
		if at < 0 {
			continue
		}
		for _, next := range t.plan.next[at] {
			if err := t.askFor(r, t.plan.stages[next]); err != nil {
				return err
			}
		}
	}
	return nil
}

// childrenOf returns the steps of a stage below a record, the earliest first.
func (t *traceSteps) childrenOf(r *record, stage int) []link {
	from := sort.Search(len(t.links), func(i int) bool { return !t.links[i].isBefore(r, stage) })
	to := from
	for to < len(t.links) && t.links[to].before == r && t.links[to].stage == stage {
		to++
	}
	return t.links[from:to]
}

// askFor asks of a record whether a step of the stage came.
func (t *traceSteps) askFor(r *record, stage *Stage) error {
	children := t.childrenOf(r, stage.index)
	if stage.remote && t.remote != nil {
		if err := t.steps(r, stage, children, 0); err != nil {
			return err
		}
		outcome := t.outcome(r, stage, children)
		return t.remote(&pending{record: r, kind: pendingBefore, stage: uint16(stage.index), outcome: outcome, key: keyAbove(r), values: t.valuesOf(r, stage)})
	}
	if len(children) == 0 && t.isAskedLater(r, stage) {
		return nil
	}
	outcome := t.outcome(r, stage, children)
	if stage.Keyed || outcome&came == 0 {
		return t.askAlone(r, stage, outcome, children)
	}
	return t.steps(r, stage, children, outcome)
}

// askAlone passes on the outcome, and the steps by themselves.
func (t *traceSteps) askAlone(r *record, stage *Stage, outcome stepFlags, children []link) error {
	t.out = step{key: keyAbove(r), time: r.start, stage: uint16(stage.index), flags: outcome, trace: r.trace, values: t.out.values}
	t.out.inputs(r)
	t.fill(&t.out, r, stage)
	if err := t.emit(&t.out); err != nil {
		return err
	}
	return t.steps(r, stage, children, 0)
}

// isAskedLater reports whether another stage that may come before the step came below the record: that is asked then.
func (t *traceSteps) isAskedLater(r *record, stage *Stage) bool {
	if len(stage.Before) < 2 {
		return false
	}
	own := t.plan.stages[t.plan.ofName[r.name]]
	return slices.ContainsFunc(stage.Before, func(number int) bool {
		return number > own.Number && len(t.childrenOf(r, stage.index-stage.Number+number)) > 0
	})
}

// steps passes on the steps that came below a record; the first with its outcome.
func (t *traceSteps) steps(r *record, stage *Stage, children []link, outcome stepFlags) error {
	within := t.inWindow(r, children)
	for i, l := range within {
		s := t.stepOf(l.child, stage)
		s.time, s.key = r.start, keyAbove(r)
		s.inputs(r)
		from := r
		if stage.Keyed { // it begins a branch of its own, of which the step before knows nothing
			from = l.child
			s.key = keyAbove(from)
		}
		t.fill(s, from, stage)
		if i == 0 {
			s.flags |= outcome
		}
		s.timed(r, l.child, stage, t.plan.stages[l.stage].Span.Flow.Model.Policy.ClockSkew.Nanoseconds())
		if err := t.emit(s); err != nil {
			return err
		}
	}
	return nil
}

// inWindow returns those of the steps that came within the window.
func (t *traceSteps) inWindow(r *record, children []link) []link {
	if t.plan.window == 0 {
		return children
	}
	kept := children[:0:0]
	for _, l := range children {
		if l.child.flags&r.flags&validTimes == 0 || l.child.start-r.start <= t.plan.window {
			kept = append(kept, l)
		}
	}
	return kept
}

// timed sets how long after a record a step came, and whether that was too late, as the rule late has it.
func (s *step) timed(r, child *record, stage *Stage, skew int64) {
	if r.flags&child.flags&validTimes == 0 {
		return
	}
	s.flags |= hasSince
	s.since = child.start - r.start
	if stage.Within > 0 && s.since-skew > stage.Within {
		s.flags |= late
	}
}

// outcome says what came of a record of the stage before.
func (t *traceSteps) outcome(r *record, stage *Stage, children []link) stepFlags {
	if t.plan.window > 0 {
		return t.outcomeInWindow(r, stage, children)
	}
	if len(children) > 0 {
		return asked | came
	}
	return t.absence(r, stage)
}

// absence says what it means that no step came.
func (t *traceSteps) absence(r *record, stage *Stage) stepFlags {
	settled := !t.cut && t.complete.Settled(t.began, t.ended)
	switch {
	case stage.Within > 0:
		if !t.cut && r.flags&validTimes != 0 && r.start < math.MaxInt64-stage.Within && t.complete.Passed(t.began, r.start+stage.Within) {
			return asked | lost
		}
	case settled && stage.demanded:
		return asked | lost
	case settled:
		return asked | notDone
	}
	return waiting
}

// outcomeInWindow says what came of a record within the window, if there was as much time.
func (t *traceSteps) outcomeInWindow(r *record, stage *Stage, children []link) stepFlags {
	window := t.plan.window
	if t.cut || r.flags&validTimes == 0 || r.start > math.MaxInt64-window || !t.complete.Passed(t.began, r.start+window) {
		return waiting
	}
	switch {
	case len(t.inWindow(r, children)) > 0:
		return asked | came
	case stage.Within > 0 || stage.demanded:
		return asked | lost
	}
	return asked | notDone
}

func (t *traceSteps) valuesOf(r *record, stage *Stage) []uint64 {
	t.fill(&t.out, r, stage)
	return t.out.values
}

// isBefore reports whether a link stands before those of a record to a stage.
func (l *link) isBefore(r *record, stage int) bool {
	return cmp.Or(compareBefore(l.before, r), cmp.Compare(l.stage, stage)) < 0
}

// compareBefore orders records of stages before, which have different ids or are different sides of a call.
func compareBefore(a, b *record) int {
	return cmp.Or(cmp.Compare(a.start, b.start), bytes.Compare(a.id[:], b.id[:]), cmp.Compare(a.name, b.name), cmp.Compare(a.flags&serverSide, b.flags&serverSide))
}
