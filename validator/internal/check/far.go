package check

import (
	"slices"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/trace"
)

// A child in another trace names its parent by trace and span id, and is then asked for in the parent's trace; or by its
// span id alone, and is then asked for among all records with that span id. What there may be once for each parent can
// only be counted where both meet: among the records with one span id.

// passOn puts what is counted there to the records with the parent's span id.
func (t *Trace) passOn() error {
	for _, e := range t.Edges {
		if e.Far && e.Child.Plan.Model.Occurs.PerParent {
			row := *e.Child
			row.Kind, row.Trace = FarChild, t.ID
			if err := t.judge.toSpan(&row, row.Target); err != nil {
				return err
			}
		}
	}
	if err := t.passLinks(); err != nil {
		return err
	}
	for i, r := range t.lacks {
		if i > 0 && t.lacks[i-1] == r {
			continue // it lacks two
		}
		row := *r
		row.Kind, row.Scoped = FarLack, nil
		if err := t.judge.toSpan(&row, row.Span); err != nil {
			return err
		}
	}
	return nil
}

// toSpan writes a row to the records with a span id.
func (j *Judge) toSpan(row *Row, id trace.SpanID) error {
	j.row = row.append(j.row[:0])
	return j.bySpan.Add(spanKey(id), j.row)
}

// loadFar adds those who ask by the span id alone to the children that are counted.
func (t *Trace) loadFar() {
	for _, e := range t.Edges {
		if !e.Child.Plan.Model.Occurs.PerParent {
			continue
		}
		if e.Parent != nil {
			e.Child.Trace = e.Parent.Home
		}
		t.far = append(t.far, e.Child)
	}
	slices.SortFunc(t.far, (*Row).compare)
	slices.SortFunc(t.lacks, (*Row).compare)
}

// countFar counts the children that one parent has in other traces. What is in one trace with another child of the parent
// was counted there.
func (t *Trace) countFar() {
	if len(t.far) < 2 {
		return
	}
	type place struct {
		slot
		of trace.ID
	}
	taken := map[place]trace.ID{}
	for _, r := range t.far {
		s, ok := slotOf(r)
		if !ok {
			continue
		}
		at := place{s, r.Trace}
		home, seen := taken[at]
		if !seen {
			taken[at] = r.Home
		} else if home != r.Home {
			t.reportTooMany(r)
		}
	}
}

// lackFar looks for children in other traces that occur once for each parent, now that all who ask are known. Parents of
// two traces may have one span id: then who asks for either is taken to ask for both.
func (t *Trace) lackFar() {
	if !t.ID.IsZero() || len(t.lacks) == 0 {
		return
	}
	there := map[*compiled.SpanName]bool{}
	for _, r := range t.far {
		there[r.Plan.Name] = true
	}
	for _, r := range t.lacks {
		for _, child := range r.Plan.PerParent {
			if child.Model.ParentInOtherTrace() && isOwed(child) && !there[child.Name] {
				t.reportTooFew(child, r, t.judge.tally.Report)
			}
		}
	}
}

// askOnce drops the questions of all but one of the records that share a trace and a span id, as separate does in their own
// trace: the content stays that asks most often or, among those, the earliest. A record that is not the one that counts
// there, but the only one that asks here, is still answered.
func (t *Trace) askOnce() {
	type record struct {
		home trace.ID
		span trace.SpanID
	}
	type place struct {
		input  uint32
		offset int64
	}
	at := func(r *Row) place { return place{r.Input, r.Offset} }
	if len(t.asks) < 2 {
		return
	}
	kept, unique := map[record]*Row{}, true
	for _, r := range t.asks {
		k := record{r.Home, r.Span}
		if kept[k] == nil {
			kept[k] = r
		} else if at(kept[k]) != at(r) {
			unique = false
		}
	}
	if unique {
		return
	}
	type said struct {
		record
		hash uint64
	}
	votes, counted := map[said]int{}, map[place]bool{}
	for _, r := range t.asks {
		if !counted[at(r)] {
			counted[at(r)] = true
			votes[said{record{r.Home, r.Span}, r.Hash}]++
		}
	}
	for _, r := range t.asks { // the earliest first, so that it wins a tie
		k := record{r.Home, r.Span}
		if votes[said{k, r.Hash}] > votes[said{k, kept[k].Hash}] {
			kept[k] = r
		}
	}
	t.asks = slices.DeleteFunc(t.asks, func(r *Row) bool { return at(kept[record{r.Home, r.Span}]) != at(r) })
}
