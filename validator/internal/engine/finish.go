package engine

import (
	"context"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/trace"
)

// A trace is judged in memory, as a whole, and what has one key cannot be spread over partitions. A row takes about 500
// bytes while it is judged.
const (
	leastRows    = 1 << 16 // rows of a trace that are judged together, however little memory is to be used
	memoryPerRow = 2048    // bytes of Options.Memory for each one more: only a part of it is there for one trace
)

// finisher asks the rules about what only all records together show: about traces, then about span ids. Its memory is used
// again for each of them.
type finisher struct {
	*Engine
	complete facts.Completeness
	most     int  // rows that are judged together
	cut      bool // a trace had more: what those would have asked of span ids is not known
	buffer   *facts.RowBuffer
	trace    *facts.Trace
	remote   facts.RemoteParents
	links    facts.LinkCounts
	passOn   func(trace.SpanID, *facts.Row) error // Engine.toSpanID, made once
}

func newFinisher(e *Engine) *finisher {
	most := max(leastRows, int(e.opts.Memory/memoryPerRow))
	return &finisher{
		Engine: e, complete: e.completeness(), most: most, buffer: facts.NewRowBuffer(most), trace: facts.NewTrace(e.flows), passOn: e.toSpanID,
	}
}

// askAboutAll asks the rules about all traces, then about all span ids: the traces ask those.
func (f *finisher) askAboutAll(ctx context.Context) error {
	if err := f.each(ctx, f.byTrace, f.askAboutTrace); err != nil {
		return err
	}
	return f.each(ctx, f.bySpanID, f.askAboutSpanID)
}

// sameKey is the rows of one key, of which only the first are judged if there are too many.
type sameKey struct {
	key  [group.KeySize]byte
	rows []facts.Row
	all  int64 // how many there are
}

func (s *sameKey) leftOut() bool { return s.all > int64(len(s.rows)) }

// each calls ask with the rows of each key of a store, until the context ends.
func (f *finisher) each(ctx context.Context, store *group.Store, ask func(sameKey) error) error {
	var keys group.ByKey
	return store.Each(func(pieces []group.Rows, left int64) error {
		return keys.Each(pieces, func(key [group.KeySize]byte, rows [][]byte) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			judged := f.buffer.Read(rows[:min(len(rows), f.most)], f.flows)
			if err := ask(sameKey{key, judged, int64(len(rows)) + left}); err != nil {
				return err
			}
			return f.reporter.Err()
		})
	})
}

// askAboutTrace asks the rules about the records of one trace. What those cannot answer is asked of span ids.
func (f *finisher) askAboutTrace(s sameKey) error {
	complete := f.complete
	if s.leftOut() {
		f.cut, complete.Partial = true, true
	}
	t := f.trace
	t.WorkOut(trace.ID(s.key), s.rows, complete)
	f.count(t)
	f.ask.trace.about(t, 0)
	for _, c := range t.Copies {
		f.ask.copy.about(c, 0)
	}
	for _, c := range t.Cycles {
		f.ask.cycle.about(c, 0)
	}
	for _, l := range t.Links {
		f.ask.link.about(l, 0)
	}
	for _, l := range t.UnresolvedLinks {
		f.ask.unresolvedLink.about(l, l.Holds)
	}
	f.askAboutParents(t.Parents, t.UnresolvedParents)
	f.askAboutMissing(t.Missing, t.MissingOutcomes)
	f.askIfLarge(s, t.First())
	return t.Questions(f.passOn)
}

// count counts the trace.
func (f *finisher) count(t *facts.Trace) {
	if t.OfFlow() {
		f.counts.Traces++
	}
	for i, name := range f.flows.SpanNames {
		if t.Has(name) {
			f.counts.SpanTraces[i]++
		}
	}
}

// askAboutSpanID asks the rules about what meets under one span id: the children of its records in other traces, and what their
// links lead to.
func (f *finisher) askAboutSpanID(s sameKey) error {
	complete, leftOut := f.complete, s.leftOut()
	complete.Partial = complete.Partial || leftOut
	allAsked := !f.cut && !leftOut
	f.remote.WorkOut(s.rows, facts.Extent{LeftOut: leftOut, AllAsked: allAsked}, complete)
	f.links.WorkOut(s.rows, allAsked)
	f.askAboutParents(f.remote.Parents, f.remote.UnresolvedParents)
	f.askAboutMissing(f.remote.Missing, f.remote.MissingOutcomes)
	f.ask.remoteChildren.about(f.remote.Children, 0)
	for _, c := range f.links.Counts {
		f.ask.linkCount.about(c, c.Holds)
	}
	f.askIfLarge(s, f.remote.First())
	return nil
}

func (f *finisher) askAboutParents(parents []facts.Parent, unresolved []facts.UnresolvedParent) {
	for _, p := range parents {
		f.ask.parent.about(p, p.Holds)
	}
	for _, u := range unresolved {
		f.ask.unresolvedParent.about(u, u.Holds)
	}
}

func (f *finisher) askAboutMissing(spans []facts.MissingSpan, outcomes []facts.MissingOutcome) {
	for _, m := range spans {
		f.ask.missingSpan.about(m, 0)
	}
	for _, m := range outcomes {
		f.ask.missingOutcome.about(m, 0)
	}
}

// askIfLarge asks the rules about a key of which rows were left out, unless no record of a flow has to do with it.
func (f *finisher) askIfLarge(s sameKey, first *facts.Row) {
	if s.leftOut() && first != nil {
		f.ask.largeTrace.about(facts.LargeTrace{First: first, Judged: len(s.rows), All: s.all}, 0)
	}
}
