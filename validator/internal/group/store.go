// Package group groups any number of rows by key within a given memory budget: rows go into partitions by a hash of their key, above
// the budget to a temporary file, and are read back partition by partition.
//
// The hash is keyed with a random seed, so that input cannot be made to fall into one partition. A partition above a quarter
// of the budget is divided again. Small and large inputs take the same path.
package group

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/specgen/specgen/validator/internal/temp"
)

// KeySize is the length of a key in bytes.
const KeySize = 16

// rowHeader is what stands before each row: its length with the header, and its key.
const rowHeader = 4 + KeySize

const (
	partitions = 256
	chunkSize  = 16 << 10
	maxLevel   = 3 // how often a partition that is too large is divided again

	leastUndivided = 1 << 20 // for Store.undivided, whatever the budget
)

// Store collects rows. Several goroutines may add rows at the same time; otherwise it is not safe for concurrent use.
// Close must be called: a store may have a temporary file.
type Store struct {
	parts     [partitions]part
	budget    int64
	used      atomic.Int64 // bytes of rows in memory
	dir       string
	seed      uint64
	level     int
	undivided int64 // bytes: a partition up to this size is never divided
	first     First // which rows of a key that has a partition by itself are passed on
	writers   []*Writer
	onFull    func(error) // of NoRoom, or nil
	lost      lost        // of Keep, or nil

	freeing sync.Mutex // of free
	free    [][]byte

	spilling sync.Mutex // of what follows
	file     *temp.File
	size     int64 // of the file
	full     bool  // rows cannot be written: they stay in memory
}

// part is the rows of one partition. Each has a lock of its own: writers hardly ever wait for each other, which takes longer than what they wait for.
type part struct {
	mu       sync.Mutex
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
		budget: max(budget, partitions), undivided: max(budget/4, leastUndivided), dir: dir, seed: rand.Uint64(),
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
	p.mu.Lock()
	p.count(1, key, false)
	c := s.room(p, n)
	*c = appendRow(*c, key, row)
	p.mu.Unlock()
	return s.added(n)
}

// addCell adds the rows of a cell to their partition. There is at least one.
func (s *Store) addCell(p *part, c *cell) error {
	p.mu.Lock()
	p.count(c.count, c.key, c.mixed)
	to := s.room(p, len(c.rows))
	*to = append(*to, c.rows...)
	p.mu.Unlock()
	return s.added(len(c.rows))
}

// count counts rows, of which the first has the key. mixed says that another one has another key.
func (p *part) count(rows int64, key [KeySize]byte, mixed bool) {
	if p.rows == 0 {
		p.key = key
	}
	p.mixed = p.mixed || mixed || p.key != key
	p.rows += rows
}

// room returns the chunk of a partition that takes the next rows, of so many bytes.
func (s *Store) room(p *part, size int) *[]byte {
	last := len(p.chunks) - 1
	if last < 0 || cap(p.chunks[last])-len(p.chunks[last]) < size {
		p.chunks = append(p.chunks, s.chunk(size))
		last++
	}
	return &p.chunks[last]
}

// added makes room where more is held than may be. No partition may be locked.
func (s *Store) added(size int) error {
	if s.used.Add(int64(size)) > s.budget {
		return s.makeRoom()
	}
	return nil
}

// leastEmergency is what a store may take that cannot write rows to its file, however small its budget.
const leastEmergency = 4 << 20

// NoRoom sets what is called once with the error when rows cannot be put by on disk. From then on they stay in memory, up to twice the budget
// or 4 MiB, so that those which are there can still be gone through. Without it, and above that, Add fails. It must be called before the first row
// is added; it may be called from any goroutine that adds rows.
func (s *Store) NoRoom(onFull func(error)) { s.onFull = onFull }

// makeRoom writes the rows in memory to the file, if that can be done.
func (s *Store) makeRoom() error {
	s.spilling.Lock()
	defer s.spilling.Unlock()
	if used := s.used.Load(); used <= s.budget || s.full && used <= max(2*s.budget, leastEmergency) {
		return nil // another writer may have made room
	}
	err := s.spill()
	if err == nil || s.full || s.onFull == nil {
		return err
	}
	s.full = true
	s.onFull(err)
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
	s.freeing.Lock()
	defer s.freeing.Unlock()
	if n := len(s.free); n > 0 {
		c := s.free[n-1]
		s.free = s.free[:n-1]
		return c[:0]
	}
	return make([]byte, 0, chunkSize)
}

// release takes back chunks that are no longer used.
func (s *Store) release(chunks ...[]byte) {
	s.freeing.Lock()
	defer s.freeing.Unlock()
	for _, c := range chunks {
		if cap(c) == chunkSize {
			s.free = append(s.free, c)
		}
	}
}

// spill writes the rows in memory behind those in the file. What cannot be written stays in memory.
func (s *Store) spill() error {
	if s.file == nil {
		file, err := temp.Create(s.dir, "specgen-rows-*")
		if err != nil {
			return fmt.Errorf("cannot put rows by on disk: %w", err)
		}
		s.file = file
	}
	for i := range s.parts {
		if err := s.spillPart(&s.parts[i]); err != nil {
			return &temp.Error{What: "cannot put rows by on disk (free some, or set another folder for temporary files)", Err: err}
		}
	}
	return nil
}

// spillPart writes the rows of a partition that are in memory.
func (s *Store) spillPart(p *part) (err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	start, written := s.size, 0
	for _, c := range p.chunks {
		if _, err = s.file.WriteAt(c, s.size); err != nil {
			break
		}
		s.size += int64(len(c))
		s.used.Add(-int64(len(c)))
		written++
	}
	if s.size > start {
		p.segments = append(p.segments, segment{start, s.size - start})
	}
	s.release(p.chunks[:written]...)
	p.chunks = slices.Delete(p.chunks, 0, written)
	return err
}

// Spilled returns how many bytes were written to the temporary file.
func (s *Store) Spilled() int64 { return s.size }

// KeepFirst sets which rows are passed on of a key that has more than fit. Without it those are 8 MiB that sort first as bytes.
func (s *Store) KeepFirst(first First) { s.first = first }

// Close frees the memory and the temporary file.
func (s *Store) Close() error {
	for i := range s.parts {
		s.parts[i].chunks, s.parts[i].segments = nil, nil
	}
	s.free = nil
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
