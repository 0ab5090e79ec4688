package trace

// Record is a span that was really emitted. All formats are read into it.
//
// A reader reuses one Record for all spans of an input: a function that is passed a Record may read it, with everything that its
// slices refer to, until it returns; it must not change the Record, and has to copy what it keeps.
//
// Names and keys of tags that are equal are often the same bytes in memory in one record and the next, which makes comparing them quick.
// It is no more than that: the same place may hold another text later.
type Record struct {
	TraceID  ID
	SpanID   SpanID
	ParentID SpanID // zero for none
	// ParentTraceID is the trace id of a parent in another trace, where the data has it; else zero.
	ParentTraceID ID

	Name        []byte
	Service     []byte
	Flow        []byte // the name of the instrumentation scope: that of the flow where a generated client emitted the span
	FlowVersion []byte // the version of the instrumentation scope

	Start, End int64 // nanoseconds since 1970, UTC

	Kind SpanKind // UnknownKind where the format has none
	// ServerSide says that the record is the server's side of a call, and that the client's side may be a record of the same span id,
	// as Zipkin has it.
	ServerSide bool
	// LowerCase says that the names of the span and of its service may have lost their capitals, as Zipkin writes them.
	LowerCase bool
	// FlatResource says that attributes of the resource stand among the tags, as in Zipkin.
	FlatResource bool
	// Failed says that the status of the span is error, and StatusMessage what it says of that, where the format has a message.
	Failed        bool
	StatusMessage []byte

	Tags     []Tag
	Resource *Resource // nil where the format has none
	Links    []Link    // without the one that stands for the parent
	// DroppedTags and DroppedLinks are how many tags and links a limit cut off before the record was written, where the format says so.
	DroppedTags, DroppedLinks uint32
	// LinkMayBeParent says that the first link of a record without a parent may stand for the parent in another trace: Jaeger's references
	// have no attribute that tells.
	LinkMayBeParent bool

	// Layout is set by readers: records of one Layout, if that is not 0, have the same name, kind and status, and tags of the same keys and types
	// in the same order. What depends on nothing else need be worked out only once for all of them.
	Layout uint64

	// Offset is that of the record's first byte in the input, after decompression. It identifies a record of an input.
	Offset  int64
	Line    int64 // from 1; 0 where the format has no lines
	Defects Defect
	// BadID is the text of the first id that is malformed, where Defects has BadTraceID, BadSpanID, BadParentID or BadLink.
	BadID []byte
	// BadTime is the text of the first of start and end that is not a time, where Defects has BadStart or BadEnd.
	BadTime []byte
	// BadTag is the key of the tag with the first text that was repaired; nil where that text is not in a tag.
	BadTag []byte
	// BadKind is how the input writes the kind, where Defects has BadSpanKind, and BadStatus what it has in place of a status code or
	// of a SpanEvent's error, where Defects has BadSpanStatus.
	BadKind, BadStatus []byte
}

// SpanKind is the kind of a span, with OTLP's numbers.
type SpanKind uint8

// The kinds.
const (
	UnknownKind  SpanKind = iota // the format has no kinds
	KindInternal                 // also where OTLP leaves the kind open
	KindServer
	KindClient
	KindProducer
	KindConsumer
)

// String returns the kind as a spec writes it.
func (k SpanKind) String() string {
	names := [...]string{"unknown", "internal", "server", "client", "producer", "consumer"}
	if int(k) < len(names) {
		return names[k]
	}
	return names[UnknownKind]
}

// Resource is what the records of one emitter share. Unlike a Record it is not reused: it must not change once a record that refers
// to it was passed on.
type Resource struct {
	Service     []byte // service.name
	Tags        []Tag
	DroppedTags uint32 // as of a Record
}

// Defect is a set of mistakes in the bytes of a record, which its other fields cannot show.
type Defect uint16

// The defects.
const (
	BadTraceID    Defect = 1 << iota // missing, all zero, of a wrong length or not hex
	BadSpanID                        // likewise
	BadParentID                      // present, but of a wrong length or not hex
	BadLink                          // an id of a link is missing, all zero, of a wrong length or not hex
	BadStart                         // missing or not a time
	BadEnd                           // likewise
	BadUTF8                          // a text was not UTF-8, and was repaired with U+FFFD
	BadSpanKind                      // none of OTLP's
	BadSpanStatus                    // a status code that is none of OTLP's, or a SpanEvent's error that is not a bool
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
