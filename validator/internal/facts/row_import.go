package facts

import (
	"encoding/binary"
	"errors"

	"github.com/specgen/specgen/validator/internal/compiled"
)

// errRow is the error of a row that Append cannot have written.
var errRow = errors.New("a row is not of these specs")

// Import appends a row to b that another process wrote by the same specs, with another number for the input in it, which inputs knows by the
// one it has. It fails where reading the row back would, whatever the bytes are.
func Import(b, row []byte, byTrace bool, flows *compiled.Flows, inputs []uint32) ([]byte, error) {
	if len(row) < fieldsAt || !isOf(RowKind(row[0]), byTrace) {
		return nil, errRow
	}
	if RowKind(row[0]) == OtherRecord {
		if len(row) > fieldsAt+maxName {
			return nil, errRow
		}
		return append(b, row...), nil
	}
	if len(row) < optionalAt || !isOfSpecs(row, flows) {
		return nil, errRow
	}
	n := len(b)
	b = append(b, row...)
	var moved Row
	moved.readPlace((*[optionalAt]byte)(row))
	if moved.Input >= uint32(len(inputs)) {
		return nil, errRow
	}
	moved.Input = inputs[moved.Input]
	moved.putPlace(b[n:])
	return b, nil
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
	for _, f := range [...]struct {
		has  fields
		size int
	}{{hasTraceID, 16}, {hasKey, 8}, {hasVersion, 8}, {hasParentTraceID, 16}} {
		if has&f.has == 0 {
			continue
		}
		value := t.bytes(f.size)
		if r.Kind == DeniedLink && f.has == hasKey && !t.failed && binary.LittleEndian.Uint64(value) >= uint64(len(flows.SpanNames)) {
			return false
		}
	}
	return !t.failed && t.details(&r)
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
