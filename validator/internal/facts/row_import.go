package facts

import (
	"encoding/binary"
	"errors"

	"github.com/specgen/specgen/validator/internal/compiled"
)

// errRow is the error of a row that Append cannot have written.
var errRow = errors.New("a row is not of these specs")

// Import checks a row that another process wrote by the same specs, and gives the input in it another number, which inputs knows by the
// one it has. So reading the row back does not fail, whatever the bytes are.
func Import(row []byte, byTrace bool, flows *compiled.Flows, inputs []uint32) error {
	if len(row) < startAt+8 {
		return errRow
	}
	kind := RowKind(row[0])
	possible := kind <= LinkLookup
	if !byTrace {
		possible = kind == ParentLookup || kind > LinkLookup && kind <= ChildlessParent
	}
	if !possible {
		return errRow
	}
	if kind == OtherRecord {
		return when(len(row) <= startAt+8+maxName)
	}
	if len(row) < spanAt+4 {
		return errRow
	}
	input, span := binary.LittleEndian.Uint32(row[placeAt:]), binary.LittleEndian.Uint32(row[spanAt:])
	if int64(input) >= int64(len(inputs)) || int64(span) >= int64(len(flows.Spans)) {
		return errRow
	}
	binary.LittleEndian.PutUint32(row[placeAt:], inputs[input])
	return checkRest(row, flows.Spans[span], flows)
}

func when(right bool) error {
	if right {
		return nil
	}
	return errRow
}

// checkRest checks what is behind the part that all rows have.
func checkRest(row []byte, span *compiled.Span, flows *compiled.Flows) error {
	rest := row[spanAt+4:]
	r := Row{Kind: RowKind(row[0]), Flags: RowFlags(row[1]) | RowFlags(row[2])<<8, Span: span}
	switch r.Kind {
	case RemoteChild:
		return when(len(rest) == 16)
	case DeniedLink:
		return when(len(rest) == 16 && binary.LittleEndian.Uint64(row[linkedAt:]) < uint64(len(flows.SpanNames)))
	case LinkLookup:
		return when(len(rest) == 0 || len(rest) == 16)
	case UnfollowedRecord:
		return when(len(rest) == (len(span.FollowedBy)+7)/8)
	case FlowRecord:
		most := 0
		if r.hasParentTrace() {
			most += 16
		}
		if len(span.LinksTo) > 0 {
			most += 4
		}
		if len(rest) < most {
			return errRow
		}
		rest = rest[most:]
	}
	for len(rest) > 0 {
		if len(rest) < 3 || len(rest) < 3+int(rest[2]) || int(rest[0])|int(rest[1])<<8 >= len(span.Flow.Tags) {
			return errRow
		}
		rest = rest[3+int(rest[2]):]
	}
	return nil
}

// linkedAt is where a row has what a DeniedLink keeps in LinkedTo.
const linkedAt = 59
