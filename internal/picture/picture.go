// Package picture lays out a trace as its spec draws it: each step has its row before a record comes, and a step that did not
// come is drawn up to its deadline. It knows no output format, and decides no rule: what is wrong with a record comes with it.
//
// The layout comes from the spec. Records hang on each other by their parents' ids; where a parent is not there, its id is worked out
// (docs/ids.md), so that what hangs on it stays on its branch. Times are never shifted.
//
// The texts of a Picture are those of specs and records as they are: who prints them escapes them.
package picture

import (
	"time"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// Source is what a picture is drawn from.
type Source struct {
	TraceID trace.ID
	Flow    *model.Flow // that the trace is of
	// Records are those of the trace, and those of other traces that they name or that name them, in any order. Each is drawn at most
	// once: all of the trace, and of the others those that steps of the trace hang on.
	Records []*trace.Judged
	// End is when the input ends, in nanoseconds since 1970; 0 where that is not known, and then nothing counts as lost.
	End int64
	// Settle is validator.Options.Settle: a trace whose newest record is closer than that to End may still grow.
	Settle time.Duration
	// Incomplete is validator.Options.Incomplete: that a record is not there means nothing.
	Incomplete bool
}

// Picture is one trace. It does not change once it was drawn.
type Picture struct {
	TraceID trace.ID
	Flow    *model.Flow
	ID      KeyValue // the tag that the trace id derives from and its value; empty where it is not known
	Start   int64    // of the earliest record that is drawn, in nanoseconds since 1970; 0 where none has a time
	Verdict Verdict
	Records int // of the trace itself

	Trunk    []*Row         // what leads to the branches, and what belongs to none
	Branches []*Branch      // the earliest first
	Loose    []*Row         // records of no place in the flow, whose parent is not known
	Breaks   []trace.Breach // what the trace breaks as a whole, and no row shows
	Links    []Link         // to other traces, where records of the trace link to them or are the parents of records there

	// BranchNoun is what branches are called, in the singular: the name of their key without "_id", else "branch".
	BranchNoun string
	// Longest is the time from Start to the last record or deadline that is drawn: see NewAxis.
	Longest time.Duration
}

// Verdict is the answer in one sentence.
type Verdict struct {
	State State
	Text  string // without a full stop
}

// KeyValue is a tag with its value as text.
type KeyValue struct{ Tag, Value string }

// Branch is what follows from one record of a span that occurs once for each value of its key.
type Branch struct {
	Key     []KeyValue // empty where no record says which it is
	About   string     // the values of the tags that select the variants, such as "ios"
	Service string     // who emitted the last step that came
	Version string     // its app version, or ""
	Steps   []*Row     // in the order of the flow
}

// Worst returns the worst state of the branch's steps.
func (b *Branch) Worst() State {
	worst := Came
	for _, r := range b.Steps {
		worst = worst.Worse(r.State)
	}
	return worst
}

// Row is a step that came or did not.
type Row struct {
	Span  string // the name on the wire
	Label string // the name without the flow's namespace
	State State
	Why   string // of a step that did not come, what its state rests on, in a few words; or ""
	Depth int    // how far it is indented below the trunk or the branch's title: 0 unless its parent has several kinds of child
	Key   []KeyValue
	Again bool // its span id is that of the record above it

	// At is when the record starts and Due when the step had to have come, in nanoseconds since Picture.Start; After is the time from the
	// start of the step before it to its own, and From when that step was. They mean something where the matching Has field is set. A
	// negative After says that the record starts before its parent.
	At, From, After, Due    time.Duration
	HasAt, HasAfter, HasDue bool
	Lasts                   time.Duration // of a measured step; 0 for an instant
	Within                  time.Duration // from the step before, by the spec; 0 for any time
	Joined                  bool          // the record is of another trace
	Record                  *trace.Judged // nil where none came
	Breaks                  []trace.Breach
	Parent                  *Row // the step before it, nil for none
}

// Link is another trace that this one names.
type Link struct {
	TraceID trace.ID
	Span    string // the name of the span there, "" where it is not known
	Came    bool   // a record of that trace is known
}

// Source returns who emitted the record, as "iOS 24.11.0"; "" where none came.
func (r *Row) Source() string {
	if r.Record == nil {
		return ""
	}
	if r.Record.App == "" {
		return r.Record.Emitter
	}
	return r.Record.Emitter + " " + r.Record.App
}

// Rows calls do with each row, in the order in which they are drawn.
func (p *Picture) Rows(do func(*Row)) {
	for _, r := range p.Trunk {
		do(r)
	}
	for _, b := range p.Branches {
		for _, r := range b.Steps {
			do(r)
		}
	}
	for _, r := range p.Loose {
		do(r)
	}
}
