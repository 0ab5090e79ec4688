package flowtrace

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"strconv"
)

// The rules of docs/ids.md.

// hashed is room for a message on the stack; a longer one costs an allocation.
const hashed = 256

// DeriveTraceID returns the trace id that the value of an id tag gives: the bytes of a UUID or of 32 hex digits, else a
// hash of the flow and the value.
func DeriveTraceID(flow, value string) TraceID {
	var id TraceID
	if uuidBytes(&id, value) && id != (TraceID{}) {
		return id
	}
	var scratch [hashed]byte
	b := append(append(scratch[:0], flow...), 0)
	sum := sha256.Sum256(append(b, Repair(value)...))
	return usableTrace(TraceID(sum[:16]))
}

// usableTrace returns the id, or 00…01 where it is none.
func usableTrace(id TraceID) TraceID {
	if id == (TraceID{}) {
		id[15] = 1
	}
	return id
}

// usableSpan returns the id, or 00…01 where it is none.
func usableSpan(id SpanID) SpanID {
	if id == (SpanID{}) {
		id[7] = 1
	}
	return id
}

// DeriveSpan returns the ids of the span that occurs once in the trace, or once for the values of its key tags. It
// returns none where there is no trace.
func DeriveSpan(trace TraceID, span string, keys ...Value) SpanContext {
	if trace == (TraceID{}) {
		return SpanContext{}
	}
	var scratch [hashed]byte
	b := append(append(append(scratch[:0], trace[:]...), span...), 0)
	for i := range keys {
		b = append(appendKey(b, &keys[i]), 0)
	}
	return SpanContext{trace, firstBytes(b)}
}

// DeriveChild returns the ids of the span that occurs once per parent. It returns none where there is no trace or no
// parent. The parent may be in another trace.
func DeriveChild(trace TraceID, span string, parent SpanContext) SpanContext {
	if trace == (TraceID{}) || !parent.IsValid() {
		return SpanContext{}
	}
	var scratch [hashed]byte
	b := append(append(append(scratch[:0], trace[:]...), span...), 0)
	return SpanContext{trace, firstBytes(append(append(b, parent.SpanID[:]...), 0))}
}

func appendKey(b []byte, key *Value) []byte {
	switch key.kind {
	case KindInt:
		return strconv.AppendInt(b, key.Int(), 10)
	case KindBool:
		return strconv.AppendBool(b, key.Bool())
	}
	return append(b, Repair(key.text)...)
}

func firstBytes(message []byte) SpanID {
	sum := sha256.Sum256(message)
	return usableSpan(SpanID(sum[:8]))
}

// uuidBytes fills id from a UUID or from 32 hex digits, and reports whether value is one.
func uuidBytes(id *TraceID, value string) bool {
	switch {
	case len(value) == 32:
		return decodeHex(id[:], value)
	case isUUID(value):
		decodeHex(id[0:4], value[0:8])
		decodeHex(id[4:6], value[9:13])
		decodeHex(id[6:8], value[14:18])
		decodeHex(id[8:10], value[19:23])
		decodeHex(id[10:16], value[24:36])
		return true
	}
	return false
}

// IDGenerator makes the ids that do not derive. It is safe for concurrent use. An id that is all zero, or a panic, makes
// the emitter fall back to random ids.
type IDGenerator interface {
	TraceID() TraceID
	SpanID() SpanID
}

// randomIDs is ChaCha8 seeded by the operating system, per thread; ids need to be unique, not secret.
type randomIDs struct{}

func (randomIDs) TraceID() TraceID {
	var id TraceID
	binary.BigEndian.PutUint64(id[:8], rand.Uint64())
	binary.BigEndian.PutUint64(id[8:], max(1, rand.Uint64()))
	return id
}

func (randomIDs) SpanID() SpanID {
	var id SpanID
	binary.BigEndian.PutUint64(id[:], max(1, rand.Uint64()))
	return id
}
