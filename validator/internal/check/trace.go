package check

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/trace"
)

// Trace is all records with one trace id, and what records of other traces ask about them.
type Trace struct {
	ID      trace.ID
	Rows    []*Row // the flows' records, the earliest first, each span id once
	Copies  []Copy
	Edges   []Edge
	Links   []LinkEdge
	Open    bool  // absence is no finding: more records may come
	Whole   int64 // how many rows there are, where they are too many to be judged together; else 0
	Lacks   []Lack
	Lacking map[*compiled.SpanName]bool // the steps of Lacks

	judge    *Judge
	rows     []Row // all of the trace, as they were read
	others   []*Row
	unknown  bool // one of the others belongs to a flow
	asks     []*Row
	far      []*Row // children in other traces, where there may be one for each parent
	linked   []*Row // links of records that declare several
	lacks    []*Row // parents that may lack such a child
	bySpan   map[trace.SpanID]*Row
	onCycle  map[*Row]bool
	slots    map[slot]int
	children map[childOf]bool
	last     int64
	steps    []bool // of the plan: which are in the trace
	kinds    []kind
}

// Edge is a record and the one that its parent id names.
type Edge struct {
	Child  *Row
	Parent *Row // nil where there is none
	Far    bool // the parent is in another trace
}

// LinkEdge is a record and the one that a link of it names.
type LinkEdge struct {
	From *Row
	To   *Row // nil where there is none
}

// Copy is a record under a span id that another one has too.
type Copy struct {
	Row   *Row
	First *Row
	Same  bool // in content
}

// judgeTraces groups the rows and runs the rules on each trace, then on the questions that only name a span id.
func (j *Judge) judgeTraces() error {
	t := &Trace{
		judge: j, bySpan: map[trace.SpanID]*Row{}, onCycle: map[*Row]bool{}, Lacking: map[*compiled.SpanName]bool{},
		steps: make([]bool, len(j.plan.SpanNames)),
	}
	var keys group.ByKey
	err := j.byTrace.Each(func(pieces []group.Rows, left int64) error {
		return keys.Go(pieces, func(key [group.KeySize]byte, rows [][]byte) error {
			t.load(trace.ID(key), t.bound(rows, left))
			if err := t.ask(); err != nil {
				return err
			}
			t.findLacks()
			t.run()
			if err := t.passOn(); err != nil {
				return err
			}
			return j.err
		})
	})
	if err != nil {
		return err
	}
	return j.bySpan.Each(func(pieces []group.Rows, left int64) error {
		return keys.Go(pieces, func(_ [group.KeySize]byte, rows [][]byte) error {
			t.loadAnchors(t.bound(rows, left))
			t.run()
			return j.err
		})
	})
}

func (t *Trace) run() {
	for _, r := range traceRules {
		t.judge.rule = r
		r.trace(t)
	}
}

func (t *Trace) reset(n int) {
	clear(t.bySpan)
	clear(t.onCycle)
	clear(t.Lacking)
	clear(t.steps)
	clear(t.children)
	t.Rows, t.Copies, t.Edges, t.Links, t.others, t.asks = t.Rows[:0], t.Copies[:0], t.Edges[:0], t.Links[:0], t.others[:0], t.asks[:0]
	t.far, t.lacks, t.linked = t.far[:0], t.lacks[:0], t.linked[:0]
	t.last, t.Open, t.Lacks, t.unknown = 0, false, t.Lacks[:0], false
	if cap(t.rows) < n {
		t.rows = make([]Row, max(n, min(2*cap(t.rows), t.judge.most)))
	}
	t.rows = t.rows[:n]
}

// load reads the rows of a trace and sorts out who is who.
func (t *Trace) load(id trace.ID, rows [][]byte) {
	t.ID = id
	t.reset(len(rows))
	for i, b := range rows {
		r := &t.rows[i]
		r.read(b, t.judge.plan)
		switch r.Kind {
		case OfFlow:
			t.Rows = append(t.Rows, r)
			if r.Flags&FlagTimes != 0 {
				t.last = max(t.last, r.End)
			}
			t.steps[r.Plan.Name.Index] = true
		case Other:
			t.unknown = t.unknown || r.Flags&FlagUnknown != 0
			if r.Flags&FlagNoSpan == 0 {
				t.others = append(t.others, r)
			}
		default:
			t.asks = append(t.asks, r)
		}
	}
	t.count()
	t.Open = t.Whole > 0 || t.judge.open(t.last)
	slices.SortFunc(t.Rows, (*Row).compare)
	t.separate()
	for _, r := range t.others {
		if first := t.bySpan[r.Span]; first == nil || first.Kind == Other && bytes.Compare(r.Name, first.Name) < 0 {
			t.bySpan[r.Span] = r
		}
	}
}

// compare puts the earliest first. Ties are settled by what a record says, and by its place only where it says the same.
func (r *Row) compare(q *Row) int {
	return cmp.Or(
		cmp.Compare(r.Start, q.Start), cmp.Compare(r.Plan.Index, q.Plan.Index), bytes.Compare(r.Span[:], q.Span[:]),
		bytes.Compare(r.Target[:], q.Target[:]), cmp.Compare(r.End, q.End), cmp.Compare(r.Source, q.Source),
		cmp.Compare(r.Input, q.Input), cmp.Compare(r.Offset, q.Offset),
	)
}

func (t *Trace) count() {
	c := &t.judge.counts
	if len(t.Rows) > 0 || t.unknown {
		c.Traces++
	}
	for i, in := range t.steps {
		if in {
			c.StepTraces[i]++
		}
	}
}

// open reports whether no absence can be concluded for what ends at the time.
func (j *Judge) open(end int64) bool {
	return j.partial() || j.opts.Settle > 0 && end > j.end-int64(j.opts.Settle)
}

// partial reports whether records are missing from the input: it is said to be a cut-out, or could not be read as a whole.
func (j *Judge) partial() bool { return j.opts.Incomplete || j.broken }

// separate takes out all but one of the records that share a span id. The one that stays is the content that occurs
// most or, among those, the earliest.
func (t *Trace) separate() {
	unique := true
	for _, r := range t.Rows {
		if r.Flags&FlagNoSpan != 0 {
			continue
		}
		if t.bySpan[r.Span] != nil {
			unique = false
			continue
		}
		t.bySpan[r.Span] = r
	}
	if unique {
		return
	}
	votes := map[content]int{}
	for _, r := range t.Rows {
		votes[content{r.Span, r.Hash}]++
	}
	for _, r := range t.Rows { // the earliest first, so that it wins a tie
		if first := t.bySpan[r.Span]; first != nil && votes[content{r.Span, r.Hash}] > votes[content{r.Span, first.Hash}] {
			t.bySpan[r.Span] = r
		}
	}
	kept := t.Rows[:0]
	said := map[content]bool{}
	for _, r := range t.Rows {
		first := t.bySpan[r.Span]
		if r.Flags&FlagNoSpan != 0 || first == r {
			kept = append(kept, r)
			continue
		}
		same := r.Hash == first.Hash || said[content{r.Span, r.Hash}]
		said[content{r.Span, r.Hash}] = true
		t.Copies = append(t.Copies, Copy{r, first, same})
	}
	t.Rows = kept
}

type content struct {
	span trace.SpanID
	hash uint64
}

// ask connects records with their parents and links with their targets. A parent id that is not of this trace and belongs
// to one that nobody names is passed on.
func (t *Trace) ask() error {
	for _, r := range t.Rows {
		if r.Plan.Parent == nil || r.Target.IsZero() || r.Flags&(FlagForeign|FlagNoSpan) != 0 {
			continue
		}
		parent := t.bySpan[r.Target]
		if parent == nil && r.Plan.Model.ParentInOtherTrace() {
			ask := *r
			ask.Kind, ask.Scoped = AskParent, nil
			t.judge.row = ask.append(t.judge.row[:0])
			if err := t.judge.bySpan.Add(spanKey(r.Target), t.judge.row); err != nil {
				return err
			}
			continue
		}
		t.Edges = append(t.Edges, Edge{Child: r, Parent: parent})
	}
	slices.SortFunc(t.asks, (*Row).compare)
	t.askOnce()
	for _, r := range t.asks {
		to := t.bySpan[r.Target]
		if r.Kind == AskLink {
			t.Links = append(t.Links, LinkEdge{r, to})
			continue
		}
		t.Edges = append(t.Edges, Edge{Child: r, Parent: to, Far: true})
	}
	return nil
}

// loadAnchors reads the records that have one span id, whatever their trace, and who asks for a parent of that id.
func (t *Trace) loadAnchors(rows [][]byte) {
	t.ID = trace.ID{}
	t.reset(len(rows))
	var anchors []*Row
	for i, b := range rows {
		r := &t.rows[i]
		switch r.read(b, t.judge.plan); r.Kind {
		case Anchor:
			anchors = append(anchors, r)
		case FarChild:
			t.far = append(t.far, r)
		case FarLack:
			t.lacks = append(t.lacks, r)
		case Linked:
			t.linked = append(t.linked, r)
		default:
			t.asks = append(t.asks, r)
		}
	}
	slices.SortFunc(anchors, (*Row).compare)
	t.adopt(anchors)
	t.loadFar()
}

// adopt finds the parent of each record that asks: the first of the declared step or, where there is none, of any.
func (t *Trace) adopt(anchors []*Row) {
	best := map[*compiled.SpanName]*Row{}
	for _, a := range anchors {
		t.judge.looked++
		if best[a.Plan.Name] == nil {
			best[a.Plan.Name] = a
		}
	}
	for _, r := range t.asks {
		t.judge.looked++
		parent := best[r.Plan.Parent]
		if parent == nil && len(anchors) > 0 && t.Whole == 0 { // else the right one may be among what is left out
			parent = anchors[0]
		}
		t.Edges = append(t.Edges, Edge{Child: r, Parent: parent, Far: true})
	}
}

// report reports that the row's record breaks the rule that is being run.
func (t *Trace) report(row *Row, tag string, detail func() findings.Detail) {
	t.note(row, tag, t.judge.tally.Report, detail)
}

// note reports to one of the tally's methods.
func (t *Trace) note(row *Row, tag string, to func(findings.Key, findings.Place, func() findings.Detail) error, detail func() findings.Detail) {
	j := t.judge
	r := j.rule
	sev := j.severityOf(r, row.Plan.Name, r.Severity)
	if sev == trace.Off {
		return
	}
	key := findings.Key{
		Rule: r.index, Severity: sev, Flow: uint16(row.Plan.Flow.AllVersions.Index + 1), Span: j.names[row.Plan.Name.Index],
		Tag: j.tally.Name([]byte(tag)), Source: row.Source,
	}
	at := findings.Place{TraceID: row.Home, SpanID: row.Span, Input: row.Input, Line: row.Line, Offset: row.Offset}
	if err := to(key, at, detail); j.err == nil {
		j.err = err
	}
}

// name returns the name that a row's record goes by.
func (r *Row) name() string {
	if r.Plan != nil {
		return r.Plan.Model.Name
	}
	return findings.Text(r.Name)
}
