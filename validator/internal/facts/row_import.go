package facts

import (
	"encoding/binary"
	"errors"
	"math"
	"math/bits"

	"github.com/specgen/specgen/validator/internal/compiled"
)

// errRow is the error of a row that Append cannot have written.
var errRow = errors.New("a row is not of these specs")

// Import takes over a row that another process wrote by the same specs, with another number for the input in it, which inputs knows by the one it
// has. It returns the row, changed where it is, unless the new number is longer or shorter: then it is written behind b. It fails where reading the
// row back would, whatever the bytes are.
func Import(b, row []byte, byTrace bool, flows *compiled.Flows, inputs []uint32) (imported []byte, inPlace bool, err error) {
	if len(row) < fieldsAt || !isOf(RowKind(row[0]), byTrace) {
		return nil, false, errRow
	}
	if RowKind(row[0]) == OtherRecord {
		if len(row) > fieldsAt+maxName {
			return nil, false, errRow
		}
		return row, true, nil
	}
	size := int(row[len(row)-1])
	if len(row)-1-size <= fieldsAt {
		return nil, false, errRow
	}
	says, at := cutPlace(row)
	place := taking{b: at}
	input := place.uvarint()
	numberSize := len(at) - len(place.b)
	moved := Row{Line: int64(place.uvarint()), Offset: int64(place.uvarint())}
	if place.failed || len(place.b) > 0 || input >= uint64(len(inputs)) || !isOfSpecs(says, flows) {
		return nil, false, errRow
	}
	if moved.Input = inputs[input]; uint64(moved.Input) == input {
		return row, true, nil
	}
	var number [binary.MaxVarintLen32]byte
	if n := binary.PutUvarint(number[:], uint64(moved.Input)); n == numberSize {
		copy(at, number[:n])
		return row, true, nil
	}
	return moved.appendPlace(append(b, says...)), false, nil
}

// isOf reports whether rows of the kind are grouped by trace id, or by span id.
func isOf(kind RowKind, byTrace bool) bool {
	if byTrace {
		return kind <= LinkLookup
	}
	return kind == ParentLookup || kind > LinkLookup && kind <= ChildlessParent
}

// isOfSpecs reports whether what a row says can be read back.
func isOfSpecs(says []byte, flows *compiled.Flows) bool {
	t := taking{b: says[fieldsAt+1:]}
	has, index := fields(says[fieldsAt]), t.uvarint()
	t.uvarint() // the duration, which takes what a number without a sign does
	t.bytes(8)
	if t.failed || index >= uint64(len(flows.Spans)) || has >= hasParentTraceID<<1 {
		return false
	}
	r := Row{Kind: RowKind(says[0]), Span: flows.Spans[index]}
	before, values := has&(hasTraceID|hasTarget), t.bytes(has.size())
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

func (t *taking) uvarint() uint64 {
	if len(t.b) > 0 && t.b[0] < 0x80 && !t.failed {
		value := t.b[0]
		t.b = t.b[1:]
		return uint64(value)
	}
	value, n := binary.Uvarint(t.b)
	t.bytes(max(n, 0))
	t.failed = t.failed || n <= 0
	return value
}

// details reports whether the rest is what only some kinds of rows have.
func (t *taking) details(r *Row) bool {
	if r.Kind == UnfollowedRecord {
		return len(t.b) == (len(r.Span.FollowedBy)+7)/8
	}
	if r.Kind == FlowRecord && len(r.Span.LinksTo) > 0 && t.uvarint() > math.MaxUint32 {
		return false
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
