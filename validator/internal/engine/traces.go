package engine

import (
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

// traces judges traces, then span ids, with memory that it uses again for each of them.
type traces struct {
	*Engine
	complete facts.Completeness
	most     int  // rows that are judged together
	cut      bool // a trace had more: what it would have asked is not known
	rows     *facts.Rows
	trace    *facts.Trace
	remote   facts.RemoteParents
	links    facts.LinkCounts
	passOn   func(trace.SpanID, *facts.Row) error // toSpanID
}

// judgeTraces asks the rules about all traces, then about what only the records with one span id can answer.
func (e *Engine) judgeTraces(complete facts.Completeness) error {
	most := max(leastRows, int(e.opts.Memory/memoryPerRow))
	t := &traces{Engine: e, complete: complete, most: most, rows: facts.NewRows(most), trace: facts.NewTrace(e.flows), passOn: e.toSpanID}
	if err := t.each(e.byTrace, t.judgeTrace); err != nil {
		return err
	}
	return t.each(e.bySpanID, t.judgeSpanID)
}

// rowsOf is the rows of one key, of which only the first are judged if there are too many.
type rowsOf struct {
	key  [group.KeySize]byte
	rows []facts.Row
	all  int64
}

func (r *rowsOf) leftOut() bool { return r.all > int64(len(r.rows)) }

// each calls judge with the rows of each key of a store.
func (t *traces) each(store *group.Store, judge func(rowsOf) error) error {
	var keys group.ByKey
	return store.Each(func(pieces []group.Rows, left int64) error {
		return keys.Each(pieces, func(key [group.KeySize]byte, rows [][]byte) error {
			judged := rows[:min(len(rows), t.most)]
			if err := judge(rowsOf{key, t.rows.Read(judged, t.flows), int64(len(rows)) + left}); err != nil {
				return err
			}
			return t.reporter.Err()
		})
	})
}

// judgeTrace asks the rules about the records of one trace. What it cannot answer goes to span ids.
func (t *traces) judgeTrace(of rowsOf) error {
	complete := t.complete
	if of.leftOut() {
		t.cut, complete.Partial = true, true
	}
	f := t.trace
	f.WorkOut(trace.ID(of.key), of.rows, complete)
	t.count(f)
	t.ask.trace.about(f, 0)
	for _, c := range f.Copies {
		t.ask.copy.about(c, 0)
	}
	for _, c := range f.Cycles {
		t.ask.cycle.about(c, 0)
	}
	for _, l := range f.Links {
		t.ask.link.about(l, 0)
	}
	for _, l := range f.UnresolvedLinks {
		t.ask.unresolvedLink.about(l, l.Holds)
	}
	t.askAboutParents(f.Parents, f.UnresolvedParents)
	t.askAboutMissing(f.Missing)
	t.askIfLarge(of, f.First())
	return f.Questions(t.passOn)
}

// count counts the trace.
func (t *traces) count(f *facts.Trace) {
	if f.OfFlow() {
		t.counts.Traces++
	}
	for i, name := range t.flows.SpanNames {
		if f.Has(name) {
			t.counts.SpanTraces[i]++
		}
	}
}

// judgeSpanID asks the rules about what meets under one span id: the children of its records in other traces, and their links.
func (t *traces) judgeSpanID(of rowsOf) error {
	complete, leftOut := t.complete, of.leftOut()
	complete.Partial = complete.Partial || leftOut
	allCounted := !t.cut && !leftOut
	t.remote.WorkOut(of.rows, facts.Extent{LeftOut: leftOut, AllAsked: allCounted}, complete)
	t.links.WorkOut(of.rows, allCounted)
	t.askAboutParents(t.remote.Parents, t.remote.UnresolvedParents)
	t.askAboutMissing(t.remote.Missing)
	t.ask.remoteChildren.about(t.remote.Children, 0)
	for _, c := range t.links.Counts {
		t.ask.linkCount.about(c, c.Holds)
	}
	t.askIfLarge(of, t.remote.First())
	return nil
}

func (t *traces) askAboutParents(parents []facts.Parent, unresolved []facts.UnresolvedParent) {
	for _, p := range parents {
		t.ask.parent.about(p, p.Holds)
	}
	for _, u := range unresolved {
		t.ask.unresolvedParent.about(u, u.Holds)
	}
}

func (t *traces) askAboutMissing(missing []facts.MissingSpan) {
	for _, m := range missing {
		t.ask.missingSpan.about(m, 0)
	}
}

// askIfLarge asks the rules about a key of which rows were left out, unless no record of a flow has to do with it.
func (t *traces) askIfLarge(of rowsOf, first *facts.Row) {
	if of.leftOut() && first != nil {
		t.ask.largeTrace.about(facts.LargeTrace{First: first, Judged: len(of.rows), All: of.all}, 0)
	}
}
