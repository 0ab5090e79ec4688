package infer

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/specgen/specgen/validator/trace"
)

// sample keeps what connects records, of whole traces, within a budget. Where there are too many it keeps every second trace, then every
// fourth and so on, by a hash of the trace id: so it is known of any trace id whether its records would be here, and the same records
// give the same sample in any order.
type sample struct {
	budget int64
	size   int64
	halved uint // how many times
	rows   []row
}

// row is a record in the sample.
type row struct {
	trace, parentTrace trace.ID
	id, parent         trace.SpanID
	start              int64
	span               *span // nil where it is not of the flow
	service            *service
	server             bool
	linkTaken          bool // it does: what it names is in the data
	linkIsParent       bool // the first link stands for a parent, where there is none
	links              []trace.Link
	refs               []ref
	same               []same
}

// ref is a value that could be a trace id, and is not that of the record.
type ref struct {
	tag *tag
	id  trace.ID
}

// same is a value that may be one in the whole trace.
type same struct {
	tag  *tag
	hash uint64
}

// Limits of a row.
const (
	maxRefs = 8
	maxSame = 24
)

// add keeps a record, if its trace is in the sample.
func (s *sample) add(r row) {
	if !s.has(r.trace) {
		return
	}
	s.rows = append(s.rows, r)
	s.size += r.size()
	for s.size > s.budget && len(s.rows) > 1 && s.halved < 63 {
		s.halve()
	}
}

// size is about how many bytes a row takes.
func (r *row) size() int64 {
	const self, link, ref, same = 192, 24, 24, 16
	return self + int64(len(r.links)*link+len(r.refs)*ref+len(r.same)*same)
}

func (s *sample) halve() {
	s.halved++
	s.size = 0
	kept := s.rows[:0]
	for _, r := range s.rows {
		if s.has(r.trace) {
			kept = append(kept, r)
			s.size += r.size()
		}
	}
	clear(s.rows[len(kept):])
	s.rows = kept
}

// has reports whether the records of a trace are kept.
func (s *sample) has(id trace.ID) bool { return s.halved == 0 || mixed(id)>>(64-s.halved) == 0 }

// complete reports whether every record is here.
func (s *sample) complete() bool { return s.halved == 0 }

// mixed spreads an id over 64 bits, alike on every machine (splitmix64).
func mixed(id trace.ID) uint64 {
	return mix(mix(binary.BigEndian.Uint64(id[:8])) + binary.BigEndian.Uint64(id[8:]))
}

func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// hashOf hashes a value (FNV-1a).
func hashOf(text []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, b := range text {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return h
}

// sort puts the rows into an order that does not depend on that of the input: by trace, then by time.
func (s *sample) sort() {
	slices.SortStableFunc(s.rows, func(a, b row) int {
		return cmp.Or(bytes.Compare(a.trace[:], b.trace[:]), cmp.Compare(a.start, b.start), bytes.Compare(a.id[:], b.id[:]),
			strings.Compare(a.span.nameOr(), b.span.nameOr()), bytes.Compare(a.parent[:], b.parent[:]))
	})
}

// nameOr returns the span's name, or "".
func (s *span) nameOr() string {
	if s == nil {
		return ""
	}
	return s.name
}
