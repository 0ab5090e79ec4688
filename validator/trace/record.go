package trace

// Record is a span that was really emitted, in the one shape that all formats are read into.
//
// A reader fills the same Record again and again: who is handed one may read it, with all that its slices refer to, until
// the call returns, may not change it, and copies what is to be kept.
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

	// Offset is that of the record's first byte in the input, after decompression. It tells the records of one input apart.
	Offset  int64
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
