package facts

import (
	"encoding/binary"
	"errors"
	"math/bits"

	"github.com/specgen/specgen/validator/internal/compiled"
)

// errRow is the error of a row that Append cannot have written.
var errRow = errors.New("a row is not of these specs")

// Import takes over a row that another process wrote by the same specs, with another number for the input in it, which inputs knows by the one it
// has: that is changed in the row. It fails where reading the row back would, whatever the bytes are.
func Import(row []byte, byTrace bool, flows *compiled.Flows, inputs []uint32) error {
	if len(row) < fieldsAt || !isOf(RowKind(row[0]), byTrace) {
		return errRow
	}
	if RowKind(row[0]) == OtherRecord {
		if len(row) > fieldsAt+maxName {
			return errRow
		}
		return nil
	}
	if len(row) < optionalAt || !isOfSpecs(row, flows) {
		return errRow
	}
	input := binary.LittleEndian.Uint32(row[placeAt:])
	if input >= uint32(len(inputs)) {
		return errRow
	}
	binary.LittleEndian.PutUint32(row[placeAt:], inputs[input])
	return nil
}

// isOf reports whether rows of the kind are grouped by trace id, or by span id.
func isOf(kind RowKind, byTrace bool) bool {
	if byTrace {
		return kind <= LinkLookup
	}
	return kind == ParentLookup || kind > LinkLookup && kind <= ChildlessParent
}

// isOfSpecs reports whether what a row says, which is not an OtherRecord, can be read back.
func isOfSpecs(row []byte, flows *compiled.Flows) bool {
	w := (*[optionalAt]byte)(row)
	t := taking{b: row[optionalAt:]}
	has, index := fields(w[fieldsAt]), spanIndex(w)
	if index >= uint32(len(flows.Spans)) || has >= hasParentTraceID<<1 {
		return false
	}
	r := Row{Kind: RowKind(row[0]), Span: flows.Spans[index]}
	before, values := has&hasTraceID, t.bytes(has.size())
	if r.Kind == DeniedLink && has&hasKey != 0 && !t.failed && binary.LittleEndian.Uint64(values[before.size():]) >= uint64(len(flows.SpanNames)) {
		return false
	}
	return !t.failed && t.details(&r)
}

// size returns how many bytes the fields have.
func (f fields) size() int {
	const long = hasTraceID | hasParentTraceID // of two times eight bytes
	return 8 * (bits.OnesCount8(uint8(f)) + bits.OnesCount8(uint8(f&long)))
}

// taking takes parts of bytes that are not trusted.
type taking struct {
	b      []byte
	failed bool
}

func (t *taking) bytes(n int) []byte {
	if t.failed || len(t.b) < n {
		t.failed = true
		return nil
	}
	taken := t.b[:n]
	t.b = t.b[n:]
	return taken
}

// details reports whether the rest is what only some kinds of rows have.
func (t *taking) details(r *Row) bool {
	if r.Kind == UnfollowedRecord {
		return len(t.b) == (len(r.Span.FollowedBy)+7)/8
	}
	if r.Kind == FlowRecord && len(r.Span.LinksTo) > 0 {
		t.bytes(4)
	}
	for !t.failed && len(t.b) > 0 && r.keepsScoped() {
		head := t.bytes(3)
		if t.failed || int(binary.LittleEndian.Uint16(head)) >= len(r.Span.Flow.Tags) {
			return false
		}
		t.bytes(int(head[2]))
	}
	return !t.failed && len(t.b) == 0
}
