package check

import (
	"encoding/binary"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/trace"
)

// Row is what grouping keeps of a record, or of a question about one.
type Row struct {
	Kind   RowKind
	Flags  RowFlags
	Home   trace.ID // the record's own trace
	Span   trace.SpanID
	Target trace.SpanID // the parent's id, or the one that a link points at
	Start  int64
	End    int64
	Hash   uint64 // of the content
	Key    uint64 // hash of the key values, where FlagKey is set
	Source uint32
	Input  uint32
	Line   int64
	Offset int64
	Plan   *compiled.Span // nil in an Other
	Name   []byte         // of an Other
	Trace  trace.ID       // of a FarChild
	Scoped []Scoped
}

// RowKind says what a row is.
type RowKind uint8

// The kinds of row.
const (
	OfFlow    RowKind = iota // a record of a flow
	Other                    // a record of no flow, or under an unknown name
	AskParent                // a record whose parent is Target, in the trace that the row is in
	AskLink                  // a record that links to Target, in the trace that the row is in
	Anchor                   // a record that may be the parent in another trace
	FarChild                 // a record with a parent in the trace Trace, of which there may be one for each parent
	Linked                   // a link of a record, to the step with the number Key-1; 0 where its target is not there
	FarLack                  // a record that lacks a child in another trace, unless one asks for it by its span id alone
)

// RowFlags are facts about a row.
type RowFlags uint8

// The flags.
const (
	FlagTimes   RowFlags = 1 << iota // start and end are valid
	FlagKey                          // Key is set
	FlagForeign                      // the record names its parent's trace, which is another
	FlagNoSpan                       // the span id is not valid
	FlagBadLink                      // the record has a link that is not valid
	FlagUnknown                      // an Other that belongs to a flow, under a name that the flow has not
)

// Scoped is the value of a tag that has one value in the whole trace.
type Scoped struct {
	Tag   *compiled.Tag
	Value []byte // as text; cut off past maxScoped, with a hash of the rest
}

const (
	maxScoped = 64
	maxName   = 64
	fixedRow  = 1 + 1 + 16 + 8 + 8 + 8 + 8 + 8 + 8 + 4 + 4 + 8 + 8 + 4 + 1 + 1
)

// append writes the row. Other rows are short: only what names them is written.
func (r *Row) append(b []byte) []byte {
	b = append(b, byte(r.Kind), byte(r.Flags))
	b = append(b, r.Span[:]...)
	b = binary.LittleEndian.AppendUint64(b, uint64(r.Start))
	if r.Kind == Other {
		return append(b, r.Name...)
	}
	b = append(b, r.Home[:]...)
	b = append(b, r.Target[:]...)
	b = binary.LittleEndian.AppendUint64(b, uint64(r.End))
	b = binary.LittleEndian.AppendUint64(b, r.Hash)
	b = binary.LittleEndian.AppendUint64(b, r.Key)
	b = binary.LittleEndian.AppendUint32(b, r.Source)
	b = binary.LittleEndian.AppendUint32(b, r.Input)
	b = binary.LittleEndian.AppendUint64(b, uint64(r.Line))
	b = binary.LittleEndian.AppendUint64(b, uint64(r.Offset))
	b = binary.LittleEndian.AppendUint32(b, uint32(r.Plan.Index))
	if r.Kind == FarChild {
		return append(b, r.Trace[:]...)
	}
	for _, s := range r.Scoped {
		b = append(b, byte(s.Tag.Index), byte(s.Tag.Index>>8), byte(len(s.Value)))
		b = append(b, s.Value...)
	}
	return b
}

// read reads a row back. Its texts are part of b.
func (r *Row) read(b []byte, p *compiled.Flows) {
	scoped := r.Scoped[:0]
	*r = Row{Kind: RowKind(b[0]), Flags: RowFlags(b[1])}
	copy(r.Span[:], b[2:])
	r.Start = int64(binary.LittleEndian.Uint64(b[10:]))
	if r.Kind == Other {
		r.Name = b[18:]
		return
	}
	copy(r.Home[:], b[18:])
	copy(r.Target[:], b[34:])
	r.End = int64(binary.LittleEndian.Uint64(b[42:]))
	r.Hash = binary.LittleEndian.Uint64(b[50:])
	r.Key = binary.LittleEndian.Uint64(b[58:])
	r.Source = binary.LittleEndian.Uint32(b[66:])
	r.Input = binary.LittleEndian.Uint32(b[70:])
	r.Line = int64(binary.LittleEndian.Uint64(b[74:]))
	r.Offset = int64(binary.LittleEndian.Uint64(b[82:]))
	r.Plan = p.Spans[binary.LittleEndian.Uint32(b[90:])]
	if r.Kind == FarChild {
		copy(r.Trace[:], b[94:])
		return
	}
	for rest := b[94:]; len(rest) > 3; {
		n := 3 + int(rest[2])
		tag := r.Plan.Flow.Tags[int(rest[0])|int(rest[1])<<8]
		scoped = append(scoped, Scoped{tag, rest[3:n]})
		rest = rest[n:]
	}
	r.Scoped = scoped
}

// other keeps what a record of no flow is needed for: to say whose parent it is; and one of a flow under a name that the
// flow has not, which counts for the flow's traces too.
func (j *Judge) other(r *trace.Record, flags RowFlags) error {
	if r.Defects.Has(trace.BadSpanID) {
		flags |= FlagNoSpan
	}
	if r.Defects.Has(trace.BadTraceID) || flags == FlagNoSpan {
		return nil
	}
	row := Row{Kind: Other, Flags: flags, Span: r.SpanID, Start: r.Start, Name: r.Name[:min(len(r.Name), maxName)]}
	j.row = row.append(j.row[:0])
	return j.byTrace.Add([group.KeySize]byte(r.TraceID), j.row)
}

// keep writes the rows of a record of a flow.
func (j *Judge) keep(s *Subject) error {
	r := s.R
	if s.Span == nil {
		return j.other(r, FlagUnknown)
	}
	if r.Defects.Has(trace.BadTraceID) {
		return nil
	}
	row := &s.row
	j.fill(row, s)
	if err := j.add(row, r.TraceID); err != nil {
		return err
	}
	row.Scoped = row.Scoped[:0]
	if row.Flags&FlagNoSpan != 0 {
		return nil
	}
	if row.Flags&FlagForeign != 0 && s.Span.Model.ParentInOtherTrace() {
		row.Kind = AskParent
		if err := j.add(row, r.ParentTraceID); err != nil {
			return err
		}
	}
	for _, link := range r.Links {
		row.Kind, row.Target = AskLink, link.SpanID
		if err := j.add(row, link.TraceID); err != nil {
			return err
		}
	}
	if s.Span.RemoteParent {
		row.Kind, row.Target = Anchor, r.ParentID
		j.row = row.append(j.row[:0])
		return j.bySpan.Add(spanKey(r.SpanID), j.row)
	}
	return nil
}

func (j *Judge) add(row *Row, to trace.ID) error {
	j.row = row.append(j.row[:0])
	return j.byTrace.Add([group.KeySize]byte(to), j.row)
}

// spanKey is the key of a span id where its trace is not known.
func spanKey(id trace.SpanID) (key [group.KeySize]byte) {
	copy(key[:], id[:])
	return key
}

func (j *Judge) fill(row *Row, s *Subject) {
	r := s.R
	*row = Row{
		Kind: OfFlow, Home: r.TraceID, Span: r.SpanID, Target: r.ParentID, Start: r.Start, End: r.End, Hash: s.hash(),
		Source: s.source, Input: j.input, Line: r.Line, Offset: r.Offset, Plan: s.Span, Scoped: row.Scoped[:0],
	}
	if s.timesAreValid() {
		row.Flags |= FlagTimes
	}
	if s.hasKey {
		row.Flags |= FlagKey
		row.Key = s.hashBytes(s.key)
	}
	if !r.ParentTraceID.IsZero() {
		row.Flags |= FlagForeign
	}
	if r.Defects.Has(trace.BadSpanID) {
		row.Flags |= FlagNoSpan
	}
	if r.Defects.Has(trace.BadLink) {
		row.Flags |= FlagBadLink
	}
	for _, tag := range s.Span.Scoped {
		if t := s.Find(tag); t != nil && t.On.Value.Kind != trace.Empty {
			row.Scoped = append(row.Scoped, Scoped{tag, s.scopedText(&t.On.Value)})
		}
	}
}
