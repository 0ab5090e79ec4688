package trace

import "math"

// Record is a span that was really emitted, in the one shape that all formats are read into. A reader fills the same
// Record again and again: its bytes and slices are valid until the reader goes on, and are not to be changed.
type Record struct {
	TraceID  ID
	SpanID   SpanID
	ParentID SpanID // zero for none
	// ParentTraceID is the trace of a parent in another trace, where the data names it; else zero.
	ParentTraceID ID

	Name        []byte
	Service     []byte
	Flow        []byte // the stamp: the flow's name, or the name of any other instrumentation scope
	FlowVersion []byte // the stamp's version

	Start, End int64 // nanoseconds since 1970, UTC

	Tags     []Tag
	Resource *Resource // nil where the format has none
	Links    []Link    // without the one that stands for the parent

	Offset  int64 // of the record's first byte in the input, after decompression
	Line    int64 // from 1; 0 where the format has no lines
	Defects Defect
	// BadID is the text of the first id that is not one, where Defects says so.
	BadID []byte
	// BadTime is the text of the start that is no time or, where the start is one, of the end.
	BadTime []byte
	// BadTag is the key of the tag that holds the first text that was repaired; nil where that is no tag's.
	BadTag []byte
}

// Resource is what the records of one emitter share. Unlike a Record it is not filled again: once a record with it was
// handed on it does not change.
type Resource struct {
	Service []byte // service.name
	Tags    []Tag
}

// Defect is a set of things that are wrong with a record and that its other fields cannot show.
type Defect uint16

// The defects.
const (
	BadTraceID  Defect = 1 << iota // missing, all zero, of a wrong length or no hex
	BadSpanID                      // likewise
	BadParentID                    // present, but of a wrong length or no hex
	BadLink                        // a link's id is
	BadStart                       // missing or no time
	BadEnd                         // likewise
	BadUTF8                        // a text of the record was repaired
)

// Has reports whether d holds one of the defects of other.
func (d Defect) Has(other Defect) bool { return d&other != 0 }

// Tag is a key and its value.
type Tag struct {
	Key   []byte
	Value Value
}

// Link points at a record of the same or another trace.
type Link struct {
	TraceID ID
	SpanID  SpanID
}

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
	}
	return "no value"
}

// Value is what a tag holds.
type Value struct {
	Kind ValueKind
	Text []byte // a string; of bytes and maps what stands in the input
	// Bits holds an int, a double or a bool; use the methods.
	Bits  uint64
	Items []Value // of a list
}

// Int returns an integer value.
func (v *Value) Int() int64 { return int64(v.Bits) }

// Double returns a floating-point value.
func (v *Value) Double() float64 { return math.Float64frombits(v.Bits) }

// Bool returns a boolean value.
func (v *Value) Bool() bool { return v.Bits != 0 }
