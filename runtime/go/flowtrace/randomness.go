package flowtrace

import (
	"crypto/sha256"
	"encoding/binary"
)

// Randomness returns the number below 2^56 that decides whether a trace is kept (docs/ids.md, "Sampling"): its last 7 bytes where it has
// the form of a UUID of version 4 or 7, else those of its hash.
func (t TraceID) Randomness() uint64 {
	const low56 = 1<<56 - 1
	if version := t[6] >> 4; (version == 4 || version == 7) && t[8]>>6 == 0b10 {
		return binary.BigEndian.Uint64(t[8:]) & low56
	}
	sum := sha256.Sum256(t[:])
	return binary.BigEndian.Uint64(sum[len(sum)-8:]) & low56
}
