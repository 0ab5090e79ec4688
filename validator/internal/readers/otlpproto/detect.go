package otlpproto

import (
	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/internal/readers/protowire"
)

// Detect recognizes OTLP as protobuf by the beginning of a request in one of the framings. Where the first ResourceSpans has fields besides
// those of OTLP, another format may fit better.
func Detect(h *input.Head) input.Match {
	switch {
	case !h.Binary || protowire.FramingOf(h.Bytes, beginsRequest) == protowire.NoFraming:
		return input.None
	case protowire.FramingOf(h.Bytes, hasOnlyKnown) == protowire.NoFraming:
		return input.Likely
	}
	return input.Certain
}

// hasOnlyKnown reports whether a request of the given size begins so, and its first ResourceSpans has no other fields than OTLP, as far as it
// is there.
func hasOnlyKnown(head []byte, size int64) bool {
	if !beginsRequest(head, size) {
		return false
	}
	first, _ := protowire.First(head, size)
	m := protowire.Message{B: first}
	for m.Next() {
		if !isKnown(m.Number, m.Wire) {
			return false
		}
	}
	return true
}

// isKnown reports whether ResourceSpans has such a field.
func isKnown(number uint64, wire uint8) bool {
	return (number >= 1 && number <= 3 || number == oldScopeSpans) && wire == protowire.LengthType
}

// beginsRequest reports whether a request of the given size begins so: with a ResourceSpans, as far as it is there.
func beginsRequest(head []byte, size int64) bool {
	return protowire.Begins(head, size, func(inner protowire.Header) bool { return isKnown(inner.Number, inner.Wire) })
}
