package findings

import (
	"bytes"
	"cmp"
	"encoding/binary"

	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/trace"
)

// occurrence says that a finding is about a record, or about a trace. Each is stored under a key of its own, so that no
// partition of the store gets more of them than others because of one trace or one place.
type occurrence struct {
	what    [group.KeySize]byte // the trace id, or the record's input and offset
	finding uint32
	kind    byte
}

// The kinds of occurrence. The zero occurrence is none.
const (
	ofRecord = 1 + iota
	ofTrace
)

func recordOccurrence(finding uint32, at Place) (o occurrence) {
	binary.LittleEndian.PutUint32(o.what[0:], at.Input)
	binary.LittleEndian.PutUint64(o.what[8:], uint64(at.Offset))
	o.finding, o.kind = finding, ofRecord
	return o
}

func traceOccurrence(finding uint32, id trace.ID) occurrence { return occurrence{id, finding, ofTrace} }

// occurrenceRow is the length of an occurrence's row: the finding and the kind.
const occurrenceRow = 4 + 1

// spread returns a number for each finding in which high and low bits differ.
func (o *occurrence) spread() uint64 { return uint64(o.finding) * 0x9E3779B97F4A7C15 }

// key returns what the occurrence is stored under. Key and row together give the occurrence back.
func (o *occurrence) key() (key [group.KeySize]byte) {
	key = o.what
	binary.LittleEndian.PutUint64(key[8:], binary.LittleEndian.Uint64(key[8:])^o.spread())
	return key
}

func (o *occurrence) row() []byte {
	return append(binary.LittleEndian.AppendUint32(make([]byte, 0, occurrenceRow), o.finding), o.kind)
}

func readOccurrence(key [group.KeySize]byte, row []byte) occurrence {
	o := occurrence{what: key, finding: binary.LittleEndian.Uint32(row), kind: row[4]}
	o.what = o.key()
	return o
}

func (o occurrence) compare(p occurrence) int {
	return cmp.Or(cmp.Compare(o.finding, p.finding), bytes.Compare(o.what[:], p.what[:]), cmp.Compare(o.kind, p.kind))
}
