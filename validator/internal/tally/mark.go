package tally

import (
	"bytes"
	"cmp"
	"encoding/binary"

	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/trace"
)

// mark says that a finding is about a record, or about a trace. Marks are put by under keys that differ for each of them,
// so that neither one trace nor one place can have more of them than others.
type mark struct {
	what    [group.KeySize]byte // the trace id, or the record's input and offset
	finding uint32
	kind    byte
}

// The kinds of mark. The zero mark is none.
const (
	ofRecord = 1 + iota
	ofTrace
)

func recordMark(finding uint32, at Place) (m mark) {
	binary.LittleEndian.PutUint32(m.what[0:], at.Input)
	binary.LittleEndian.PutUint64(m.what[8:], uint64(at.Offset))
	m.finding, m.kind = finding, ofRecord
	return m
}

func traceMark(finding uint32, id trace.ID) mark { return mark{id, finding, ofTrace} }

// markRow is the length of a mark's row: the finding and the kind.
const markRow = 4 + 1

// spread returns a number for each finding in which high and low bits differ.
func (m *mark) spread() uint64 { return uint64(m.finding) * 0x9E3779B97F4A7C15 }

// key returns what the mark is put by under. With the row it gives the mark back.
func (m *mark) key() (key [group.KeySize]byte) {
	key = m.what
	binary.LittleEndian.PutUint64(key[8:], binary.LittleEndian.Uint64(key[8:])^m.spread())
	return key
}

func (m *mark) row() []byte {
	return append(binary.LittleEndian.AppendUint32(make([]byte, 0, markRow), m.finding), m.kind)
}

func readMark(key [group.KeySize]byte, row []byte) mark {
	m := mark{what: key, finding: binary.LittleEndian.Uint32(row), kind: row[4]}
	m.what = m.key()
	return m
}

func (m mark) compare(n mark) int {
	return cmp.Or(cmp.Compare(m.finding, n.finding), bytes.Compare(m.what[:], n.what[:]), cmp.Compare(m.kind, n.kind))
}
