package engine

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/trace"
)

// The rows of one trace are checked together in memory: rows with one key cannot be spread over partitions. A row takes about
// 500 bytes while it is checked. Up to 256 MiB, Options.Memory does not change how many rows that are, nor any other byte of a report.
const (
	leastRows     = 1 << 16  // rows of a key that are checked together, however small Options.Memory is
	memoryPerRow  = 4096     // bytes of Options.Memory for each further row: one trace may use only part of it
	leastBytes    = 12 << 20 // of the rows of a key, as they are stored
	memoryPerByte = 24       // bytes of Options.Memory for each further one
)

// firstRows says which rows of a key are checked together where it has too many: the earliest.
func firstRows(memory int64) group.First {
	return group.First{
		Rows: max(leastRows, int(memory/memoryPerRow)), Bytes: max(leastBytes, int(memory/memoryPerByte)), Compare: facts.CompareWritten,
	}
}

// finisher runs the checks that need all records: those of traces, then those of span ids. It reuses its memory from one key to
// the next.
type finisher struct {
	*Engine
	*finishing
	keys   group.ByKey
	buffer *facts.RowBuffer
	trace  *facts.Trace
	remote facts.RemoteParents
	links  facts.LinkCounts
	passOn func(trace.SpanID, *facts.Row) error // finisher.toSpanID, made once

	possible facts.Row // that is being added
}

// finishing is what finishers share.
type finishing struct {
	complete facts.Completeness
	first    group.First
	anyCut   *atomic.Bool // a trace had more rows: their lookups of span ids are not known
	// parentsAsked says that a record names its parent by its span id alone, or denies a link from a record under another one.
	parentsAsked atomic.Bool
	lone         sync.Mutex // of last
	last         *finisher  // checks what takes much memory, whatever the number of finishers
}

func newFinisher(e *Engine, all *finishing) *finisher {
	f := &finisher{Engine: e, finishing: all, buffer: facts.NewRowBuffer(all.first.Rows), trace: facts.NewTrace(e.flows)}
	f.passOn = f.toSpanID
	return f
}

// newFinishers returns the finishers of the engine and its forks, which take partitions by turns.
func (e *Engine) newFinishers() (finishers []*finisher) {
	all := &finishing{complete: e.completeness(), first: firstRows(e.opts.Memory), anyCut: &e.cut}
	for _, one := range e.Forks() {
		finishers = append(finishers, newFinisher(one, all))
	}
	if all.last = finishers[0]; len(finishers) > 1 {
		all.last = newFinisher(e.large, all)
	}
	return finishers
}

// checkAll checks all traces, which adds rows under span ids, and then all span ids.
func (e *Engine) checkAll(ctx context.Context) error {
	finishers := e.newFinishers()
	const always = false
	if err := e.checkTraces(ctx, finishers, always); err != nil {
		return err
	}
	if err := checkEach(ctx, e.stores.bySpanID, finishers, (*finisher).checkSpanID); err != nil {
		return err
	}
	e.joinTraces()
	return nil
}

// sameKey is the rows of one key; only the earliest, if there are too many.
type sameKey struct {
	key  [group.KeySize]byte
	rows []facts.Row
	all  int64 // how many rows the key has
}

func (s *sameKey) leftOut() bool { return s.all > int64(len(s.rows)) }

// largeKey is how many rows of one key are checked by finishing.last where there are several finishers.
const largeKey = 4096

// checkEach calls check with the rows of each key of a store, until the context ends.
func checkEach(ctx context.Context, store *group.Store, finishers []*finisher, check func(*finisher, sameKey) error) error {
	return store.EachOn(len(finishers), func(number int, pieces []group.Rows, left int64) error {
		f := finishers[number]
		return f.keys.Each(pieces, func(key [group.KeySize]byte, rows [][]byte) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if len(rows) > largeKey && len(finishers) > 1 {
				f.lone.Lock()
				defer f.lone.Unlock()
				return f.last.check(check, key, rows, left)
			}
			return f.check(check, key, rows, left)
		})
	})
}

func (f *finisher) check(check func(*finisher, sameKey) error, key [group.KeySize]byte, rows [][]byte, left int64) error {
	all := int64(len(rows)) + left
	first := f.buffer.Read(trace.ID(key), f.first.Of(rows), f.flows)
	if err := check(f, sameKey{key, first, all}); err != nil {
		return err
	}
	return f.reporter.Err()
}

// checkTrace checks the records of one trace. What has to be looked up by span id in other traces becomes rows under span ids.
func (f *finisher) checkTrace(s sameKey) error {
	complete := f.complete
	if s.leftOut() {
		f.anyCut.Store(true)
		complete.Partial = true
	}
	t := f.trace
	t.WorkOut(trace.ID(s.key), s.rows, complete)
	f.count(t)
	for _, r := range t.Rows {
		f.checks.row.run(r, f.reporter)
	}
	f.checks.trace.run(t, 0)
	for _, c := range t.Copies {
		f.checks.copy.run(c, 0)
	}
	for _, c := range t.Cycles {
		f.checks.cycle.run(c, 0)
	}
	for _, l := range t.Links {
		f.checks.link.run(l, 0)
	}
	for _, l := range t.UnresolvedLinks {
		f.checks.unresolvedLink.run(l, l.Holds)
	}
	f.checkParents(t.Parents, t.UnresolvedParents)
	f.checkMissing(t.Missing, t.MissingOutcomes)
	f.checkIfLarge(s, t.First())
	if f.checked != nil {
		f.checked(t)
	}
	return t.SpanIDRows(f.passOn)
}

// count adds the trace to the counts.
func (f *finisher) count(t *facts.Trace) {
	if t.OfFlow() {
		f.counts.Traces++
	}
	for _, name := range t.SpanNames() {
		f.counts.SpanTraces[name.Index]++
	}
}

// checkSpanID checks what is known under one span id: the children of its records in other traces, and the targets of their
// links.
func (f *finisher) checkSpanID(s sameKey) error {
	complete, leftOut := f.complete, s.leftOut()
	complete.Partial = complete.Partial || leftOut
	allLookups := !f.anyCut.Load() && !leftOut
	f.remote.WorkOut(s.rows, facts.Extent{LeftOut: leftOut, AllLookups: allLookups}, complete)
	f.links.WorkOut(s.rows, allLookups)
	f.checkParents(f.remote.Parents, f.remote.UnresolvedParents)
	f.checkMissing(f.remote.Missing, f.remote.MissingOutcomes)
	for _, l := range f.remote.OneSidedLinks {
		f.checks.oneSidedLink.run(l, 0)
	}
	f.checks.remoteChildren.run(f.remote.Children, 0)
	for _, c := range f.links.Counts {
		f.checks.linkCount.run(c, c.Holds)
	}
	f.checkIfLarge(s, f.remote.First())
	return nil
}

func (f *finisher) checkParents(parents []facts.Parent, unresolved []facts.UnresolvedParent) {
	for _, p := range parents {
		f.checks.parent.run(p, p.Holds)
	}
	for _, u := range unresolved {
		f.checks.unresolvedParent.run(u, u.Holds)
	}
}

func (f *finisher) checkMissing(spans []facts.MissingSpan, outcomes []facts.MissingOutcome) {
	for _, m := range spans {
		f.checks.missingSpan.run(m, 0)
	}
	for _, m := range outcomes {
		f.checks.missingOutcome.run(m, 0)
	}
}

// checkIfLarge runs the checks for a key of which rows were left out. first is nil where no record of a flow has the key.
func (f *finisher) checkIfLarge(s sameKey, first *facts.Row) {
	if s.leftOut() && first != nil {
		f.checks.largeTrace.run(facts.LargeTrace{First: first, Checked: len(s.rows), All: s.all}, 0)
	}
}
