// Package group brings rows with the same key together, in any number and order, within a stated amount of memory: rows go
// into partitions by a hash of their key, past the budget to a temporary file, and come back partition by partition.
package group

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"math/rand/v2"
	"os"
)

// KeySize is the length of a key in bytes.
const KeySize = 16

// rowHeader is what stands before each row: its length with the header, and its key.
const rowHeader = 4 + KeySize

const (
	partitions = 256
	chunkSize  = 32 << 10
	maxLevel   = 3 // how often a partition that is too large is divided again
)

// Store collects rows. It is not safe for concurrent use. Close it in the end, whatever happened.
type Store struct {
	parts  [partitions]part
	budget int64
	used   int64 // bytes of rows in memory
	dir    string
	file   *os.File
	size   int64 // of the file
	seed   uint64
	level  int
	whole  int64 // a partition up to this size is never divided
	free   [][]byte
	joined []byte // what the file has of a partition, while it is looked at
	pieces []Rows
}

type part struct {
	chunks   [][]byte
	segments []segment
}

// segment is rows of one partition in the file.
type segment struct{ offset, length int64 }

// New returns a store that holds about budget bytes of rows in memory. Its temporary file goes to dir, "" for the
// system's.
func New(budget int64, dir string) *Store {
	return &Store{budget: max(budget, partitions), whole: max(budget, 1<<20), dir: dir, seed: rand.Uint64()}
}

// Add adds a row. Rows may be as long as a chunk, 32 KiB, less their header.
func (s *Store) Add(key [KeySize]byte, row []byte) error {
	n := rowHeader + len(row)
	if n > chunkSize {
		return fmt.Errorf("cannot group a row of %d bytes: %d are allowed", len(row), chunkSize-rowHeader)
	}
	p := &s.parts[hash(s.seed, key)%partitions]
	last := len(p.chunks) - 1
	if last < 0 || cap(p.chunks[last])-len(p.chunks[last]) < n {
		p.chunks = append(p.chunks, s.chunk())
		last++
	}
	c := p.chunks[last]
	c = binary.LittleEndian.AppendUint32(c, uint32(n))
	c = append(c, key[:]...)
	p.chunks[last] = append(c, row...)
	if s.used += int64(n); s.used > s.budget {
		return s.spill()
	}
	return nil
}

// hash mixes a key with a seed that nobody outside the run knows, so that no input can fill one partition on purpose.
func hash(seed uint64, key [KeySize]byte) uint64 {
	high, low := bits.Mul64(binary.LittleEndian.Uint64(key[:])^seed, binary.LittleEndian.Uint64(key[8:])^bits.RotateLeft64(seed, 32)|1)
	h, l := bits.Mul64(high^low, seed|1)
	return h ^ l
}

func (s *Store) chunk() []byte {
	if n := len(s.free); n > 0 {
		c := s.free[n-1]
		s.free = s.free[:n-1]
		return c[:0]
	}
	return make([]byte, 0, chunkSize)
}

// spill writes the rows in memory behind those in the file.
func (s *Store) spill() error {
	if s.file == nil {
		file, err := os.CreateTemp(s.dir, "specgen-rows-*")
		if err != nil {
			return fmt.Errorf("cannot put rows by on disk: %w", err)
		}
		s.file = file
	}
	for i := range s.parts {
		p := &s.parts[i]
		start := s.size
		for _, c := range p.chunks {
			n, err := s.file.Write(c)
			s.size += int64(n)
			if err != nil {
				return fmt.Errorf("cannot put rows by on disk (free some, or set another folder for temporary files): %w", err)
			}
		}
		if s.size > start {
			p.segments = append(p.segments, segment{start, s.size - start})
		}
		s.free = append(s.free, p.chunks...)
		p.chunks = p.chunks[:0]
	}
	s.used = 0
	return nil
}

// Spilled returns how many bytes were written to the temporary file.
func (s *Store) Spilled() int64 { return s.size }

// Each calls do with the rows of each partition, one after the other; all rows of one key are in one partition. The rows
// are valid until do returns. A partition that is larger than the budget is divided first; what belongs to one key cannot
// be divided and is handed over whole.
func (s *Store) Each(do func(pieces []Rows) error) error {
	for i := range s.parts {
		p := &s.parts[i]
		if p.length() > s.whole && s.level < maxLevel {
			if err := s.divide(p, do); err != nil {
				return err
			}
			continue
		}
		pieces, err := s.bring(p)
		if err == nil && len(pieces) > 0 {
			err = do(pieces)
		}
		if err != nil {
			return err
		}
		s.free = append(s.free, p.chunks...)
		p.chunks = nil
	}
	return nil
}

func (p *part) length() (n int64) {
	for _, c := range p.chunks {
		n += int64(len(c))
	}
	for _, g := range p.segments {
		n += g.length
	}
	return n
}

// bring brings a partition into memory.
func (s *Store) bring(p *part) ([]Rows, error) {
	s.pieces = s.pieces[:0]
	var stored int64
	for _, g := range p.segments {
		stored += g.length
	}
	if int64(cap(s.joined)) < stored {
		s.joined = make([]byte, stored)
	}
	s.joined = s.joined[:stored]
	at := int64(0)
	for _, g := range p.segments {
		if _, err := s.file.ReadAt(s.joined[at:at+g.length], g.offset); err != nil {
			return nil, fmt.Errorf("cannot read rows back from disk: %w", err)
		}
		at += g.length
	}
	if stored > 0 {
		s.pieces = append(s.pieces, s.joined)
	}
	for _, c := range p.chunks {
		s.pieces = append(s.pieces, c)
	}
	return s.pieces, nil
}

// divide moves a partition into a store of its own, by another hash, and goes through that.
func (s *Store) divide(p *part, do func([]Rows) error) (err error) {
	sub := New(s.budget, s.dir)
	sub.level, sub.whole = s.level+1, s.whole
	defer func() { err = errors.Join(err, sub.Close()) }()
	feed := func(chunk []byte) error {
		for rows := Rows(chunk); len(rows) > 0; {
			var key [KeySize]byte
			var row []byte
			key, row, rows = rows.Next()
			if err := sub.Add(key, row); err != nil {
				return err
			}
		}
		return nil
	}
	for _, g := range p.segments {
		// Every chunk was written whole, so a segment is whole rows.
		buf := make([]byte, g.length)
		if _, err := io.ReadFull(io.NewSectionReader(s.file, g.offset, g.length), buf); err != nil {
			return fmt.Errorf("cannot read rows back from disk: %w", err)
		}
		if err := feed(buf); err != nil {
			return err
		}
	}
	for _, c := range p.chunks {
		if err := feed(c); err != nil {
			return err
		}
	}
	p.chunks = nil
	return sub.Each(do)
}

// Close frees the memory and removes the temporary file.
func (s *Store) Close() error {
	s.parts, s.free, s.joined = [partitions]part{}, nil, nil
	if s.file == nil {
		return nil
	}
	name := s.file.Name()
	err := s.file.Close()
	s.file = nil
	return errors.Join(err, os.Remove(name))
}

// Rows is rows one after the other.
type Rows []byte

// Next returns the first row, and the rows after it.
func (r Rows) Next() (key [KeySize]byte, row []byte, rest Rows) {
	n := binary.LittleEndian.Uint32(r)
	copy(key[:], r[4:rowHeader])
	return key, r[rowHeader:n:n], r[n:]
}

// ByKey calls do with the rows of each key, in the order in which keys and rows were added. The slices are valid until do
// returns.
type ByKey struct {
	table []int32 // index+1 of a key's chain, by hash
	keys  [][KeySize]byte
	heads []int32 // first row of each key
	tails []int32
	next  []int32 // next row of the same key, by row
	rows  [][]byte
	one   [][]byte
	seed  uint64
}

// Go goes through the rows of a partition.
func (b *ByKey) Go(pieces []Rows, do func(key [KeySize]byte, rows [][]byte) error) error {
	b.index(pieces)
	for k, head := range b.heads {
		b.one = b.one[:0]
		for i := head; i >= 0; i = b.next[i] {
			b.one = append(b.one, b.rows[i])
		}
		if err := do(b.keys[k], b.one); err != nil {
			return err
		}
	}
	return nil
}

func (b *ByKey) index(pieces []Rows) {
	if b.seed == 0 {
		b.seed = rand.Uint64() | 1
	}
	b.keys, b.heads, b.tails, b.next, b.rows = b.keys[:0], b.heads[:0], b.tails[:0], b.next[:0], b.rows[:0]
	b.clear(1024)
	for _, rows := range pieces {
		for len(rows) > 0 {
			var key [KeySize]byte
			var row []byte
			key, row, rows = rows.Next()
			b.add(key, row)
		}
	}
}

func (b *ByKey) add(key [KeySize]byte, row []byte) {
	i := int32(len(b.rows))
	b.rows, b.next = append(b.rows, row), append(b.next, -1)
	at := b.find(key)
	if b.table[at] != 0 {
		k := b.table[at] - 1
		b.next[b.tails[k]], b.tails[k] = i, i
		return
	}
	b.table[at] = int32(len(b.keys)) + 1
	b.keys, b.heads, b.tails = append(b.keys, key), append(b.heads, i), append(b.tails, i)
	if 2*len(b.keys) > len(b.table) {
		b.grow()
	}
}

func (b *ByKey) clear(size int) {
	if len(b.table) < size {
		b.table = make([]int32, size)
		return
	}
	clear(b.table)
}

// find returns the place of the key in the table.
func (b *ByKey) find(key [KeySize]byte) uint64 {
	mask := uint64(len(b.table) - 1)
	for at := hash(b.seed, key) & mask; ; at = (at + 1) & mask {
		if k := b.table[at]; k == 0 || b.keys[k-1] == key {
			return at
		}
	}
}

func (b *ByKey) grow() {
	b.table = make([]int32, 2*len(b.table))
	for k, key := range b.keys {
		b.table[b.find(key)] = int32(k) + 1
	}
}
