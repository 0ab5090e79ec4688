package funnel

import (
	"context"
	"errors"
	"slices"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/group"
)

// Result is what was counted.
type Result struct {
	First, Last int64 // when the first and the last record of a flow began; 0 without one
	Flows       []*Flow
}

// Flow is what was counted of one flow.
type Flow struct {
	Name, Version string
	Stages        []*Stage
	Traces        []int64 // with a step, by stage
	Large         int64   // traces, of any flow, of which not all records were counted
	Partial       bool    // the input is incomplete: what did not come may have been left out
	Groups        []*Group
	Lost          *Lost
	Compare       *Comparison
}

// Group is the counts of a group.
type Group struct {
	Side   Side
	By     []Value // empty for the whole
	Stages []Counts

	key CellKey
}

// Value is the value that a group has of an attribute.
type Value struct {
	Key, Value      string
	Unknown, Others bool
}

// Lost is who is lost at a stage.
type Lost struct {
	Stage  int
	Whole  *Group
	Groups []*Group // of one attribute each, or of those that were asked for; those that lose the largest share first
}

// finisher works out a result.
type finisher struct {
	*Counter
	ctx        context.Context
	complete   facts.Completeness
	sorted     *sorter // nil where steps are counted as they come
	sweep      *sweep
	breakdowns [][]int
	traces     []int64
	large      int64
	row        []byte
}

// Finish returns the result. Record must not be called afterwards. It returns early, with the context's error, when the context ends.
func (c *Counter) Finish(ctx context.Context, complete facts.Completeness) (result *Result, err error) {
	f := &finisher{Counter: c, ctx: ctx, complete: complete, breakdowns: c.breakdowns()}
	f.sweep = newSweep(c.plan, &c.known, f.sides(), f.breakdowns)
	if len(c.plan.attributes) > 0 || len(f.sweep.sides) > 0 {
		f.sorted = newSorter(stepSize+8*len(c.plan.attributes), c.memory/4, c.dir)
		defer func() { err = errors.Join(err, f.sorted.Close()) }()
	}
	if err := f.findSteps(); err != nil {
		return nil, err
	}
	if f.sorted != nil {
		if err := f.pass(f.sweep); err != nil {
			return nil, err
		}
	}
	f.sweep.cells.endKey()
	return f.result()
}

// sides returns the sides of the question.
func (c *Counter) sides() []side {
	switch {
	case len(c.question.Base) > 0:
		return []side{c.where, c.base}
	case len(c.question.Where) > 0:
		return []side{c.where}
	}
	return nil
}

// breakdowns returns the attributes by which is counted: by none, by those that were asked for together, or else by each by itself.
func (c *Counter) breakdowns() [][]int {
	all := [][]int{{}}
	index := func(name string) int {
		return slices.IndexFunc(c.plan.attributes, func(a attribute) bool { return a.name == name })
	}
	if len(c.question.By) > 0 {
		var by []int
		for _, name := range c.question.By {
			by = append(by, index(name))
		}
		all = append(all, by)
	} else if len(c.question.Base) > 0 || c.question.Versions || c.question.Lost != "" || c.question.LostAtWorst {
		for _, name := range candidates(c.flows) {
			all = append(all, []int{index(name)})
		}
	}
	if at := index("version"); at >= 0 && len(c.question.Base) == 0 && (c.question.Versions || len(c.question.By) == 0) {
		if !slices.ContainsFunc(all, func(b []int) bool { return len(b) == 1 && b[0] == at }) {
			all = append(all, []int{at})
		}
	}
	return all
}

// findSteps makes steps of what was kept, and passes them on.
func (f *finisher) findSteps() error {
	bySpanID := group.New(f.memory/8, f.dir)
	defer bySpanID.Close()
	bySpanID.KeepFirst(group.First{Rows: maxRows, Bytes: maxRows * (recordSize + 64), Compare: compareStored})
	steps := newTraceSteps(f.plan, &f.known, f.complete, f.take)
	if f.reduced.shards != nil {
		if err := f.readShards(bySpanID); err != nil {
			return err
		}
		return f.each(bySpanID, func(rows [][]byte, _ bool) error { return steps.resolve(rows) })
	}
	steps.remote = func(p *pending) error {
		key, row := p.append(f.row)
		f.row = row
		return bySpanID.Add(key, row)
	}
	if err := f.each(f.byTrace, steps.work); err != nil {
		return err
	}
	steps.remote = nil
	f.traces = steps.traces
	return f.each(bySpanID, func(rows [][]byte, _ bool) error { return steps.resolve(rows) })
}

// each calls do with the rows of each key.
func (f *finisher) each(store *group.Store, do func(rows [][]byte, cut bool) error) error {
	var keys group.ByKey
	first := group.First{Rows: maxRows, Bytes: maxRows * (recordSize + 64), Compare: compareStored}
	return store.Each(func(pieces []group.Rows, left int64) error {
		return keys.Each(pieces, func(_ [group.KeySize]byte, rows [][]byte) error {
			if err := f.ctx.Err(); err != nil {
				return err
			}
			kept := first.Of(rows)
			cut := left > 0 || len(kept) < len(rows)
			if cut {
				f.large++
			}
			return do(kept, cut)
		})
	})
}

// take takes a step.
func (f *finisher) take(s *step) error {
	if f.sorted == nil {
		if s.flags&shows == 0 {
			f.sweep.count(s)
		}
		return nil
	}
	f.row = s.append(f.row[:0])
	return f.sorted.Add(f.row)
}

// pass reads all steps, in order.
func (f *finisher) pass(w *sweep) error {
	n := 0
	return f.sorted.Each(func(row []byte) error {
		if n++; n%(1<<14) == 0 {
			if err := f.ctx.Err(); err != nil {
				return err
			}
		}
		return w.row(row)
	})
}

// result brings together what was counted.
func (f *finisher) result() (*Result, error) {
	out := &Result{First: f.first, Last: f.last}
	compared, err := f.comparedSweep()
	if err != nil {
		return nil, err
	}
	for i, own := range f.plan.flows {
		flow := &Flow{
			Name: own.flow.Name, Version: own.flow.Current.Model.Version.String(), Stages: own.stages, Large: f.large, Partial: f.complete.Partial,
		}
		for _, s := range own.stages {
			flow.Traces = append(flow.Traces, f.traces[s.index])
		}
		flow.Groups = f.groups(i)
		flow.Lost = f.lost(i, flow)
		if compared != nil {
			flow.Compare = f.compare(i, compared)
		}
		out.Flows = append(out.Flows, flow)
	}
	return out, nil
}

// comparedSweep returns the cells of two sides, in which the times were read twice; nil where nothing is compared.
func (f *finisher) comparedSweep() (*sweep, error) {
	w := f.sweep
	if len(f.question.Base) == 0 {
		if !f.question.Versions || f.complete.Partial || len(f.question.Where) > 0 {
			return nil, nil
		}
		newest, older, found := f.newestVersions()
		if !found {
			return nil, nil
		}
		f.where = newSide([]Term{{Key: "version", Value: newest}}, f.plan.attributes, &f.known)
		f.base = newSide([]Term{{Key: "version", Value: older}}, f.plan.attributes, &f.known)
		w = newSweep(f.plan, &f.known, []side{f.where, f.base}, f.breakdowns)
		w.allInputs = true
		if err := f.pass(w); err != nil {
			return nil, err
		}
	}
	w.second()
	if err := f.pass(w); err != nil {
		return nil, err
	}
	w.cells.endKey()
	return w, nil
}
