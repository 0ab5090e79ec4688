package facts

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

// Row is what is stored of a record, or of a lookup of one, until all records were read. Rows are grouped by trace id or by span
// id: see RowKind.
type Row struct {
	Kind       RowKind
	Flags      RowFlags
	TraceID    trace.ID // the record's own
	SpanID     trace.SpanID
	Target     trace.SpanID // the span id of the parent, or of the record that a link points at
	Start, End int64        // nanoseconds since 1970
	Hash       uint64       // of the content
	Key        uint64       // hash of the key values, where HasKey is set
	LinkedTo   uint64       // of a LinkResult; of a DeniedLink the index of the name of the target's span
	Lacks      Conditions   // of an UnfollowedRecord
	Source     findings.Source
	Input      uint32
	Line       int64
	Offset     int64
	Span       *compiled.Span // nil in an OtherRecord
	Name       []byte         // of an OtherRecord
	// ParentTraceID is that of a RemoteChild, of a DeniedLink, and of a FlowRecord whose parent should be in its own trace or links to it. Of a
	// LinkLookup with LinksContradictTag it is the trace that the tag gives.
	ParentTraceID trace.ID
	Links         uint32 // of a FlowRecord that may have links: how many it has
	Scoped        []ScopedTag

	parent *Row // of a FlowRecord, once Trace.findParents was called: the FlowRecord of its trace that its parent id names
}

// RowKind says what a row is.
type RowKind uint8

// The kinds of row. The first four are grouped by trace id, the others by span id.
const (
	FlowRecord       RowKind = iota // a record of a flow
	OtherRecord                     // a record of no flow, or under an unknown name
	ParentLookup                    // a record whose parent is Target: in the trace that the row is in, or in any with that span id
	LinkLookup                      // a record that links to Target, in the trace that the row is in
	PossibleParent                  // a record that may be the parent of one in another trace
	RemoteChild                     // a record with a parent in another trace, which may have one such child
	LinkResult                      // a link of the record with the span id, with what it leads to: LinkedTo
	UnfollowedRecord                // a record that lacks what has to follow, unless a child in another trace names it by its span id alone
	DeniedLink                      // a record with a link whose target names another parent: Target in the trace ParentTraceID, zero for any
	ChildlessParent                 // a record that lacks a child in another trace, unless one asks for it by its span id alone
)

// What a LinkResult leads to, besides 1 + the index of a span's name.
const (
	linkedToNothing = 0          // the target is not in the input
	linkedToOther   = ^uint64(0) // a record of no flow
)

// RowFlags are facts about a row.
type RowFlags uint16

// The flags.
const (
	TimesAreValid        RowFlags = 1 << iota // start and end are times
	HasKey                                    // Key is set
	ParentElsewhere                           // the record names its parent's trace, which is another
	NoSpanID                                  // the span id is not valid
	HasBadLink                                // the record has a link that is not valid
	HasBadParent                              // the record has a parent id that is not valid
	UnknownSpan                               // an OtherRecord that belongs to a flow, under a name that the flow does not declare
	TraceIsOpen                               // a ParentLookup by span id alone, whose parent may be in its own trace: records of that were left out or may still come
	ParentIsMissing                           // likewise: a span that may be the parent is missing from that trace, which is reported
	LinksDropped                              // a limit cut links off the record
	LinksContradictTag                        // a tag of the record gives the trace that its links lead to, and they lead to others
	ParentContradictsTag                      // a tag of the record gives the trace of its parent, and it names a parent in another one
	ServerSide                                // the client's side of the call may have the same span id
)

// ScopedTag is the value of a tag that has one value in the whole trace.
type ScopedTag struct {
	Tag   *compiled.Tag
	Value []byte // as text; cut off past maxScoped, with a hash of the rest
}

const (
	maxScoped = 64
	maxName   = 64
)

// Outline returns what checks of rows look at besides the span, as a number: the flags, whether there is a target, and how many links there
// are. It is never 0.
func (r *Row) Outline() uint64 {
	outline := 1 | uint64(r.Flags)<<1 | uint64(r.Links)<<32
	if !r.Target.IsZero() {
		outline |= 1 << 31
	}
	return outline
}

// compare puts the earliest first. Ties are settled by what a record says, and by its place only where it says the same. So what is
// kept of several records depends neither on the order of the input nor on the run: hashes of contents are the same in all. What is the same in
// all rows of a record comes before what differs, so that the same one of several copies is kept in its own trace and in those that it
// looks something up in.
func (r *Row) compare(q *Row) int {
	if order := cmp.Compare(r.Start, q.Start); order != 0 {
		return order
	}
	return cmp.Or(
		cmp.Compare(r.Span.Index, q.Span.Index), bytes.Compare(r.SpanID[:], q.SpanID[:]),
		cmp.Compare(r.End, q.End), cmp.Compare(r.Hash, q.Hash), bytes.Compare(r.Target[:], q.Target[:]),
		bytes.Compare(r.TraceID[:], q.TraceID[:]), cmp.Compare(r.Flags, q.Flags), cmp.Compare(r.Kind, q.Kind),
		cmp.Compare(r.Input, q.Input), cmp.Compare(r.Offset, q.Offset),
	)
}

// sortRows puts the earliest first, which nearly always they are.
func sortRows(rows []*Row) {
	for i := 1; i < len(rows); i++ {
		if rows[i].Start <= rows[i-1].Start {
			slices.SortFunc(rows, (*Row).compare)
			return
		}
	}
}

// place is where a record stands in the input, which identifies it whatever its content.
type place struct {
	input  uint32
	offset int64
}

func (r *Row) place() place { return place{r.Input, r.Offset} }
