package trace

import "math"

// ValueKind is the type that a value has on the wire.
type ValueKind uint8

// The kinds of value.
const (
	Empty ValueKind = iota // no value at all
	String
	Int
	Double
	Bool
	Bytes
	List
	Map
	Invalid // not of the type that the input says it is of, such as an OTLP intValue of "1.5"
	Untyped // a text of which the format does not say what it is the text of: Zipkin writes 3, true and "abc" as texts
)

// String returns the word for the kind.
func (k ValueKind) String() string {
	switch k {
	case String:
		return "string"
	case Int:
		return "int"
	case Double:
		return "double"
	case Bool:
		return "bool"
	case Bytes:
		return "bytes"
	case List:
		return "list"
	case Map:
		return "map"
	case Invalid:
		return "invalid value"
	case Untyped:
		return "text"
	}
	return "no value"
}

// Value is what a tag holds. Make one with StringValue, IntValue, DoubleValue, BoolValue or ListValue.
type Value struct {
	Kind ValueKind
	Text []byte // a string; of bytes, maps, invalid and untyped values what stands in the input
	// Bits holds an int, a double or a bool; use the methods. Of an untyped value, 1 means that it is the zero value of its type, whatever
	// that is: proto3 leaves zeros out.
	Bits uint64
	// Items are those of a list; of an untyped value that is the text of a JSON list those of that list, else nil.
	Items []Value
}

// StringValue returns a string value. The text is not copied.
func StringValue(text []byte) Value { return Value{Kind: String, Text: text} }

// IntValue returns an int value.
func IntValue(n int64) Value { return Value{Kind: Int, Bits: uint64(n)} }

// DoubleValue returns a double value.
func DoubleValue(f float64) Value { return Value{Kind: Double, Bits: math.Float64bits(f)} }

// BoolValue returns a bool value.
func BoolValue(v bool) Value {
	if v {
		return Value{Kind: Bool, Bits: 1}
	}
	return Value{Kind: Bool}
}

// ListValue returns a list value. The items are not copied.
func ListValue(items []Value) Value { return Value{Kind: List, Items: items} }

// UntypedZero returns the zero value of a type that the format does not say.
func UntypedZero() Value { return Value{Kind: Untyped, Bits: 1} }

// Int returns the integer of a value of kind Int.
func (v *Value) Int() int64 { return int64(v.Bits) }

// Double returns the number of a value of kind Double.
func (v *Value) Double() float64 { return math.Float64frombits(v.Bits) }

// Bool returns the truth value of a value of kind Bool.
func (v *Value) Bool() bool { return v.Bits != 0 }
