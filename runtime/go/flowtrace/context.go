package flowtrace

import (
	"encoding/hex"
	"errors"

	"github.com/specgen/specgen/runtime/go/flowtrace/internal/access"
)

// TraceID is the id of a trace. The zero value means that there is none.
type TraceID [16]byte

// SpanID is the id of a span within its trace. The zero value means that there is none.
type SpanID [8]byte

// String returns 32 lower-case hex digits.
func (t TraceID) String() string { return hex.EncodeToString(t[:]) }

// String returns 16 lower-case hex digits.
func (s SpanID) String() string { return hex.EncodeToString(s[:]) }

// SpanContext identifies a span globally, by its trace id and span id, and says whether the span is sampled. The zero value means that
// there is none. A literal with both ids is sampled.
type SpanContext struct {
	TraceID TraceID
	SpanID  SpanID
	// unsampled is 1 where the sampled flag is off, and else 0, so that a literal is sampled. It has a word of its own because
	// 32 bytes are copied faster than 25.
	unsampled uint64
}

// IsValid reports whether both ids are set.
func (c SpanContext) IsValid() bool { return c.TraceID != TraceID{} && c.SpanID != SpanID{} }

// IsSampled reports whether the span is exported by the service that emits it (the sampled flag of W3C Trace Context).
func (c SpanContext) IsSampled() bool { return c.unsampled == 0 }

// WithSampled returns c with the sampled flag set to sampled.
func (c SpanContext) WithSampled(sampled bool) SpanContext {
	c.unsampled = 1
	if sampled {
		c.unsampled = 0
	}
	return c
}

// Set is for package gen only. It makes c the same as from, part by part: a processor waits where it copies 16 bytes at once of which
// 8 were written just before.
func (c *SpanContext) Set(_ access.Key, from *SpanContext) {
	c.TraceID = from.TraceID
	c.SpanID = from.SpanID
	c.unsampled = from.unsampled
}

// traceparentLength is what version 00 has (W3C Trace Context level 2, section 3.2.2).
const traceparentLength = 55

// Traceparent returns the W3C form, 55 bytes, which ends in 01 where c is sampled and else in 00. It is "" where c is not valid.
func (c SpanContext) Traceparent() string {
	if !c.IsValid() {
		return ""
	}
	text := [traceparentLength]byte{0: '0', 1: '0', 2: '-', 35: '-', 52: '-', 53: '0', 54: '1'}
	hex.Encode(text[3:35], c.TraceID[:])
	hex.Encode(text[36:52], c.SpanID[:])
	if c.unsampled != 0 {
		text[54] = '0'
	}
	return string(text[:])
}

var errTraceparent = errors.New("cannot read the traceparent: give 00-<32 hex>-<16 hex>-<2 hex> in lower case, ids not all zero")

// ParseTraceparent reads the W3C form. A version later than 00 may carry more after a further hyphen. Of the flags of
// any version only the lowest bit counts: sampled.
func ParseTraceparent(text string) (SpanContext, error) {
	if len(text) < traceparentLength || text[2] != '-' || text[35] != '-' || text[52] != '-' ||
		!lowerHex(text[:2]) || !lowerHex(text[3:35]) || !lowerHex(text[36:52]) || !lowerHex(text[53:55]) || text[:2] == "ff" {
		return SpanContext{}, errTraceparent
	}
	if len(text) > traceparentLength && (text[:2] == "00" || text[traceparentLength] != '-') {
		return SpanContext{}, errTraceparent
	}
	var c SpanContext
	decodeHex(c.TraceID[:], text[3:35])
	decodeHex(c.SpanID[:], text[36:52])
	if !c.IsValid() {
		return SpanContext{}, errTraceparent
	}
	flags, _ := nibble(text[54])
	return c.WithSampled(flags&1 != 0), nil
}

// LinkParent is the type of the link that represents a parent in another trace.
const LinkParent = "parent"

// Link points at a span.
type Link struct {
	SpanContext SpanContext
	Type        string // LinkParent, or "" on a link that the caller gave
}

func lowerHex(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// decodeHex decodes hex digits of any case into to, and reports whether digits are exactly that.
func decodeHex(to []byte, digits string) bool {
	for i := range to {
		high, ok1 := nibble(digits[2*i])
		low, ok2 := nibble(digits[2*i+1])
		if !ok1 || !ok2 {
			return false
		}
		to[i] = high<<4 | low
	}
	return true
}

func nibble(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	}
	return 0, false
}
