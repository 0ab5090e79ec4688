package live

import (
	"bytes"
	"container/list"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/specgen/specgen/internal/picture"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// ring keeps the records of the latest traces. When there are too many, the trace that was quiet for longest goes first, one without
// a record of a flow before all others. It is safe for concurrent use.
type ring struct {
	config *Config
	limits limits

	mu       sync.Mutex
	checker  *validator.Checker // tells records of a flow from others
	traces   map[trace.ID]*kept
	of       [2]*list.List // traces, that which was quiet for longest first: without a record of a flow, and with one
	namedBy  map[trace.ID]map[trace.ID]struct{}
	bytes    int64
	counts   Counts
	arrivals int64
	changed  map[trace.ID]struct{} // to be judged
	queue    []trace.ID            // changed in its order, and perhaps traces that have gone
	wake     chan struct{}         // has room for one
	err      error                 // of Config.Record or Config.Broken
}

// Counts is what came.
type Counts struct {
	Records int64 // of a flow
	Others  int64 // of none
	Broken  int64 // requests that could not be read
	Gone    int64 // traces that made room for others
	LeftOut int64 // records above the limit of their trace
}

// kept is the records of one trace.
type kept struct {
	id      trace.ID
	place   *list.Element
	flow    bool // it has a record of a flow
	number  int64
	records []*trace.Record // they are not changed once they are here
	bytes   int64
	leftOut int64
	names   []trace.ID // of other traces, to which its records refer
	last    time.Time  // when the latest came
	told    int        // how many of records were judged
	verdict *verdict   // the latest; nil before the first
	settled bool       // it was judged as complete
}

// maxNames bounds the other traces that a trace is judged with.
const maxNames = 16

func newRing(config *Config, l limits) (*ring, error) {
	checker, err := config.Validator.NewChecker(validator.CheckerOptions{})
	if err != nil {
		return nil, err
	}
	return &ring{
		config: config, limits: l, checker: checker, traces: map[trace.ID]*kept{}, of: [2]*list.List{list.New(), list.New()},
		namedBy: map[trace.ID]map[trace.ID]struct{}{}, changed: map[trace.ID]struct{}{}, wake: make(chan struct{}, 1),
	}, nil
}

// add adds a record, which the caller may use again.
func (g *ring) add(one *trace.Record) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.config.Record != nil && g.err == nil {
		g.err = g.config.Record(one)
	}
	ofFlow := g.checker.Check(one)
	if ofFlow {
		g.counts.Records++
	} else {
		g.counts.Others++
	}
	k := g.traces[one.TraceID]
	if k == nil {
		g.arrivals++
		k = &kept{id: one.TraceID, number: g.arrivals}
		k.place = g.of[0].PushBack(k)
		g.traces[one.TraceID] = k
	}
	g.keep(k, one, ofFlow)
	g.shrink(k)
	return nil
}

// keep adds a record to its trace.
func (g *ring) keep(k *kept, one *trace.Record, ofFlow bool) {
	k.last = time.Now()
	k.settled = false
	if ofFlow && !k.flow {
		g.of[0].Remove(k.place)
		k.flow, k.place = true, g.of[1].PushBack(k)
	} else {
		g.of[index(k.flow)].MoveToBack(k.place)
	}
	if len(k.records) >= g.limits.records {
		k.leftOut++
		g.counts.LeftOut++
		return
	}
	record, size := clone(one, ofFlow)
	if n := len(k.records); record.Resource != nil && (n == 0 || k.records[n-1].Resource != record.Resource) {
		size += sizeOfResource(record.Resource)
	}
	k.records = append(k.records, record)
	k.bytes += size
	g.bytes += size
	g.refer(k, one)
	if k.flow {
		g.mark(k.id)
	}
	for _, id := range slices.SortedFunc(maps.Keys(g.namedBy[k.id]), func(a, b trace.ID) int { return bytes.Compare(a[:], b[:]) }) {
		g.mark(id)
	}
}

func index(flow bool) int {
	if flow {
		return 1
	}
	return 0
}

// refer notes the traces that a record refers to.
func (g *ring) refer(k *kept, one *trace.Record) {
	name := func(id trace.ID) {
		if id.IsZero() || id == k.id || len(k.names) >= maxNames || slices.Contains(k.names, id) {
			return
		}
		k.names = append(k.names, id)
		if g.namedBy[id] == nil {
			g.namedBy[id] = map[trace.ID]struct{}{}
		}
		g.namedBy[id][k.id] = struct{}{}
	}
	name(one.ParentTraceID)
	for i := range one.Links {
		name(one.Links[i].TraceID)
	}
}

// mark says that a trace is to be judged again.
func (g *ring) mark(id trace.ID) {
	if _, ok := g.changed[id]; ok {
		return
	}
	g.changed[id] = struct{}{}
	g.queue = append(g.queue, id)
	select {
	case g.wake <- struct{}{}:
	default: // it was woken already
	}
}

// shrink makes room, but not of the trace that has just got a record or a verdict.
func (g *ring) shrink(latest *kept) {
	for len(g.traces) > g.limits.traces || g.bytes > g.limits.bytes {
		oldest := g.of[0].Front()
		if oldest == nil || oldest.Value == latest {
			oldest = g.of[1].Front()
		}
		if oldest == nil || oldest.Value == latest {
			return
		}
		g.forget(oldest.Value.(*kept))
	}
}

func (g *ring) forget(k *kept) {
	g.of[index(k.flow)].Remove(k.place)
	g.bytes -= k.bytes
	delete(g.traces, k.id)
	if _, ok := g.changed[k.id]; ok {
		delete(g.changed, k.id)
		g.queue = slices.DeleteFunc(g.queue, func(id trace.ID) bool { return id == k.id })
	}
	for _, id := range k.names {
		if delete(g.namedBy[id], k.id); len(g.namedBy[id]) == 0 {
			delete(g.namedBy, id)
		}
	}
	if k.flow {
		g.counts.Gone++
	}
}

// broken notes a request that cannot be read.
func (g *ring) broken(name string, problem trace.Problem) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.counts.Broken++
	if g.config.Broken != nil && g.err == nil {
		g.err = g.config.Broken(name, problem)
	}
}

// counted returns what came so far.
func (g *ring) counted() Counts {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.counts
}

// failed returns the error of Config.Record or Config.Broken.
func (g *ring) failed() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.err
}

// task is a trace that is to be judged, with the traces it refers to.
type task struct {
	trace   *kept
	records []*trace.Record // of the trace
	others  []*trace.Record // of the traces that it refers to
}

// take returns the next trace that is to be judged, or nil.
func (g *ring) take() *task {
	g.mu.Lock()
	defer g.mu.Unlock()
	for len(g.queue) > 0 {
		id := g.queue[0]
		g.queue = g.queue[1:]
		delete(g.changed, id)
		if k := g.traces[id]; k != nil && k.flow {
			return g.task(k)
		}
	}
	return nil
}

func (g *ring) task(k *kept) *task {
	t := &task{trace: k, records: slices.Clip(k.records)}
	for _, id := range k.names {
		if other := g.traces[id]; other != nil && len(t.others) < g.limits.records {
			t.others = append(t.others, other.records...)
		}
	}
	return t
}

// settled returns the traces that have become quiet, each once, and when the next one will.
func (g *ring) settled(now time.Time, settle time.Duration) (tasks []*task, next time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	next = settle
	for e := g.of[1].Front(); e != nil; e = e.Next() {
		k := e.Value.(*kept)
		if k.settled {
			continue
		}
		if left := settle - now.Sub(k.last); left > 0 {
			return tasks, min(next, left)
		}
		k.settled = true
		tasks = append(tasks, g.task(k))
	}
	return tasks, next
}

// put keeps the verdict on a trace. It returns how many of its records were judged before.
func (g *ring) put(k *kept, v *verdict) (before int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	before = k.told
	grown := v.size
	if k.verdict != nil {
		grown -= k.verdict.size
	}
	k.told, k.verdict = len(v.Records), v
	if g.traces[k.id] == k { // it has not made room for another meanwhile
		k.bytes += grown
		g.bytes += grown
		g.shrink(k)
	}
	return before
}

// shownTrace is a trace for the page.
type shownTrace struct {
	id      trace.ID
	number  int64 // rises with the time when it began
	verdict *verdict
}

// newest returns the traces of flows that began last and were judged, the newest first.
func (g *ring) newest(n int) []shownTrace {
	g.mu.Lock()
	defer g.mu.Unlock()
	var out []shownTrace
	for _, k := range g.traces {
		if k.flow && k.verdict != nil {
			out = append(out, shownTrace{k.id, k.number, k.verdict})
		}
	}
	slices.SortFunc(out, func(a, b shownTrace) int { return int(b.number - a.number) })
	return out[:min(n, len(out))]
}

// shown returns how many traces of flows there are, with those that have gone.
func (g *ring) shown() int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return int64(g.of[1].Len()) + g.counts.Gone
}

// source is what the trace is drawn from.
func (t *shownTrace) source(complete bool, settle time.Duration) picture.Source {
	s := picture.Source{TraceID: t.id, Flow: t.verdict.Flow, Records: slices.Concat(t.verdict.Records, t.verdict.Others), Incomplete: !complete}
	if complete {
		s.End, s.Settle = time.Now().UnixNano(), settle
	}
	return s
}
