package spaneventproto

import (
	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/internal/readers/protowire"
)

// Detect recognizes SpanEvents as protobuf by the fields of the first span, in one of the framings. A ResourceSpans of OTLP begins as a span
// does: with a message that has bytes in the fields 1 to 3. But it has nothing in the fields 4 to 7, and each span has a timestamp.
func Detect(h *input.Head) input.Match {
	if h.Binary && protowire.FramingOf(h.Bytes, beginsList) != protowire.NoFraming {
		return input.Certain
	}
	return input.None
}

// wires are the wire types of a span's fields, by their numbers.
var wires = [...]uint8{
	idField: protowire.LengthType, parentField: protowire.LengthType, traceField: protowire.LengthType, nameField: protowire.LengthType,
	timestampField: protowire.Fixed64Type, durationField: protowire.VarintType, tagField: protowire.LengthType,
}

// beginsList reports whether a ListOfSpans of the given size begins so, as far as it is there.
func beginsList(head []byte, size int64) bool {
	span, ok := protowire.First(head, size)
	if !ok {
		return false
	}
	own := false
	first := protowire.Message{B: span}
	for first.Next() {
		if first.Number < uint64(len(wires)) && first.Wire != wires[first.Number] {
			return false
		}
		own = own || first.Number >= nameField && first.Number <= tagField
	}
	return own && (first.Err == nil || first.Err == protowire.ErrCut)
}
