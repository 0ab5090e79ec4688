package funnel

import (
	"encoding/binary"

	"github.com/specgen/specgen/validator/trace"
)

// record is what is kept of a record of a flow, until all were read. It is stored under the id of its trace, and as a lookup under that
// of its parent's trace where it names another.
type record struct {
	flags   recordFlags
	name    uint16 // SpanName.Index
	classes uint32 // of services that it counts for
	id      trace.SpanID
	parent  trace.SpanID
	start   int64 // nanoseconds since 1970
	end     int64
	hash    uint64 // of the content
	trace   uint64 // of the trace id
	key     uint64 // of the values that its branch is keyed by; 0 where its span is not keyed by tags
	values  []uint64

	// What is worked out of the records of one trace.
	above *record // its parent
}

type recordFlags uint8

const (
	validTimes recordFlags = 1 << iota
	noSpanID
	serverSide
	elsewhere  // its parent is in another trace, whose id it names
	isLookup   // it is stored under the id of its parent's trace
	ownVersion // a tag of the record itself gives the version of the app
	whereInput // its input is one of those of the side that is looked at
	baseInput  // likewise, of the other side
)

// recordSize is the length of a record as it is stored, without values.
const recordSize = 1 + 2 + 4 + 8 + 8 + 5*8

// nameAt is where the name of a record stands, and stageAt where the stage of a step does.
const (
	nameAt  = 8 + 1
	stageAt = 8 + 8 + 2
)

// append writes the record behind b. What CompareStored looks at stands first: the start.
func (r *record) append(b []byte) []byte {
	b = binary.BigEndian.AppendUint64(b, uint64(r.start))
	b = append(b, byte(r.flags))
	b = binary.LittleEndian.AppendUint16(b, r.name)
	b = binary.LittleEndian.AppendUint32(b, r.classes)
	b = append(b, r.id[:]...)
	b = append(b, r.parent[:]...)
	b = binary.LittleEndian.AppendUint64(b, uint64(r.end))
	b = binary.LittleEndian.AppendUint64(b, r.hash)
	b = binary.LittleEndian.AppendUint64(b, r.trace)
	b = binary.LittleEndian.AppendUint64(b, r.key)
	for _, v := range r.values {
		b = binary.LittleEndian.AppendUint64(b, v)
	}
	return b
}

// read reads a record back, into values.
func (r *record) read(b []byte, values []uint64) {
	*r = record{
		start: int64(binary.BigEndian.Uint64(b)), flags: recordFlags(b[8]), name: binary.LittleEndian.Uint16(b[9:]), classes: binary.LittleEndian.Uint32(b[11:]),
		id: trace.SpanID(b[15:23]), parent: trace.SpanID(b[23:31]), end: int64(binary.LittleEndian.Uint64(b[31:])),
		hash: binary.LittleEndian.Uint64(b[39:]), trace: binary.LittleEndian.Uint64(b[47:]), key: binary.LittleEndian.Uint64(b[55:]), values: values,
	}
	for i := range values {
		values[i] = binary.LittleEndian.Uint64(b[recordSize+8*i:])
	}
}

// step is what is counted: a record of a stage before that is asked whether a step came, a step, or both at once; or, with shows, values
// that a record shows of its key.
type step struct {
	key     uint64 // what is taken together: the values of the tags that the branch is keyed by, else the trace
	time    int64  // of the record of the stage before; where there is none, of the step
	stage   uint16
	flags   stepFlags
	trace   uint64
	since   int64 // from the stage before to the step
	lasted  int64
	classes uint32 // of a row that shows values: of whom
	values  []uint64
}

type stepFlags uint16

const (
	shows   stepFlags = 1 << iota // it is no step, but shows values
	asked                         // a record of the stage before whose outcome is known
	came                          // and a step came
	lost                          // or was lost
	notDone                       // or was not done
	waiting                       // a record of the stage before whose outcome is not known
	isStep                        // a step
	orphan                        // whose stage before is not there
	late                          // that came late
	hasSince
	hasLasted
	inWhere // its input is of the side
	inBase
)

const stepSize = 8 + 8 + 2 + 2 + 8 + 8 + 8 + 4

// append writes the row behind b: rows sort by key, then by time.
func (s *step) append(b []byte) []byte {
	b = binary.BigEndian.AppendUint64(b, s.key)
	b = binary.BigEndian.AppendUint64(b, uint64(s.time)^1<<63)
	b = binary.BigEndian.AppendUint16(b, uint16(s.flags))
	b = binary.BigEndian.AppendUint16(b, s.stage)
	b = binary.BigEndian.AppendUint64(b, s.trace)
	b = binary.BigEndian.AppendUint64(b, uint64(s.since))
	b = binary.BigEndian.AppendUint64(b, uint64(s.lasted))
	b = binary.BigEndian.AppendUint32(b, s.classes)
	for _, v := range s.values {
		b = binary.BigEndian.AppendUint64(b, v)
	}
	return b
}

// read reads a row back, into the values that the step has.
func (s *step) read(b []byte) {
	s.key, s.time = binary.BigEndian.Uint64(b), int64(binary.BigEndian.Uint64(b[8:])^1<<63)
	s.flags, s.stage = stepFlags(binary.BigEndian.Uint16(b[16:])), binary.BigEndian.Uint16(b[18:])
	s.trace, s.since, s.lasted = binary.BigEndian.Uint64(b[20:]), int64(binary.BigEndian.Uint64(b[28:])), int64(binary.BigEndian.Uint64(b[36:]))
	s.classes = binary.BigEndian.Uint32(b[44:])
	for i := range s.values {
		s.values[i] = binary.BigEndian.Uint64(b[stepSize+8*i:])
	}
}
