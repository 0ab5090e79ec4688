package funnel

import (
	"cmp"
	"slices"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/trace"
)

// traceSteps makes steps of the records of one trace, or of those that are grouped by span id. It reuses its memory.
type traceSteps struct {
	plan     *plan
	known    *texts
	complete facts.Completeness
	emit     func(*step) error
	remote   func(*pending) error // takes what has to be looked up by span id; nil where that was done

	records []record
	values  []uint64
	own     []*record // of the trace, each span id once
	lookups []*record
	byID    [2]map[trace.SpanID]*record // the second has the server's sides of calls
	links   []link
	began   int64
	ended   int64
	cut     bool // there are more records than were counted
	out     step
	traces  []int64 // by stage: traces with a step
	seen    []bool
}

// link is a step with the record of the stage before.
type link struct {
	before, child *record
	stage         int
}

// maxClimb bounds how far up a branch is searched: a spec has no flow that is so deep, but data may.
const maxClimb = 64

func newTraceSteps(p *plan, known *texts, complete facts.Completeness, emit func(*step) error) *traceSteps {
	return &traceSteps{
		plan: p, known: known, complete: complete, emit: emit, traces: make([]int64, len(p.stages)), seen: make([]bool, len(p.stages)),
		byID: [2]map[trace.SpanID]*record{{}, {}},
	}
}

// work makes steps of the rows of one trace. cut says that there are more.
func (t *traceSteps) work(rows [][]byte, cut bool) error {
	t.cut = cut
	slices.SortFunc(rows, compareStored)
	t.readRows(rows)
	t.index()
	t.findParents()
	t.countTraces()
	if err := t.findLinks(); err != nil {
		return err
	}
	if err := t.showValues(); err != nil {
		return err
	}
	return t.ask()
}

func (t *traceSteps) readRows(rows [][]byte) {
	n := len(t.plan.attributes)
	t.records, t.values = slices.Grow(t.records[:0], len(rows))[:len(rows)], slices.Grow(t.values[:0], n*len(rows))[:n*len(rows)]
	for i, row := range rows {
		t.records[i].read(row, t.values[n*i:n*(i+1):n*(i+1)])
	}
}

// index sorts out copies: of the records with one span id the content counts that most have, then the earliest.
func (t *traceSteps) index() {
	t.own, t.lookups, t.began, t.ended = t.own[:0], t.lookups[:0], 0, 0
	clear(t.byID[0])
	clear(t.byID[1])
	for i := range t.records {
		r := &t.records[i]
		switch {
		case r.flags&isLookup != 0:
			t.lookups = append(t.lookups, r)
			continue
		case r.flags&validTimes != 0:
			if t.ended = max(t.ended, r.end); t.began == 0 || r.start < t.began {
				t.began = r.start
			}
		}
		t.own = append(t.own, r)
	}
	t.own, t.lookups = onceEach(t.own), onceEach(t.lookups)
	for _, r := range t.own {
		if r.flags&noSpanID == 0 {
			t.byID[r.side()][r.id] = r
		}
	}
}

func (r *record) side() int {
	if r.flags&serverSide != 0 {
		return 1
	}
	return 0
}

// recordID is what copies of a record share.
type recordID struct {
	trace uint64
	id    trace.SpanID
	side  int
}

// onceEach takes out all but one of the records that share an id. A copy with the same content in another input lets the record count
// for that input too. The records must be sorted.
func onceEach(records []*record) []*record {
	if !haveCopies(records) {
		return records
	}
	type content struct {
		recordID
		hash uint64
	}
	votes, inputs, best := map[content]int{}, map[content]recordFlags{}, map[recordID]*record{}
	contentOf := func(r *record) content { return content{recordID{r.trace, r.id, r.side()}, r.hash} }
	for _, r := range records {
		votes[contentOf(r)]++
		inputs[contentOf(r)] |= r.flags & (whereInput | baseInput)
	}
	for _, r := range records {
		c := contentOf(r)
		if kept := best[c.recordID]; kept == nil || votes[c] > votes[contentOf(kept)] {
			best[c.recordID] = r
		}
	}
	return slices.DeleteFunc(records, func(r *record) bool {
		if r.flags&noSpanID != 0 {
			return false
		}
		c := contentOf(r)
		r.flags |= inputs[c]
		return best[c.recordID] != r
	})
}

// haveCopies reports whether two records share an id.
func haveCopies(records []*record) bool {
	if len(records) <= 12 {
		for i, r := range records {
			for _, q := range records[:i] {
				if r.id == q.id && r.trace == q.trace && r.side() == q.side() {
					return true
				}
			}
		}
		return false
	}
	seen := make(map[recordID]bool, len(records))
	for _, r := range records {
		id := recordID{r.trace, r.id, r.side()}
		if seen[id] {
			return true
		}
		seen[id] = true
	}
	return false
}

func (t *traceSteps) findParents() {
	for _, r := range t.own {
		if r.flags&elsewhere == 0 {
			r.above = t.parentOf(r)
		}
	}
	for _, r := range t.lookups {
		r.above = t.parentOf(r)
	}
}

// parentOf returns the record that a record's parent id names, or nil. Where both sides of a call have it, that one is the parent that the
// spec has as one.
func (t *traceSteps) parentOf(r *record) *record {
	if r.parent == (trace.SpanID{}) {
		return nil
	}
	client, server := t.byID[0][r.parent], t.byID[1][r.parent]
	if client == nil || client == r {
		client, server = server, nil
	}
	if server != nil && server != r && !t.plan.isParent(r, client) && t.plan.isParent(r, server) {
		return server
	}
	if client == r {
		return nil
	}
	return client
}

// countTraces notes which stages the trace has.
func (t *traceSteps) countTraces() {
	clear(t.seen)
	for _, r := range t.own {
		if s := t.plan.ofName[r.name]; s >= 0 && !t.seen[s] {
			t.seen[s] = true
			t.traces[s]++
		}
	}
}

// findLinks finds the record of the stage before of each step. Steps without one are counted as such.
func (t *traceSteps) findLinks() error {
	t.links = t.links[:0]
	for _, records := range [...][]*record{t.own, t.lookups} {
		for _, r := range records {
			at := t.plan.ofName[r.name]
			if at < 0 || r.flags&(elsewhere|isLookup|noSpanID) == elsewhere { // those are counted where their parent should be
				continue
			}
			stage := t.plan.stages[at]
			if before := t.plan.before(r, stage); before != nil {
				t.links = append(t.links, link{before, r, stage.index})
			} else if err := t.alone(r, stage); err != nil {
				return err
			}
		}
	}
	slices.SortStableFunc(t.links, func(a, b link) int {
		return cmp.Or(compareBefore(a.before, b.before), cmp.Compare(a.stage, b.stage))
	})
	return nil
}

// before returns the nearest record of a stage above a step, if that is one of the stages that come before.
func (p *plan) before(r *record, stage *Stage) *record {
	for above, n := r.above, 0; above != nil && n < maxClimb; above, n = above.above, n+1 {
		if at := p.ofName[above.name]; at >= 0 {
			other := p.stages[at]
			if other.Flow == stage.Flow && slices.Contains(stage.Before, other.Number) {
				return above
			}
			return nil
		}
	}
	return nil
}

// alone counts a step without the stage before, unless it may be found by its span id.
func (t *traceSteps) alone(r *record, stage *Stage) error {
	if t.remote != nil && stage.remote && r.above == nil && r.flags&(isLookup|noSpanID) == 0 && r.parent != (trace.SpanID{}) {
		return t.remote(&pending{record: r, kind: pendingStep})
	}
	s := t.stepOf(r, stage)
	s.time = r.start
	if len(stage.Before) > 0 && !stage.sampled {
		s.flags |= orphan
	}
	t.fill(s, r, stage)
	s.key = keyAbove(r)
	return t.emit(s)
}

// stepOf begins a row for a step.
func (t *traceSteps) stepOf(r *record, stage *Stage) *step {
	t.out = step{stage: uint16(stage.index), flags: isStep, trace: r.trace, values: t.out.values[:0]}
	s := &t.out
	s.inputs(r)
	if stage.Span.Model.Measured && r.flags&validTimes != 0 && r.end >= r.start {
		s.flags |= hasLasted
		s.lasted = r.end - r.start
	}
	return s
}

func (s *step) inputs(r *record) {
	if r.flags&whereInput != 0 {
		s.flags |= inWhere
	}
	if r.flags&baseInput != 0 {
		s.flags |= inBase
	}
}

// fill sets what is known of the values at a record or above it.
func (t *traceSteps) fill(s *step, r *record, stage *Stage) {
	s.values = s.values[:0]
	for i, a := range t.plan.attributes {
		s.values = append(s.values, t.valueAbove(r, i, a, stage))
	}
}

// valueAbove returns the value that a record, or the nearest above it, shows of an attribute of the step. The service and version have to be
// those of who may emit the step.
func (t *traceSteps) valueAbove(r *record, i int, a attribute, stage *Stage) uint64 {
	for n := 0; r != nil && n < maxClimb; r, n = r.above, n+1 {
		emitter := r.classes&(1<<stage.class) != 0
		if a.kind == ofTag || emitter || a.kind == ofVersion && r.flags&ownVersion != 0 {
			if r.values[i] != unknownValue {
				return r.values[i]
			}
		}
	}
	if a.kind == ofService {
		if only := t.plan.onlyService(stage.class); only != "" {
			return t.known.add([]byte(only))
		}
	}
	return unknownValue
}

// keyAbove returns what a step is taken together by: the key of its branch, else its trace.
func keyAbove(r *record) uint64 {
	own := r.trace
	for n := 0; r != nil && n < maxClimb; r, n = r.above, n+1 {
		if r.key != 0 {
			return r.key
		}
	}
	return own
}

// isParent reports whether the spec has the span of one record as parent of that of another.
func (p *plan) isParent(child, parent *record) bool { return p.parents[child.name][parent.name] }

// showValues passes on which values the records show of their keys.
func (t *traceSteps) showValues() error {
	if len(t.plan.attributes) == 0 {
		return nil
	}
	for _, r := range t.own {
		if !slices.ContainsFunc(r.values, func(v uint64) bool { return v != unknownValue }) || r.flags&validTimes == 0 {
			continue
		}
		key := keyAbove(r)
		if key == r.trace {
			continue
		}
		classes := r.classes
		if r.flags&ownVersion != 0 {
			classes = ^uint32(0)
		}
		t.out = step{key: key, time: r.start, flags: shows, trace: r.trace, classes: classes, values: append(t.out.values[:0], r.values...)}
		if err := t.emit(&t.out); err != nil {
			return err
		}
	}
	return nil
}
