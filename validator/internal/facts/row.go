package facts

import (
	"bytes"
	"cmp"
	"encoding/binary"

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

// Append writes the row behind b. Rows of OtherRecords are short: only what names them is written.
func (r *Row) Append(b []byte) []byte {
	b = append(b, byte(r.Kind), byte(r.Flags), byte(r.Flags>>8))
	b = append(b, r.SpanID[:]...)
	b = binary.LittleEndian.AppendUint64(b, uint64(r.Start))
	if r.Kind == OtherRecord {
		return append(b, r.Name...)
	}
	b = append(b, r.TraceID[:]...)
	b = append(b, r.Target[:]...)
	b = binary.LittleEndian.AppendUint64(b, uint64(r.End))
	b = binary.LittleEndian.AppendUint64(b, r.Hash)
	if r.Kind == LinkResult || r.Kind == DeniedLink {
		b = binary.LittleEndian.AppendUint64(b, r.LinkedTo)
	} else {
		b = binary.LittleEndian.AppendUint64(b, r.Key)
	}
	b = binary.LittleEndian.AppendUint64(b, r.Source.Service)
	b = binary.LittleEndian.AppendUint64(b, r.Source.Version)
	b = binary.LittleEndian.AppendUint32(b, r.Input)
	b = binary.LittleEndian.AppendUint64(b, uint64(r.Line))
	b = binary.LittleEndian.AppendUint64(b, uint64(r.Offset))
	b = binary.LittleEndian.AppendUint32(b, uint32(r.Span.Index))
	switch r.Kind {
	case RemoteChild, DeniedLink:
		return append(b, r.ParentTraceID[:]...)
	case LinkLookup:
		if r.Flags&LinksContradictTag != 0 {
			b = append(b, r.ParentTraceID[:]...)
		}
		return b
	case UnfollowedRecord:
		return append(b, r.Lacks...)
	case FlowRecord:
		if r.hasParentTrace() {
			b = append(b, r.ParentTraceID[:]...)
		}
		if len(r.Span.LinksTo) > 0 {
			b = binary.LittleEndian.AppendUint32(b, r.Links)
		}
	}
	for _, s := range r.Scoped {
		b = append(b, byte(s.Tag.Index), byte(s.Tag.Index>>8), byte(len(s.Value)))
		b = append(b, s.Value...)
	}
	return b
}

// hasParentTrace reports whether a FlowRecord keeps its ParentTraceID.
func (r *Row) hasParentTrace() bool {
	return r.Flags&ParentElsewhere != 0 && (r.Span.LinkedByParent || !r.Span.HasParentIn(anotherTrace))
}

// read reads a row back. Its texts are part of b.
func (r *Row) read(b []byte, flows *compiled.Flows) {
	scoped := r.Scoped[:0]
	*r = Row{Kind: RowKind(b[0]), Flags: RowFlags(b[1]) | RowFlags(b[2])<<8}
	b = b[1:]
	copy(r.SpanID[:], b[2:])
	r.Start = int64(binary.LittleEndian.Uint64(b[10:]))
	if r.Kind == OtherRecord {
		r.Name = b[18:]
		return
	}
	copy(r.TraceID[:], b[18:])
	copy(r.Target[:], b[34:])
	r.End = int64(binary.LittleEndian.Uint64(b[42:]))
	r.Hash = binary.LittleEndian.Uint64(b[50:])
	if key := binary.LittleEndian.Uint64(b[58:]); r.Kind == LinkResult || r.Kind == DeniedLink {
		r.LinkedTo = key
	} else {
		r.Key = key
	}
	r.Source = findings.Source{Service: binary.LittleEndian.Uint64(b[66:]), Version: binary.LittleEndian.Uint64(b[74:])}
	r.Input = binary.LittleEndian.Uint32(b[82:])
	r.Line = int64(binary.LittleEndian.Uint64(b[86:]))
	r.Offset = int64(binary.LittleEndian.Uint64(b[94:]))
	r.Span = flows.Spans[binary.LittleEndian.Uint32(b[102:])]
	switch r.Kind {
	case RemoteChild, DeniedLink:
		copy(r.ParentTraceID[:], b[106:])
		return
	case LinkLookup:
		copy(r.ParentTraceID[:], b[106:]) // where it was written
		return
	case UnfollowedRecord:
		r.Lacks = b[106:]
		return
	}
	rest := b[106:]
	if r.Kind == FlowRecord {
		if r.hasParentTrace() {
			rest = rest[copy(r.ParentTraceID[:], rest):]
		}
		if len(r.Span.LinksTo) > 0 {
			r.Links = binary.LittleEndian.Uint32(rest)
			rest = rest[4:]
		}
	}
	for len(rest) >= 3 {
		n := 3 + int(rest[2])
		tag := r.Span.Flow.Tags[int(rest[0])|int(rest[1])<<8]
		scoped = append(scoped, ScopedTag{tag, rest[3:n]})
		rest = rest[n:]
	}
	r.Scoped = scoped
}

// compare puts the earliest first. Ties are settled by what a record says, and by its place only where it says the same. So what is
// kept of several records depends neither on the order of the input nor on the run: hashes of contents are the same in all. What is the same in
// all rows of a record comes before what differs, so that the same one of several copies is kept in its own trace and in those that it
// looks something up in.
func (r *Row) compare(q *Row) int {
	return cmp.Or(
		cmp.Compare(r.Start, q.Start), cmp.Compare(r.Span.Index, q.Span.Index), bytes.Compare(r.SpanID[:], q.SpanID[:]),
		cmp.Compare(r.End, q.End), cmp.Compare(r.Hash, q.Hash), bytes.Compare(r.Target[:], q.Target[:]),
		bytes.Compare(r.TraceID[:], q.TraceID[:]), cmp.Compare(r.Flags, q.Flags), cmp.Compare(r.Kind, q.Kind),
		cmp.Compare(r.Input, q.Input), cmp.Compare(r.Offset, q.Offset),
	)
}

// Where written rows have what CompareWritten looks at.
const (
	startAt = 11
	placeAt = 83 // of rows other than OtherRecords
	spanAt  = placeAt + 4 + 8 + 8
)

// CompareWritten is compare for rows as Append writes them, of which some are dropped: the earliest first, then by what they say,
// then by their places.
func CompareWritten(a, b []byte) int {
	start := func(row []byte) int64 { return int64(binary.LittleEndian.Uint64(row[startAt:])) }
	if order := cmp.Or(cmp.Compare(start(a), start(b)), cmp.Compare(a[0], b[0])); order != 0 || RowKind(a[0]) == OtherRecord {
		return cmp.Or(order, bytes.Compare(a, b))
	}
	place := func(row []byte) (input uint32, offset uint64) {
		return binary.LittleEndian.Uint32(row[placeAt:]), binary.LittleEndian.Uint64(row[placeAt+4+8:])
	}
	inputA, offsetA := place(a)
	inputB, offsetB := place(b)
	return cmp.Or(
		bytes.Compare(a[:placeAt], b[:placeAt]), bytes.Compare(a[spanAt:], b[spanAt:]), cmp.Compare(inputA, inputB), cmp.Compare(offsetA, offsetB),
	)
}

// place is where a record stands in the input, which identifies it whatever its content.
type place struct {
	input  uint32
	offset int64
}

func (r *Row) place() place { return place{r.Input, r.Offset} }

// RowBuffer reads rows back, in memory that it uses again.
type RowBuffer struct {
	rows []Row
	most int
}

// NewRowBuffer returns a buffer for up to most rows at once.
func NewRowBuffer(most int) *RowBuffer { return &RowBuffer{most: most} }

// Read reads rows. They are valid until it is called again, and as long as what they are read from.
func (m *RowBuffer) Read(written [][]byte, flows *compiled.Flows) []Row {
	n := len(written)
	if cap(m.rows) < n {
		m.rows = make([]Row, max(n, min(2*cap(m.rows), m.most)))
	}
	m.rows = m.rows[:n]
	for i, b := range written {
		m.rows[i].read(b, flows)
	}
	return m.rows
}
