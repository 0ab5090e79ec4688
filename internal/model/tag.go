package model

import (
	"math/big"

	"github.com/specgen/specgen/internal/diag"
)

// Kind is the type of a tag's values.
type Kind uint8

// The kinds. ID is a string with a type of its own in code, of at least one character.
const (
	KindID Kind = iota + 1
	KindString
	KindInt // signed, 64 bits
	KindDouble
	KindBool
	KindEnum
)

// String returns the word that the spec language has for the kind.
func (k Kind) String() string {
	switch k {
	case KindID:
		return "id"
	case KindString:
		return "string"
	case KindInt:
		return "int"
	case KindDouble:
		return "double"
	case KindBool:
		return "bool"
	case KindEnum:
		return "enum"
	}
	return "unknown"
}

// IsText reports whether values are strings on the wire.
func (k Kind) IsText() bool { return k == KindID || k == KindString || k == KindEnum }

// Format is a named syntax of a text.
type Format string

// The formats.
const (
	FormatNone     Format = ""
	FormatUUID     Format = "uuid"      // 8-4-4-4-12 hex digits, any case (RFC 9562 section 4)
	FormatHex      Format = "hex"       // one or more pairs of hex digits
	FormatDateTime Format = "date-time" // RFC 3339
	FormatURI      Format = "uri"       // absolute, RFC 3986
	FormatEmail    Format = "email"     // an addr-spec, RFC 5322 without comments and quoted forms
	FormatIPv4     Format = "ipv4"
	FormatIPv6     Format = "ipv6"
)

// Tag is a typed key.
type Tag struct {
	Entry
	Kind   Kind
	List   bool // a list of Kind
	Values []*EnumValue
	Open   bool // an enum whose values may grow: an unknown value is not a finding

	// Constraints. On a list they hold for each item; MinItems and MaxItems for the list.
	Pattern              string // RE2, matched anywhere unless anchored; "" for none
	Format               Format
	Min, Max             *big.Rat // nil for none
	MinLength, MaxLength int      // in characters; MaxLength 0 for none
	MinItems, MaxItems   int      // 0 for none

	Unit        string
	Sensitivity string // "", none, pseudonymous or pii
	Reason      string // why a client may have the tag although it is sensitive
	TraceScope  bool   // one value in the whole trace
	Examples    []Value
	Default     *Value
}

// TypeWord is the tag's type as the spec language writes it.
func (t *Tag) TypeWord() string {
	if t.List {
		return t.Kind.String() + "[]"
	}
	return t.Kind.String()
}

// EnumValue is one value of an enum tag.
type EnumValue struct {
	Entry        // Name is the name in code
	Wire  string // the value on the wire
}

// Value returns the value with the wire text, or nil.
func (t *Tag) Value(wire string) *EnumValue {
	for _, v := range t.Values {
		if v.Wire == wire {
			return v
		}
	}
	return nil
}

// Value is a value of a tag: one of its fields by Kind, or Items for a list.
type Value struct {
	Text   string
	Int    int64
	Double float64
	Bool   bool
	Items  []Value
	Pos    diag.Range
}

// AlwaysTraceID reports whether every valid value of the tag gives the bytes of a trace id by itself, so that nothing is
// lost when the value is not carried as a tag: it is a UUID.
func (t *Tag) AlwaysTraceID() bool { return t.Format == FormatUUID && !t.List }

// IsSensitive reports whether the tag's values say something of a person.
func (t *Tag) IsSensitive() bool { return t.Sensitivity != "" && t.Sensitivity != "none" }
