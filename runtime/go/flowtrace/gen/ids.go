package gen

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"strconv"

	"github.com/specgen/specgen/runtime/go/flowtrace"
)

// The rules of docs/ids.md.

// hashed is room for a message on the stack; a longer one costs an allocation.
const hashed = 256

// DeriveTraceID returns the trace id that the value of an id tag gives: the bytes of a UUID or of 32 hex digits, else a
// hash of the flow and the value.
func DeriveTraceID(flow, value string) flowtrace.TraceID {
	var id flowtrace.TraceID
	if uuidBytes(&id, value) && id != (flowtrace.TraceID{}) {
		return id
	}
	var scratch [hashed]byte
	b := append(append(scratch[:0], flow...), 0)
	sum := sha256.Sum256(append(b, Repair(value)...))
	return usableTrace(flowtrace.TraceID(sum[:16]))
}

// usableTrace returns the id, or 00…01 where it is none.
func usableTrace(id flowtrace.TraceID) flowtrace.TraceID {
	if id == (flowtrace.TraceID{}) {
		id[15] = 1
	}
	return id
}

// usableSpan returns the id, or 00…01 where it is none.
func usableSpan(id flowtrace.SpanID) flowtrace.SpanID {
	if id == (flowtrace.SpanID{}) {
		id[7] = 1
	}
	return id
}

// DeriveSpan returns the ids of the span that occurs once in the trace, or once for the values of its key tags. It
// returns none where there is no trace.
func DeriveSpan(trace flowtrace.SpanContext, span string, keys ...flowtrace.Value) flowtrace.SpanContext {
	if trace.TraceID == (flowtrace.TraceID{}) {
		return flowtrace.SpanContext{}
	}
	SetSpan(&trace, span, keys...)
	return trace
}

// SetSpan is DeriveSpan for a span that begins: self is its trace, and gets the span id where there is a trace.
func SetSpan(self *flowtrace.SpanContext, span string, keys ...flowtrace.Value) {
	if self.TraceID == (flowtrace.TraceID{}) {
		return
	}
	var scratch [hashed]byte
	*(*flowtrace.TraceID)(scratch[:16]) = self.TraceID
	b := append(append(scratch[:16], span...), 0)
	for i := range keys {
		b = append(appendKey(b, &keys[i]), 0)
	}
	self.SpanID = firstBytes(b)
}

// DeriveChild returns the ids of the span that occurs once per parent. It returns none where there is no trace or no
// parent. The parent may be in another trace.
func DeriveChild(trace flowtrace.SpanContext, span string, parent flowtrace.SpanContext) flowtrace.SpanContext {
	if trace.TraceID == (flowtrace.TraceID{}) || !parent.IsValid() {
		return flowtrace.SpanContext{}
	}
	SetChild(&trace, span, &parent)
	return trace
}

// SetChild is DeriveChild for a span that begins: self is its trace, and gets the span id where there is a trace and a parent. Otherwise Begin
// makes it up.
func SetChild(self *flowtrace.SpanContext, span string, parent *flowtrace.SpanContext) {
	if self.TraceID == (flowtrace.TraceID{}) || !isValid(parent) {
		return
	}
	var scratch [hashed]byte
	*(*flowtrace.TraceID)(scratch[:16]) = self.TraceID
	b := append(append(scratch[:16], span...), 0)
	self.SpanID = firstBytes(append(append(b, parent.SpanID[:]...), 0))
}

func appendKey(b []byte, key *flowtrace.Value) []byte {
	switch key.Kind() {
	case flowtrace.KindInt:
		return strconv.AppendInt(b, key.Int(), 10)
	case flowtrace.KindBool:
		return strconv.AppendBool(b, key.Bool())
	}
	if text := key.String(); isPlain(text) {
		return append(b, text...)
	}
	return append(b, Repair(key.String())...)
}

func firstBytes(message []byte) flowtrace.SpanID {
	sum := sha256.Sum256(message)
	return usableSpan(flowtrace.SpanID(sum[:8]))
}

// uuidBytes fills id from a UUID or from 32 hex digits, and reports whether value is one.
func uuidBytes(id *flowtrace.TraceID, value string) bool {
	var digits [32]byte
	switch {
	case len(value) == 32:
		copy(digits[:], value)
	case isUUID(value):
		copy(digits[0:8], value[0:8])
		copy(digits[8:12], value[9:13])
		copy(digits[12:16], value[14:18])
		copy(digits[16:20], value[19:23])
		copy(digits[20:32], value[24:36])
	default:
		return false
	}
	_, err := hex.Decode(id[:], digits[:])
	return err == nil
}

// Ids that do not derive are of ChaCha8 seeded by the operating system, per thread; they need to be unique, not secret.

// randomTraceID returns an id of the form of a UUID of version 4, of which [Randomness] takes the last bytes as they are.
func randomTraceID() (id flowtrace.TraceID) {
	binary.BigEndian.PutUint64(id[:8], rand.Uint64()&^(0xf<<12)|4<<12)
	binary.BigEndian.PutUint64(id[8:], rand.Uint64()&^(0b11<<62)|0b10<<62)
	return id
}

func randomSpanID() (id flowtrace.SpanID) {
	binary.BigEndian.PutUint64(id[:], max(1, rand.Uint64()))
	return id
}
