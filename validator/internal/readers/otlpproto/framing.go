package otlpproto

import (
	"encoding/binary"

	"github.com/specgen/specgen/validator/internal/readers/input"
)

// framing is how requests stand one behind the other. None of the ways has a magic number, so that the beginning of the first request
// tells.
type framing uint8

const (
	noFraming framing = iota
	// bare is one request or several in a row, which are one to protobuf.
	bare
	// prefixed is each request behind its length in four bytes, big-endian (opentelemetry-collector-contrib, exporter/fileexporter).
	prefixed
	// delimited is each request behind its length as a varint (protobuf's writeDelimitedTo).
	delimited
)

// Detect recognizes OTLP as protobuf by the beginning of a request in one of the framings.
func Detect(h *input.Head) input.Match {
	if h.Binary && framingOf(h.Bytes) != noFraming {
		return input.Certain
	}
	return input.None
}

// framingOf returns the framing of an input that begins so.
func framingOf(head []byte) framing {
	const all = 1 << 62
	if beginsRequest(head, all) {
		return bare
	}
	if len(head) > 4 && beginsRequest(head[4:], int64(binary.BigEndian.Uint32(head))) {
		return prefixed
	}
	m := message{b: head}
	if n, err := m.varint(); err == nil && n < all && beginsRequest(head[m.p:], int64(n)) {
		return delimited
	}
	return noFraming
}

// beginsRequest reports whether a request of the given size begins so: with a ResourceSpans, as far as it is there.
func beginsRequest(head []byte, size int64) bool {
	m := message{b: head}
	h, err := readHeader(&m)
	if err != nil || h.number != 1 || h.wire != lengthType || h.length > size-int64(m.p) {
		return false
	}
	if m.p == len(m.b) || h.length == 0 && size == int64(m.p) {
		return true
	}
	if h.length == 0 {
		return m.b[m.p] == head[0] // another one follows
	}
	left := h.length
	m = message{b: m.b[m.p:]}
	inner, err := readHeader(&m)
	known := inner.number >= 1 && inner.number <= 3 || inner.number == oldScopeSpans
	return err == nil && known && inner.wire == lengthType && inner.length <= left-int64(m.p)
}
