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
//	which of the fields below there are, in 1 byte
//	the span's index, duration, hash in 8 bytes
//	those fields
//	what goes with the kind, and the values of scoped tags
//	the place: input, line, offset; and how many bytes that has, in 1 byte
//
// with varints where no size is given. There are two or three rows for each record of the input, so that their size matters more than
// how simple they are. A FlowRecord is grouped by its own trace id, which is not written again.

// fields says which of the fields that may be zero a written row has, in this order.
type fields uint8

const (
	hasTraceID fields = 1 << iota
	hasTarget
	hasKey // or LinkedTo
	hasService
	hasVersion
	hasParentTraceID
)

const (
	startAt    = 11
	fieldsAt   = 19
	mostOfHead = 20 + 3*binary.MaxVarintLen64 + 8 + 5*8 + 2*16
)

// Append writes the row behind b.
func (r *Row) Append(b []byte) []byte {
	n := len(b)
	b = slices.Grow(b, mostOfHead)[:n+mostOfHead]
	w := b[n:]
	w[0] = byte(r.Kind)
	binary.LittleEndian.PutUint16(w[1:], uint16(r.Flags))
	*(*trace.SpanID)(w[3:]) = r.SpanID
	binary.LittleEndian.PutUint64(w[startAt:], uint64(r.Start))
	if r.Kind == OtherRecord {
		return append(b[:n+fieldsAt], r.Name...)
	}
	at := fieldsAt + 1
	at += binary.PutUvarint(w[at:], uint64(r.Span.Index))
	at += binary.PutVarint(w[at:], r.End-r.Start)
	binary.LittleEndian.PutUint64(w[at:], r.Hash)
	has, size := r.putFields(w[at+8:])
	w[fieldsAt] = byte(has)
	b = r.appendDetails(b[:n+at+8+size])
	return r.appendPlace(b)
}

// putFields writes the fields that are not zero. It returns which those are, and their size.
func (r *Row) putFields(w []byte) (has fields, size int) {
	if r.Kind != FlowRecord {
		has |= hasTraceID
		size += copy(w, r.TraceID[:])
	}
	key := r.Key
	if r.keepsLinkedTo() {
		key = r.LinkedTo
	}
	for _, f := range [...]struct {
		has   fields
		value uint64
	}{
		{hasTarget, binary.LittleEndian.Uint64(r.Target[:])}, {hasKey, key}, {hasService, r.Source.Service}, {hasVersion, r.Source.Version},
	} {
		if f.value != 0 {
			has |= f.has
			binary.LittleEndian.PutUint64(w[size:], f.value)
			size += 8
		}
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
		b = binary.AppendUvarint(b, uint64(r.Links))
	}
	if r.keepsScoped() {
		for _, s := range r.Scoped {
			b = append(b, byte(s.Tag.Index), byte(s.Tag.Index>>8), byte(len(s.Value)))
			b = append(b, s.Value...)
		}
	}
	return b
}

func (r *Row) appendPlace(b []byte) []byte {
	n := len(b)
	b = binary.AppendUvarint(b, uint64(r.Input))
	b = binary.AppendUvarint(b, uint64(r.Line))
	b = binary.AppendUvarint(b, uint64(r.Offset))
	return append(b, byte(len(b)-n))
}

// cutPlace divides a written row, which is not an OtherRecord, into what it says and where its record stands.
func cutPlace(b []byte) (says, at []byte) {
	end := len(b) - 1
	n := end - int(b[end])
	return b[:n], b[n:end]
}

// read reads a row back, of the key that it is grouped by. Its texts are part of b.
func (r *Row) read(b []byte, key trace.ID, flows *compiled.Flows) {
	*r = Row{
		Kind: RowKind(b[0]), Flags: RowFlags(binary.LittleEndian.Uint16(b[1:])), SpanID: trace.SpanID(b[3:]), Scoped: r.Scoped[:0],
		Start: int64(binary.LittleEndian.Uint64(b[startAt:])),
	}
	if r.Kind == OtherRecord {
		r.Name = b[fieldsAt:]
		return
	}
	says, at := cutPlace(b)
	r.readPlace(at)
	has := fields(says[fieldsAt])
	index, rest := cutUvarint(says[fieldsAt+1:])
	duration, n := binary.Varint(rest)
	r.Span, r.End, r.Hash = flows.Spans[index], r.Start+duration, binary.LittleEndian.Uint64(rest[n:])
	r.readDetails(r.readFields(rest[n+8:], has, key))
}

func cutUvarint(b []byte) (value uint64, rest []byte) {
	if b[0] < 0x80 {
		return uint64(b[0]), b[1:]
	}
	value, n := binary.Uvarint(b)
	return value, b[n:]
}

func (r *Row) readPlace(b []byte) {
	input, b := cutUvarint(b)
	line, b := cutUvarint(b)
	offset, _ := cutUvarint(b)
	r.Input, r.Line, r.Offset = uint32(input), int64(line), int64(offset)
}

// readFields reads what putFields writes, and returns what follows.
func (r *Row) readFields(b []byte, has fields, key trace.ID) []byte {
	if r.TraceID = key; has&hasTraceID != 0 {
		r.TraceID, b = trace.ID(b), b[16:]
	}
	if has&hasTarget != 0 {
		r.Target, b = trace.SpanID(b), b[8:]
	}
	if has&hasKey != 0 {
		if r.keepsLinkedTo() {
			r.LinkedTo = binary.LittleEndian.Uint64(b)
		} else {
			r.Key = binary.LittleEndian.Uint64(b)
		}
		b = b[8:]
	}
	if has&hasService != 0 {
		r.Source.Service, b = binary.LittleEndian.Uint64(b), b[8:]
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
		var links uint64
		links, b = cutUvarint(b)
		r.Links = uint32(links)
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
	saysA, atA := cutPlace(a)
	saysB, atB := cutPlace(b)
	if order := bytes.Compare(saysA, saysB); order != 0 {
		return order
	}
	var placeA, placeB Row
	placeA.readPlace(atA)
	placeB.readPlace(atB)
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
