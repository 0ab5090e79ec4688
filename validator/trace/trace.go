// Package trace is the leaf of the validator: the record, its ids and the finding, with no dependency. Readers fill
// records, rules read them, handlers get findings.
package trace

import "encoding/hex"

// ID names one trace.
type ID [16]byte

// SpanID names one span of a trace.
type SpanID [8]byte

// IsZero reports whether the id is not set; such an id is invalid on a record (W3C Trace Context section 3.2.2.3).
func (id ID) IsZero() bool { return id == ID{} }

// String returns 32 lower-case hex digits.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// IsZero reports whether the id is not set.
func (id SpanID) IsZero() bool { return id == SpanID{} }

// String returns 16 lower-case hex digits.
func (id SpanID) String() string { return hex.EncodeToString(id[:]) }
