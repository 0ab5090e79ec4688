package facts

import (
	"bytes"
	"slices"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/trace"
)

// Trace is what is known of the records with one trace id. WorkOut fills it, in an order in which each fact stands on those
// before it:
//
//  1. copies: records that share a span id; only one of them is looked at any further
//  2. parents: who is whose parent
//  3. cycles: who is their own ancestor
//  4. what is missing: spans that should be in the trace, and are not
//  5. what is explained by what is missing: parents and links that lead to nothing
//  6. outcomes: which records lack what has to follow
//
// Of a trace that is too large only the first records are there. Then nothing that is missing is a fact.
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
	settled      bool   // no record of the trace may still come
	last         int64  // the latest end of a record of a flow
	spanNames    []bool // by the index of a span's name: which are in the trace
	ofFlow       bool   // there is a record of a flow, be it under an unknown name
	others       []*Row // OtherRecords
	questions    []*Row // ParentQuestions and LinkQuestions of records in other traces, and of links in this one
	bySpanID     map[trace.SpanID]*Row
	onCycle      map[*Row]bool
	missingNames map[*compiled.SpanName]bool // of Missing, without those below a parent
	kinds        []kind
	children     map[childOf]bool
	// askElsewhere are records whose parent is not in the trace, and may be in any other.
	askElsewhere []*Row
	// childless are records that lack a child, which may be in another trace.
	childless []*Row
	// followed are the records above a follower, with the follower's name; strays are the names of followers whose place is not
	// known; unfollowed are records that lack a follower, which may be in another trace.
	followed   map[childOf]bool
	strays     map[*compiled.SpanName]bool
	unfollowed []MissingOutcome
	question   Row // that is being passed on
}

// NewTrace returns a Trace that WorkOut can fill again and again.
func NewTrace(flows *compiled.Flows) *Trace {
	return &Trace{
		bySpanID: map[trace.SpanID]*Row{}, onCycle: map[*Row]bool{}, missingNames: map[*compiled.SpanName]bool{}, children: map[childOf]bool{},
		followed: map[childOf]bool{}, strays: map[*compiled.SpanName]bool{},
		spanNames: make([]bool, len(flows.SpanNames)),
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
	clear(t.bySpanID)
	clear(t.onCycle)
	clear(t.missingNames)
	clear(t.spanNames)
	clear(t.children)
	clear(t.followed)
	clear(t.strays)
	t.Rows, t.Copies, t.Cycles = t.Rows[:0], t.Copies[:0], t.Cycles[:0]
	t.Parents, t.UnresolvedParents, t.Missing = t.Parents[:0], t.UnresolvedParents[:0], t.Missing[:0]
	t.Links, t.UnresolvedLinks = t.Links[:0], t.UnresolvedLinks[:0]
	t.others, t.questions, t.askElsewhere, t.childless, t.kinds = t.others[:0], t.questions[:0], t.askElsewhere[:0], t.childless[:0], t.kinds[:0]
	t.MissingOutcomes, t.unfollowed = t.MissingOutcomes[:0], t.unfollowed[:0]
	t.last, t.ofFlow = 0, false
}

// sort tells the records of the trace from questions about them.
func (t *Trace) sort(rows []Row) {
	for i := range rows {
		r := &rows[i]
		switch r.Kind {
		case FlowRecord:
			t.Rows = append(t.Rows, r)
			if r.Flags&TimesAreValid != 0 {
				t.last = max(t.last, r.End)
			}
			t.spanNames[r.Span.Name.Index], t.ofFlow = true, true
		case OtherRecord:
			t.ofFlow = t.ofFlow || r.Flags&UnknownSpan != 0
			if r.Flags&NoSpanID == 0 {
				t.others = append(t.others, r)
			}
		default:
			t.questions = append(t.questions, r)
		}
	}
	t.settled = t.complete.Settled(t.last)
	slices.SortFunc(t.Rows, (*Row).compare)
	slices.SortFunc(t.questions, (*Row).compare)
}

// OfFlow reports whether a record of a flow is in the trace, be it under a name that the flow has not.
func (t *Trace) OfFlow() bool { return t.ofFlow }

// Has reports whether a record of the span is in the trace.
func (t *Trace) Has(name *compiled.SpanName) bool { return t.spanNames[name.Index] }

// First returns the row that stands for the trace, or nil where no record of a flow has to do with it.
func (t *Trace) First() *Row {
	for _, rows := range [...][]*Row{t.Rows, t.questions} {
		if len(rows) > 0 {
			return rows[0]
		}
	}
	return nil
}

// addOthers makes records of no flow known by their span ids. Of several with one id the name that sorts first counts.
func (t *Trace) addOthers() {
	for _, r := range t.others {
		if first := t.bySpanID[r.SpanID]; first == nil || first.Kind == OtherRecord && bytes.Compare(r.Name, first.Name) < 0 {
			t.bySpanID[r.SpanID] = r
		}
	}
}
