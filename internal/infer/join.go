package infer

import (
	"github.com/specgen/specgen/validator/trace"
)

// place is where the records of one span stand, as far as the sample shows it. Copies of a record count once.
type place struct {
	records  int64
	roots    int64 // without a parent
	missing  int64 // whose parent is not in the data
	outside  int64 // whose parent is a record of another span than those of the draft
	unsure   int64 // of roots: those with a link that may be a parent which is not in the data
	above    map[*span]*edge
	links    map[*span]*linked
	dangling int64 // links to records that are not in the data, of what the sample would have
	traces   int64 // with a record of the span
	most     int64 // records in one trace
	early    int64 // how much the earliest record starts before its parent, in nanoseconds
}

// edge is a parent of a span.
type edge struct {
	same, other int64 // records whose parent is in their own trace, and in another one
	parents     int64 // records of the parent that have a child of the span
	most        int64 // children of one parent
	latest      int64 // after the parent's start, in nanoseconds
}

func (e *edge) records() int64 { return e.same + e.other }

// linked is what a span links to.
type linked struct {
	records int64 // with such a link
	other   int64 // links to another trace
}

// joined is what the sample says when it is put together.
type joined struct {
	places  map[*span]*place
	traces  map[trace.ID]*kindGuess // once kinds are known; before, the keys alone
	order   []trace.ID
	rows    []row
	parent  []int32 // by row: its parent's, or -1
	chosen  map[*span]bool
	at      map[address]int32
	server  map[address]int32
	byID    map[trace.SpanID]int32
	copies  []bool
	sampled func(trace.ID) bool // whether the sample has the records of a trace
}

type address struct {
	trace trace.ID
	id    trace.SpanID
}

// join finds the parents and the links of the records in the sample. Spans that were not chosen count as outside the flow.
func (o *Observer) join(chosen map[*span]bool) *joined {
	o.sample.sort()
	j := &joined{
		sampled: o.sample.has, places: make(map[*span]*place), traces: make(map[trace.ID]*kindGuess), rows: o.sample.rows, chosen: chosen,
		at: make(map[address]int32, len(o.sample.rows)), server: make(map[address]int32), byID: make(map[trace.SpanID]int32, len(o.sample.rows)),
	}
	for s := range chosen {
		j.places[s] = &place{above: make(map[*span]*edge), links: make(map[*span]*linked)}
	}
	j.index()
	j.parents()
	j.count()
	return j
}

// index finds rows by their ids, and marks copies.
func (j *joined) index() {
	j.copies, j.parent = make([]bool, len(j.rows)), make([]int32, len(j.rows))
	for i := range j.rows {
		r := &j.rows[i]
		if _, known := j.traces[r.trace]; !known {
			j.traces[r.trace] = nil
			j.order = append(j.order, r.trace)
		}
		at := address{r.trace, r.id}
		sides := j.at
		if _, taken := j.at[at]; taken && r.server || r.server && r.parent != r.id {
			sides = j.server
		}
		if _, taken := sides[at]; taken {
			j.copies[i] = true
			continue
		}
		sides[at] = int32(i)
		if _, taken := j.byID[r.id]; !taken {
			j.byID[r.id] = int32(i)
		}
	}
}

// find returns the row with the ids that is the parent of row i, or -1. Where the two sides of a call share an id it is the server's.
func (j *joined) find(at address, i int32) int32 {
	if n, ok := j.server[at]; ok && n != i {
		return n
	}
	if n, ok := j.at[at]; ok && n != i {
		return n
	}
	return -1
}

const (
	isRoot    = -1
	isMissing = -2
	isUnsure  = -3
)

// parents finds the parent of each row.
func (j *joined) parents() {
	for i := range j.rows {
		j.parent[i] = j.parentOf(int32(i))
	}
}

func (j *joined) parentOf(i int32) int32 {
	r := &j.rows[i]
	if n, ok := j.at[address{r.trace, r.id}]; ok && r.server && n != i && !j.copies[i] {
		return n // the client's side of the call
	}
	switch {
	case r.parent.IsZero() && r.linkIsParent && len(r.links) > 0:
		if n := j.find(address{r.links[0].TraceID, r.links[0].SpanID}, i); n >= 0 && r.links[0].TraceID != r.trace {
			r.linkTaken = true
			return n
		}
		if _, ok := j.at[address{r.links[0].TraceID, r.links[0].SpanID}]; !ok {
			return isUnsure
		}
		return isRoot
	case r.parent.IsZero():
		return isRoot
	case !r.parentTrace.IsZero():
		if n := j.find(address{r.parentTrace, r.parent}, i); n >= 0 {
			return n
		}
		return isMissing
	}
	if n := j.find(address{r.trace, r.parent}, i); n >= 0 {
		return n
	}
	if n, ok := j.byID[r.parent]; ok && n != i {
		return n // in another trace, whose id the record does not say
	}
	return isMissing
}

// childrenOf is the children that one row has of one span.
type childrenOf struct {
	parent int32
	span   *span
}

// count fills the places.
func (j *joined) count() {
	children := make(map[childrenOf]int64)
	inTrace := make(map[*span]int64)
	for i := range j.rows {
		r := &j.rows[i]
		if i > 0 && j.rows[i-1].trace != r.trace {
			j.endTrace(inTrace)
		}
		if r.span == nil || !j.chosen[r.span] || j.copies[i] {
			continue
		}
		p := j.places[r.span]
		p.records++
		inTrace[r.span]++
		j.countParent(p, int32(i), children)
		j.countLinks(p, r)
	}
	j.endTrace(inTrace)
	for _, p := range j.places {
		p.decide()
	}
}

// decide takes links that may be parents for such where other records of the span have a parent in another trace.
func (p *place) decide() {
	for _, e := range p.above {
		if e.other > 0 {
			p.roots -= p.unsure
			p.missing += p.unsure
			p.dangling -= p.unsure
			p.unsure = 0
		}
	}
}

func (j *joined) endTrace(inTrace map[*span]int64) {
	for s, n := range inTrace {
		p := j.places[s]
		p.traces++
		p.most = max(p.most, n)
	}
	clear(inTrace)
}

func (j *joined) countParent(p *place, i int32, children map[childrenOf]int64) {
	r := &j.rows[i]
	at := j.parent[i]
	switch {
	case at == isRoot:
		p.roots++
		return
	case at == isUnsure:
		p.roots++
		p.unsure++
		return
	case at == isMissing:
		p.missing++
		return
	}
	above := &j.rows[at]
	if above.span == nil || !j.chosen[above.span] {
		p.outside++
		return
	}
	e := p.above[above.span]
	if e == nil {
		e = &edge{}
		p.above[above.span] = e
	}
	if above.trace == r.trace {
		e.same++
	} else {
		e.other++
	}
	e.latest = max(e.latest, r.start-above.start)
	p.early = max(p.early, above.start-r.start)
	of := childrenOf{at, r.span}
	if children[of]++; children[of] == 1 {
		e.parents++
	}
	e.most = max(e.most, children[of])
}

func (j *joined) countLinks(p *place, r *row) {
	counted := make(map[*span]bool, len(r.links))
	links := r.links
	if r.linkTaken {
		links = links[1:]
	}
	for _, l := range links {
		n, ok := j.at[address{l.TraceID, l.SpanID}]
		if !ok {
			if j.sampled(l.TraceID) {
				p.dangling++
			}
			continue
		}
		to := j.rows[n].span
		if to == nil || !j.chosen[to] {
			continue
		}
		of := p.links[to]
		if of == nil {
			of = &linked{}
			p.links[to] = of
		}
		if l.TraceID != r.trace {
			of.other++
		}
		if !counted[to] {
			counted[to] = true
			of.records++
		}
	}
}
