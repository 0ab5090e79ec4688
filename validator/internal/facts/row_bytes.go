package facts

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/trace"
)

// A row is written as
//
//	kind, flags in 2 bytes, span id, start in 8 bytes
//	of an OtherRecord: its name, and nothing else
//	which of the optional fields there are, in 1 byte
//	the span's index in 3 bytes, duration, hash, target and service in 8 bytes each
//	the place: input in 4 bytes, line in 5, offset in 6
//	the optional fields
//	what goes with the kind, and the values of scoped tags
//
// There are one or two rows for each record of the input, so that their size matters, and how long it takes to write and to read them: nearly all of
// a row stands at fixed places. A FlowRecord is grouped by its own trace id, which is not written again.

// fields says which optional fields a written row has, in this order.
type fields uint8

const (
	hasTraceID fields = 1 << iota
	hasKey            // or LinkedTo
	hasVersion
	hasParentTraceID
)

// Where the fields are that stand at fixed places.
const (
	flagsAt    = 1
	spanIDAt   = 3
	startAt    = 11
	fieldsAt   = 19 // in an OtherRecord the name
	indexAt    = 20
	durationAt = 23
	hashAt     = 31
	targetAt   = 39
	serviceAt  = 47
	placeAt    = 55
	lineAt     = 59
	offsetAt   = 64
	optionalAt = 70

	mostOfHead = optionalAt + 2*16 + 2*8
)

// The largest line and offset that a row keeps: a tera line, 256 TB.
const (
	mostLine   = 1<<40 - 1
	mostOffset = 1<<48 - 1
)

// Append writes the row behind b.
func (r *Row) Append(b []byte) []byte {
	n := len(b)
	b = slices.Grow(b, mostOfHead)[:n+mostOfHead]
	w := b[n : n+mostOfHead]
	w[0] = byte(r.Kind)
	binary.LittleEndian.PutUint16(w[flagsAt:], uint16(r.Flags))
	*(*trace.SpanID)(w[spanIDAt:]) = r.SpanID
	binary.LittleEndian.PutUint64(w[startAt:], uint64(r.Start))
	if r.Kind == OtherRecord {
		return append(b[:n+fieldsAt], r.Name...)
	}
	binary.LittleEndian.PutUint32(w[indexAt:], uint32(r.Span.Index)) // what follows overwrites the fourth byte, and so on below
	binary.LittleEndian.PutUint64(w[durationAt:], uint64(r.End-r.Start))
	binary.LittleEndian.PutUint64(w[hashAt:], r.Hash)
	*(*trace.SpanID)(w[targetAt:]) = r.Target
	binary.LittleEndian.PutUint64(w[serviceAt:], r.Source.Service)
	r.putPlace(w)
	has, size := r.putOptional(w[optionalAt:])
	w[fieldsAt] = byte(has)
	return r.appendDetails(b[:n+optionalAt+size])
}

// putPlace writes where the record stands in the input into a written row.
func (r *Row) putPlace(w []byte) {
	binary.LittleEndian.PutUint32(w[placeAt:], r.Input)
	line, offset := min(uint64(r.Line), mostLine), min(uint64(r.Offset), mostOffset)
	binary.LittleEndian.PutUint32(w[lineAt:], uint32(line))
	binary.LittleEndian.PutUint32(w[offsetAt-1:], uint32(line>>32)|uint32(offset)<<8)
	binary.LittleEndian.PutUint32(w[optionalAt-4:], uint32(offset>>16))
}

// putOptional writes the fields that a row may have. It returns which those are, and their size.
func (r *Row) putOptional(w []byte) (has fields, size int) {
	if r.Kind != FlowRecord {
		has |= hasTraceID
		size += copy(w, r.TraceID[:])
	}
	key := r.Key
	if r.keepsLinkedTo() {
		key = r.LinkedTo
	}
	if key != 0 {
		has |= hasKey
		binary.LittleEndian.PutUint64(w[size:], key)
		size += 8
	}
	if r.Source.Version != 0 {
		has |= hasVersion
		binary.LittleEndian.PutUint64(w[size:], r.Source.Version)
		size += 8
	}
	if r.keepsParentTraceID() {
		has |= hasParentTraceID
		size += copy(w[size:], r.ParentTraceID[:])
	}
	return has, size
}

// keepsLinkedTo reports whether the row has LinkedTo in place of Key.
func (r *Row) keepsLinkedTo() bool { return r.Kind == LinkResult || r.Kind == DeniedLink }

// keepsParentTraceID reports whether the row has ParentTraceID.
func (r *Row) keepsParentTraceID() bool {
	switch r.Kind {
	case RemoteChild, DeniedLink:
		return true
	case LinkLookup:
		return r.Flags&LinksContradictTag != 0
	case FlowRecord:
		return r.Flags&ParentElsewhere != 0 && (r.Span.LinkedByParent || !r.Span.HasParentIn(anotherTrace))
	}
	return false
}

// keepsScoped reports whether the row has Scoped.
func (r *Row) keepsScoped() bool {
	switch r.Kind {
	case RemoteChild, DeniedLink, LinkLookup, UnfollowedRecord:
		return false
	}
	return true
}

// appendDetails writes what only some kinds of rows have.
func (r *Row) appendDetails(b []byte) []byte {
	if r.Kind == UnfollowedRecord {
		return append(b, r.Lacks...)
	}
	if r.Kind == FlowRecord && len(r.Span.LinksTo) > 0 {
		b = binary.LittleEndian.AppendUint32(b, r.Links)
	}
	if r.keepsScoped() {
		for _, s := range r.Scoped {
			b = append(b, byte(s.Tag.Index), byte(s.Tag.Index>>8), byte(len(s.Value)))
			b = append(b, s.Value...)
		}
	}
	return b
}

// read reads a row back, of the key that it is grouped by. Its texts are part of b.
func (r *Row) read(b []byte, key trace.ID, flows *compiled.Flows) {
	scoped := r.Scoped[:0]
	*r = Row{} // and then field by field: a literal is made elsewhere and copied
	r.Kind, r.Flags, r.SpanID, r.Scoped = RowKind(b[0]), RowFlags(binary.LittleEndian.Uint16(b[flagsAt:])), trace.SpanID(b[spanIDAt:]), scoped
	r.Start = int64(binary.LittleEndian.Uint64(b[startAt:]))
	if r.Kind == OtherRecord {
		r.Name = b[fieldsAt:]
		return
	}
	w := (*[optionalAt]byte)(b)
	r.Span = flows.Spans[spanIndex(w)]
	r.End = r.Start + int64(binary.LittleEndian.Uint64(w[durationAt:]))
	r.Hash = binary.LittleEndian.Uint64(w[hashAt:])
	r.Target = trace.SpanID(w[targetAt:])
	r.Source.Service = binary.LittleEndian.Uint64(w[serviceAt:])
	r.readPlace(w)
	r.readDetails(r.readOptional(b[optionalAt:], fields(w[fieldsAt]), key))
}

// ReadPossibleParent reads the row of a record back as a PossibleParent, if the record may be the parent of one that names it by its span id alone.
// It reports false if not.
func (r *Row) ReadPossibleParent(b []byte, key trace.ID, flows *compiled.Flows) bool {
	if RowKind(b[0]) != FlowRecord || RowFlags(binary.LittleEndian.Uint16(b[flagsAt:]))&NoSpanID != 0 ||
		!flows.Spans[spanIndex((*[optionalAt]byte)(b))].RemoteParent {
		return false
	}
	r.read(b, key, flows)
	r.Kind, r.Scoped = PossibleParent, r.Scoped[:0]
	return true
}

// spanIndex returns the index of the span of a written row, which is not an OtherRecord.
func spanIndex(w *[optionalAt]byte) uint32 {
	return binary.LittleEndian.Uint32(w[indexAt:]) & (1<<24 - 1)
}

// readPlace reads what putPlace writes.
func (r *Row) readPlace(w *[optionalAt]byte) {
	r.Input = binary.LittleEndian.Uint32(w[placeAt:])
	r.Line = int64(binary.LittleEndian.Uint64(w[lineAt:]) & mostLine)
	r.Offset = int64(binary.LittleEndian.Uint64(w[offsetAt-2:]) >> 16)
}

// readOptional reads what putOptional writes, and returns what follows.
func (r *Row) readOptional(b []byte, has fields, key trace.ID) []byte {
	if r.TraceID = key; has&hasTraceID != 0 {
		r.TraceID, b = trace.ID(b), b[16:]
	}
	if has&hasKey != 0 {
		if r.keepsLinkedTo() {
			r.LinkedTo = binary.LittleEndian.Uint64(b)
		} else {
			r.Key = binary.LittleEndian.Uint64(b)
		}
		b = b[8:]
	}
	if has&hasVersion != 0 {
		r.Source.Version, b = binary.LittleEndian.Uint64(b), b[8:]
	}
	if has&hasParentTraceID != 0 {
		r.ParentTraceID, b = trace.ID(b), b[16:]
	}
	return b
}

// readDetails reads what appendDetails writes.
func (r *Row) readDetails(b []byte) {
	if r.Kind == UnfollowedRecord {
		r.Lacks = b
		return
	}
	if r.Kind == FlowRecord && len(r.Span.LinksTo) > 0 {
		r.Links, b = binary.LittleEndian.Uint32(b), b[4:]
	}
	for len(b) > 0 {
		n := 3 + int(b[2])
		r.Scoped = append(r.Scoped, ScopedTag{r.Span.Flow.Tags[binary.LittleEndian.Uint16(b)], b[3:n]})
		b = b[n:]
	}
}

// CompareWritten is compare for rows of one key as Append writes them, of which some are dropped: the earliest first, then by what they
// say, then by their places.
func CompareWritten(a, b []byte) int {
	start := func(row []byte) int64 { return int64(binary.LittleEndian.Uint64(row[startAt:])) }
	if order := cmp.Or(cmp.Compare(start(a), start(b)), cmp.Compare(a[0], b[0])); order != 0 || RowKind(a[0]) == OtherRecord {
		return cmp.Or(order, bytes.Compare(a, b))
	}
	if order := cmp.Or(bytes.Compare(a[:placeAt], b[:placeAt]), bytes.Compare(a[optionalAt:], b[optionalAt:])); order != 0 {
		return order
	}
	var placeA, placeB Row
	placeA.readPlace((*[optionalAt]byte)(a))
	placeB.readPlace((*[optionalAt]byte)(b))
	return cmp.Or(cmp.Compare(placeA.Input, placeB.Input), cmp.Compare(placeA.Offset, placeB.Offset))
}

// RowBuffer reads rows back, in memory that it uses again.
type RowBuffer struct {
	rows []Row
	most int
}

// NewRowBuffer returns a buffer for up to most rows at once.
func NewRowBuffer(most int) *RowBuffer { return &RowBuffer{most: most} }

// Read reads rows of one key. They are valid until it is called again, and as long as what they are read from.
func (m *RowBuffer) Read(key trace.ID, written [][]byte, flows *compiled.Flows) []Row {
	n := len(written)
	if cap(m.rows) < n {
		m.rows = make([]Row, max(n, min(2*cap(m.rows), m.most)))
	}
	m.rows = m.rows[:n]
	for i, b := range written {
		m.rows[i].read(b, key, flows)
	}
	return m.rows
}
