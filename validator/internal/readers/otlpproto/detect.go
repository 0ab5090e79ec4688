package otlpproto

import (
	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/internal/readers/protowire"
)

// Detect recognizes OTLP as protobuf by the beginning of a request in one of the framings.
func Detect(h *input.Head) input.Match {
	if h.Binary && protowire.FramingOf(h.Bytes, beginsRequest) != protowire.NoFraming {
		return input.Certain
	}
	return input.None
}

// beginsRequest reports whether a request of the given size begins so: with a ResourceSpans, as far as it is there.
func beginsRequest(head []byte, size int64) bool {
	return protowire.Begins(head, size, func(inner protowire.Header) bool {
		known := inner.Number >= 1 && inner.Number <= 3 || inner.Number == oldScopeSpans
		return known && inner.Wire == protowire.LengthType
	})
}
