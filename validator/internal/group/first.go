package group

import (
	"encoding/binary"
	"slices"
)

// First says which rows of one key are kept where there are too many: those that sort first. So the choice does not depend on the
// order in which rows were added.
type First struct {
	Rows    int // at most
	Bytes   int // of rows, without what the store adds
	Compare func(a, b []byte) int
}

// Of sorts rows if there are too many, and returns those that are kept. Otherwise it returns all, as they are.
func (f First) Of(rows [][]byte) [][]byte {
	size := 0
	for _, row := range rows {
		size += len(row)
	}
	if len(rows) <= f.Rows && size <= f.Bytes {
		return rows
	}
	slices.SortFunc(rows, f.Compare)
	n := 0
	size = 0
	for n < min(len(rows), f.Rows) {
		if size += len(rows[n]); size > f.Bytes {
			break
		}
		n++
	}
	return rows[:n]
}

// selection chooses the first rows of one key among any number of them. It holds up to half as much again.
type selection struct {
	first First
	key   [KeySize]byte
	rows  Rows
	ends  []int // of each row in rows
	size  int   // of the rows without headers
}

func (s *selection) add(row []byte) {
	s.rows = appendRow(s.rows, s.key, row)
	s.ends = append(s.ends, len(s.rows))
	if s.size += len(row); 2*len(s.ends) > 3*s.first.Rows || 2*s.size > 3*s.first.Bytes {
		s.shrink()
	}
}

// shrink drops all but the first rows, of which the others are moved together where they are: a copy of them would take half as much memory again.
func (s *selection) shrink() {
	rows := make([][]byte, len(s.ends))
	start := 0
	for i, end := range s.ends {
		rows[i] = s.rows[start+rowHeader : end]
		start = end
	}
	kept := s.first.Of(rows)
	if len(kept) == len(rows) {
		return
	}
	places := make([]int, len(kept))
	for i, row := range kept {
		places[i] = cap(s.rows) - cap(row) - rowHeader
	}
	slices.Sort(places)
	out := s.rows[:0]
	s.ends, s.size = s.ends[:0], 0
	for _, from := range places {
		n := s.rows[from:].first()
		out = append(out, s.rows[from:from+n]...)
		s.ends, s.size = append(s.ends, len(out)), s.size+n-rowHeader
	}
	s.rows = out
}

// appendRow writes a row with its header.
func appendRow(b []byte, key [KeySize]byte, row []byte) []byte {
	n := len(b)
	b = slices.Grow(b, rowHeader+len(row))[:n+rowHeader+len(row)]
	binary.LittleEndian.PutUint32(b[n:], uint32(rowHeader+len(row)))
	*(*[KeySize]byte)(b[n+4:]) = key
	copy(b[n+rowHeader:], row)
	return b
}
