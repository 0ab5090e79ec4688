package compiled

import (
	"encoding/binary"
	"strings"
)

// Names finds the index of a name in a fixed list, without allocating.
type Names struct {
	slots []slot
	mask  uint32
}

type slot struct {
	name  string
	index int32 // -1 for a free slot
}

// newNames returns the table of a list of distinct names.
func newNames(names []string) Names {
	size := uint32(4)
	for size < uint32(2*len(names)) {
		size *= 2
	}
	n := Names{slots: make([]slot, size), mask: size - 1}
	for i := range n.slots {
		n.slots[i].index = -1
	}
	for i, name := range names {
		at := hash([]byte(name)) & n.mask
		for n.slots[at].index >= 0 {
			at = (at + 1) & n.mask
		}
		n.slots[at] = slot{name, int32(i)}
	}
	return n
}

// Index returns the index of the name, or -1.
func (n *Names) Index(name []byte) int {
	if len(n.slots) == 0 {
		return -1
	}
	for at := hash(name) & n.mask; ; at = (at + 1) & n.mask {
		s := &n.slots[at]
		if s.index < 0 {
			return -1
		}
		if s.name == string(name) {
			return int(s.index)
		}
	}
}

// IndexOfLowerCase returns the index of a name that is written so in lower case, the lowest of several, or -1.
func (n *Names) IndexOfLowerCase(name []byte) int {
	text, found := string(name), -1
	for i := range n.slots {
		s := &n.slots[i]
		if s.index >= 0 && (found < 0 || int(s.index) < found) && strings.EqualFold(s.name, text) {
			found = int(s.index)
		}
	}
	return found
}

// hash mixes the length and every byte, eight at once; the last eight may overlap those before.
func hash(b []byte) uint32 {
	const first, second = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9
	h := uint64(len(b)) * first
	switch {
	case len(b) >= 8:
		rest := b
		for ; len(rest) > 8; rest = rest[8:] {
			h = (h ^ binary.LittleEndian.Uint64(rest)) * first
			h ^= h >> 29
		}
		h ^= binary.LittleEndian.Uint64(b[len(b)-8:])
	case len(b) >= 4:
		h ^= uint64(binary.LittleEndian.Uint32(b)) | uint64(binary.LittleEndian.Uint32(b[len(b)-4:]))<<32
	default:
		for _, c := range b {
			h = h<<8 ^ uint64(c)
		}
	}
	h *= first
	h = (h ^ h>>32) * second
	return uint32(h >> 32)
}

// Set is a set of tag indices of one flow.
type Set []uint64

// NewSet returns an empty set for n tags.
func NewSet(n int) Set { return make(Set, WordsOfSet(n)) }

// WordsOfSet returns how many words a set for n tags has.
func WordsOfSet(n int) int { return (n + 63) / 64 }

// Add adds i.
func (s Set) Add(i int) { s[i>>6] |= 1 << (i & 63) }

// Has reports whether i is in the set.
func (s Set) Has(i int) bool { return s[i>>6]&(1<<(i&63)) != 0 }

// Or adds all of t.
func (s Set) Or(t Set) {
	for i, word := range t {
		s[i] |= word
	}
}

// Covers reports whether all of t is in the set.
func (s Set) Covers(t Set) bool {
	for i, word := range t {
		if word&^s[i] != 0 {
			return false
		}
	}
	return true
}
