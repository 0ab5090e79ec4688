package funnel

import (
	"bytes"
	"encoding/binary"
	"math/bits"

	"github.com/specgen/specgen/validator/trace"
)

// mix makes one hash of two.
func mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a^0x9E3779B97F4A7C15, b^0xBF58476D1CE4E5B9^a>>32)
	return high ^ low
}

// hashOfTrace returns a hash of a trace id.
func hashOfTrace(id trace.ID) uint64 {
	return mix(binary.LittleEndian.Uint64(id[:8]), binary.LittleEndian.Uint64(id[8:]))
}

// compareStored orders records as they are stored: the earliest first, then by what they say.
func compareStored(a, b []byte) int { return bytes.Compare(a, b) }
