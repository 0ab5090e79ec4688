package facts

import (
	"bytes"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/trace"
)

// Trace is what is known about the records with one trace id. WorkOut fills it, in an order in which each step needs those
// before it:
//
//  1. copies: records that share a span id; only one of them is checked any further
//  2. parents: which record is the parent of which
//  3. cycles: records that are their own ancestors
//  4. missing spans: those that should be in the trace and are not
//  5. unresolved parents and links, and whether a missing span explains them
//  6. missing outcomes: records that lack what has to follow
//
// A trace that is too large has only its first records. Then nothing is known to be missing.
type Trace struct {
	ID     trace.ID
	Rows   []*Row // the flows' records, the earliest first, each span id once
	Copies []Copy // in the same order
	Cycles []Cycle

	Parents           []Parent
	UnresolvedParents []UnresolvedParent
	Links             []Link
	UnresolvedLinks   []UnresolvedLink
	Missing           []MissingSpan
	MissingOutcomes   []MissingOutcome

	complete     Completeness
	settled      bool                 // no record of the trace may still come
	first, last  int64                // the earliest start and the latest end of a record of a flow, in nanoseconds since 1970; 0 without one
	spanNames    []*compiled.SpanName // of the flows' records, each once
	has          []bool               // by SpanName.Index: which are among spanNames
	ofFlow       bool                 // there is a record of a flow, be it under an unknown name
	others       []*Row               // OtherRecords
	lookups      []*Row               // ParentLookups and LinkLookups of records in other traces, and of links in this one
	bySpanID     rowIndex
	serverSides  rowIndex // of calls whose client's side is in bySpanID under the same span id
	onCycle      map[*Row]bool
	missingNames map[*compiled.SpanName]bool // of Missing, without those below a parent
	kinds        []kind
	children     map[childOf]bool
	// remoteLookups are records whose parent is not in the trace and may be in any other trace.
	remoteLookups []*Row
	// childless are records with a missing child that may be in another trace.
	childless []*Row
	// denied are links whose targets name another parent; copyParents is which parents copies name.
	denied      []Link
	copyParents map[naming]bool
	// followed are the records above a follower, with the follower's name; strays are the names of followers whose place is not
	// known; unfollowed are records that lack a follower, which may be in another trace.
	followed   map[childOf]bool
	strays     map[*compiled.SpanName]bool
	unfollowed []MissingOutcome
	scratch    Row // that is being passed on
}

// NewTrace returns a Trace that WorkOut can fill again and again.
func NewTrace(flows *compiled.Flows) *Trace {
	return &Trace{
		onCycle: map[*Row]bool{}, missingNames: map[*compiled.SpanName]bool{}, children: map[childOf]bool{},
		copyParents: map[naming]bool{}, followed: map[childOf]bool{}, strays: map[*compiled.SpanName]bool{},
		has: Unshared[bool](len(flows.SpanNames)),
	}
}

// WorkOut works out the facts about the trace with the id. They point into rows, and are valid until the next call.
// complete says when the absence of a record is conclusive; it is Partial where rows of the trace were left out.
func (t *Trace) WorkOut(id trace.ID, rows []Row, complete Completeness) {
	t.reset(id, complete)
	t.sort(rows)
	t.findCopies()
	t.findParents()
	t.findCycles()
	t.findMissing()
	t.explain()
	t.findMissingOutcomes()
}

func (t *Trace) reset(id trace.ID, complete Completeness) {
	t.ID, t.complete = id, complete
	t.bySpanID.reset()
	t.serverSides.reset()
	empty(t.onCycle)
	empty(t.missingNames)
	for _, name := range t.spanNames {
		t.has[name.Index] = false
	}
	empty(t.children)
	empty(t.followed)
	empty(t.strays)
	empty(t.copyParents)
	t.Rows, t.Copies, t.Cycles = t.Rows[:0], t.Copies[:0], t.Cycles[:0]
	t.Parents, t.UnresolvedParents, t.Missing = t.Parents[:0], t.UnresolvedParents[:0], t.Missing[:0]
	t.Links, t.UnresolvedLinks = t.Links[:0], t.UnresolvedLinks[:0]
	t.others, t.lookups, t.remoteLookups, t.childless, t.kinds = t.others[:0], t.lookups[:0], t.remoteLookups[:0], t.childless[:0], t.kinds[:0]
	t.MissingOutcomes, t.unfollowed = t.MissingOutcomes[:0], t.unfollowed[:0]
	t.denied, t.spanNames = t.denied[:0], t.spanNames[:0]
	t.first, t.last, t.ofFlow = 0, 0, false
}

// empty clears a map, which nearly always is empty: then it costs nothing.
func empty[K comparable, V any](m map[K]V) {
	if len(m) > 0 {
		clear(m)
	}
}

// sort separates the records of the trace from lookups.
func (t *Trace) sort(rows []Row) {
	for i := range rows {
		r := &rows[i]
		switch r.Kind {
		case FlowRecord:
			t.Rows = append(t.Rows, r)
			if r.Flags&TimesAreValid != 0 {
				t.span(r.Start, r.End)
			}
			if name := r.Span.Name; !t.has[name.Index] {
				t.has[name.Index] = true
				t.spanNames = append(t.spanNames, name)
			}
			t.ofFlow = true
		case OtherRecord:
			if r.Flags&UnknownSpan != 0 {
				t.ofFlow = true
				if r.Flags&TimesAreValid != 0 {
					t.span(r.Start, r.Start)
				}
			}
			if r.Flags&NoSpanID == 0 {
				t.others = append(t.others, r)
			}
		default:
			t.lookups = append(t.lookups, r)
		}
	}
	t.settled = t.complete.Settled(t.first, t.last)
	sortRows(t.Rows)
	sortRows(t.lookups)
}

// span notes when a record of a flow started and ended.
func (t *Trace) span(start, end int64) {
	if t.last = max(t.last, end); t.first == 0 || start < t.first {
		t.first = start
	}
}

// settledWith reports whether no record of the trace can be missing, or still come, for a record of another trace that asks for it.
func (t *Trace) settledWith(q *Row) bool {
	began := q.Start
	if t.first != 0 {
		began = min(began, t.first)
	}
	return t.complete.Settled(began, max(q.End, t.last))
}

// OfFlow reports whether a record of a flow is in the trace, be it under a name that the flow has not.
func (t *Trace) OfFlow() bool { return t.ofFlow }

// Has reports whether a record of the span is in the trace.
func (t *Trace) Has(name *compiled.SpanName) bool { return t.has[name.Index] }

// SpanNames returns the names of the spans of which a record is in the trace, each once.
func (t *Trace) SpanNames() []*compiled.SpanName { return t.spanNames }

// First returns the row that stands for the trace, or nil where no record of a flow has to do with it.
func (t *Trace) First() *Row {
	for _, rows := range [...][]*Row{t.Rows, t.lookups} {
		if len(rows) > 0 {
			return rows[0]
		}
	}
	return nil
}

// addOthers makes records of no flow known by their span ids. Of several with one id the name that sorts first counts.
func (t *Trace) addOthers() {
	for _, r := range t.others {
		if first := t.bySpanID.get(r.SpanID); first == nil || first.Kind == OtherRecord && bytes.Compare(r.Name, first.Name) < 0 {
			t.bySpanID.set(r.SpanID, r)
		}
	}
}
