// Package group groups any number of rows by key within a given memory budget: rows go into partitions by a hash of their key, above
// the budget to a temporary file, and are read back partition by partition.
//
// The hash is keyed with a random seed, so that input cannot be made to fall into one partition. A partition above a quarter
// of the budget is divided again. Small and large inputs take the same path.
package group

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"

	"github.com/specgen/specgen/validator/internal/temp"
)

// KeySize is the length of a key in bytes.
const KeySize = 16

// rowHeader is what stands before each row: its length with the header, and its key.
const rowHeader = 4 + KeySize

const (
	partitions = 256
	chunkSize  = 8 << 10
	maxLevel   = 3 // how often a partition that is too large is divided again
)

// Store collects rows. It is not safe for concurrent use. Close must be called: a store may have a temporary file.
type Store struct {
	parts     [partitions]part
	budget    int64
	used      int64 // bytes of rows in memory
	dir       string
	file      *temp.File
	size      int64 // of the file
	seed      uint64
	level     int
	undivided int64 // bytes: a partition up to this size is never divided
	first     First // which rows of a key that has a partition by itself are passed on
	free      [][]byte
	joined    []byte // buffer for the rows of a partition that are in the file
	pieces    []Rows
	row       []byte // that is being moved
}

type part struct {
	chunks   [][]byte
	segments []segment
	rows     int64
	key      [KeySize]byte // of the first row
	mixed    bool          // there is another one
}

// segment is rows of one partition in the file.
type segment struct{ offset, length int64 }

// New returns a store that holds about budget bytes of rows in memory. Its temporary file goes to dir, "" for the
// system's.
func New(budget int64, dir string) *Store {
	return &Store{
		budget: max(budget, partitions), undivided: max(budget/4, 1<<20), dir: dir, seed: rand.Uint64(),
		first: First{Rows: math.MaxInt, Bytes: 8 << 20, Compare: bytes.Compare},
	}
}

// maxRow is how many bytes a row may have with its header. Only the spec decides how long rows get.
const maxRow = 16 << 20

// Add adds a row. One that is longer than a chunk gets one of its own.
func (s *Store) Add(key [KeySize]byte, row []byte) error {
	n := rowHeader + len(row)
	if n > maxRow {
		return fmt.Errorf("cannot group a row of %d bytes: %d are allowed; let fewer tags have `scope: trace`", len(row), maxRow-rowHeader)
	}
	p := &s.parts[hash(s.seed, key)%partitions]
	if p.rows++; p.rows == 1 {
		p.key = key
	} else if !p.mixed {
		p.mixed = p.key != key
	}
	last := len(p.chunks) - 1
	if last < 0 || cap(p.chunks[last])-len(p.chunks[last]) < n {
		p.chunks = append(p.chunks, s.chunk(n))
		last++
	}
	c := p.chunks[last]
	p.chunks[last] = appendRow(c, key, row)
	if s.used += int64(n); s.used > s.budget {
		return s.spill()
	}
	return nil
}

// hash mixes a key with a seed that only the run knows, so that no input can fill one partition on purpose.
func hash(seed uint64, key [KeySize]byte) uint64 {
	high, low := bits.Mul64(binary.LittleEndian.Uint64(key[:])^seed, binary.LittleEndian.Uint64(key[8:])^bits.RotateLeft64(seed, 32)|1)
	h, l := bits.Mul64(high^low, seed|1)
	return h ^ l
}

// chunk returns an empty chunk that holds at least the given number of bytes.
func (s *Store) chunk(least int) []byte {
	if least > chunkSize {
		return make([]byte, 0, least)
	}
	if n := len(s.free); n > 0 {
		c := s.free[n-1]
		s.free = s.free[:n-1]
		return c[:0]
	}
	return make([]byte, 0, chunkSize)
}

// release takes back chunks that are no longer used.
func (s *Store) release(chunks ...[]byte) {
	for _, c := range chunks {
		if cap(c) == chunkSize {
			s.free = append(s.free, c)
		}
	}
}

// spill writes the rows in memory behind those in the file.
func (s *Store) spill() error {
	if s.file == nil {
		file, err := temp.Create(s.dir, "specgen-rows-*")
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
		s.release(p.chunks...)
		p.chunks = p.chunks[:0]
	}
	s.used = 0
	return nil
}

// Spilled returns how many bytes were written to the temporary file.
func (s *Store) Spilled() int64 { return s.size }

// KeepFirst sets which rows are passed on of a key that has more than fit. Without it those are 8 MiB that sort first as bytes.
func (s *Store) KeepFirst(first First) { s.first = first }

// Each calls do with the rows of each partition, one after the other; all rows of one key are in one partition. The rows are valid
// until do returns. A partition that is larger than a quarter of the budget is divided first. Rows of one key cannot be divided: of a
// key that has too many and a partition by itself only those are passed to do that KeepFirst says, and left is the number of the others.
func (s *Store) Each(do func(pieces []Rows, left int64) error) error {
	for i := range s.parts {
		p := &s.parts[i]
		if p.mixed && s.level < maxLevel && p.length() > s.undivided {
			if err := s.divide(p, do); err != nil {
				return err
			}
			continue
		}
		pieces, left, err := s.bring(p)
		if err == nil && len(pieces) > 0 {
			err = do(pieces, left)
		}
		if err != nil {
			return err
		}
		s.release(p.chunks...)
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

// bring brings a partition into memory or, of one that is a single key's and too large, the first rows.
func (s *Store) bring(p *part) (pieces []Rows, left int64, err error) {
	if !p.mixed && (p.length() > int64(s.first.Bytes) || p.rows > int64(s.first.Rows)) {
		return s.selectFirst(p)
	}
	stored := int64(0)
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
			return nil, 0, fmt.Errorf("cannot read rows back from disk: %w", err)
		}
		at += g.length
	}
	s.pieces = append(s.pieces[:0], s.joined)
	for _, c := range p.chunks {
		s.pieces = append(s.pieces, c)
	}
	return slices.DeleteFunc(s.pieces, Rows.empty), 0, nil
}

// selectFirst returns the first rows of a partition that is a single key's.
func (s *Store) selectFirst(p *part) (pieces []Rows, left int64, err error) {
	s.free, s.joined = nil, nil // room for what is chosen
	chosen := selection{first: s.first, key: p.key}
	err = s.eachRow(p, func(_ [KeySize]byte, row []byte) error {
		chosen.add(row)
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	chosen.shrink()
	return append(s.pieces[:0], chosen.rows), p.rows - int64(len(chosen.ends)), nil
}

func (r Rows) empty() bool { return len(r) == 0 }

// divide moves a partition into a store of its own, by another hash, and goes through that.
func (s *Store) divide(p *part, do func([]Rows, int64) error) (err error) {
	sub := New(s.budget/4, s.dir)
	sub.level, sub.undivided, sub.first, sub.free = s.level+1, s.undivided, s.first, s.free
	defer func() {
		s.free = sub.free
		err = errors.Join(err, sub.Close())
	}()
	if err := s.eachRow(p, sub.Add); err != nil {
		return err
	}
	s.joined, p.chunks = nil, nil
	return sub.Each(do)
}

// eachRow calls do with the rows of a partition, as they were added, and releases their memory. It never holds more than one of those
// on disk. A row is valid until do returns.
func (s *Store) eachRow(p *part, do func(key [KeySize]byte, row []byte) error) error {
	for _, g := range p.segments {
		if err := s.readRows(io.NewSectionReader(s.file, g.offset, g.length), do); err != nil {
			return err
		}
	}
	for i, c := range p.chunks {
		if err := s.readRows(bytes.NewReader(c), do); err != nil {
			return err
		}
		p.chunks[i] = nil
	}
	p.chunks = p.chunks[:0]
	return nil
}

func (s *Store) readRows(from io.Reader, do func(key [KeySize]byte, row []byte) error) error {
	r := bufio.NewReaderSize(from, chunkSize)
	var header [rowHeader]byte
	for {
		if _, err := io.ReadFull(r, header[:]); err == io.EOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("cannot read rows back from disk: %w", err)
		}
		n := int(binary.LittleEndian.Uint32(header[:])) - rowHeader
		s.row = slices.Grow(s.row[:0], n)[:n]
		if _, err := io.ReadFull(r, s.row); err != nil {
			return fmt.Errorf("cannot read rows back from disk: %w", err)
		}
		if err := do([KeySize]byte(header[4:]), s.row); err != nil {
			return err
		}
	}
}

// Close frees the memory and the temporary file.
func (s *Store) Close() error {
	s.parts, s.free, s.joined = [partitions]part{}, nil, nil
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	s.file = nil
	return err
}

// Rows is rows one after the other.
type Rows []byte

// Next returns the first row, and the rows after it.
func (r Rows) Next() (key [KeySize]byte, row []byte, rest Rows) {
	n := binary.LittleEndian.Uint32(r)
	copy(key[:], r[4:rowHeader])
	return key, r[rowHeader:n:n], r[n:]
}
