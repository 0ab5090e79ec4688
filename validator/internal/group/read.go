package group

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"
)

// Each calls do with the rows of each partition, one after the other; all rows of one key are in one partition. The rows are valid
// until do returns. A partition that is larger than a quarter of the budget is divided first. Rows of one key cannot be divided: of a
// key that has too many and a partition by itself only those are passed to do that KeepFirst says, and left is the number of the others.
func (s *Store) Each(do func(pieces []Rows, left int64) error) error {
	return s.EachOn(1, func(_ int, pieces []Rows, left int64) error { return do(pieces, left) })
}

// lost is what Keep takes.
type lost func(goroutine int, key [KeySize]byte, row []byte) error

// Keep has the next EachOn keep the rows that it passes on, for the one after it. It keeps none of partitions that are too large to be passed on
// as they are: of those it calls lost with each row first, even if it passes that on. Who is done with rows that were kept calls Close.
func (s *Store) Keep(lost lost) { s.lost = lost }

// EachOn is Each on several goroutines, which take one partition after the other and share the budget. They have the numbers from 0 on.
// It returns the first error, after which no further partition is begun.
func (s *Store) EachOn(goroutines int, do func(goroutine int, pieces []Rows, left int64) error) error {
	for _, w := range s.writers {
		if err := w.flush(); err != nil {
			return err
		}
	}
	lost := s.lost
	s.lost = nil
	var next atomic.Int64
	var large sync.Mutex
	errs := make([]error, goroutines)
	work := func(number int) {
		r := &reader{s: s, share: goroutines, large: &large, do: func(pieces []Rows, left int64) error { return do(number, pieces, left) }}
		if lost != nil {
			r.lost = func(key [KeySize]byte, row []byte) error { return lost(number, key, row) }
		}
		for {
			i := next.Add(1) - 1
			if i >= partitions {
				return
			}
			if err := r.partition(&s.parts[i]); err != nil {
				errs[number] = err
				next.Store(partitions)
				return
			}
		}
	}
	if goroutines == 1 {
		work(0)
		return errs[0]
	}
	var all sync.WaitGroup
	for number := range goroutines {
		all.Go(func() { work(number) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// reader reads partitions back, in memory that it uses again.
type reader struct {
	s      *Store
	share  int         // how many readers share the budget
	large  *sync.Mutex // held for a key that takes much memory by itself: one at a time
	do     func(pieces []Rows, left int64) error
	lost   func(key [KeySize]byte, row []byte) error // of Store.Keep, nil where rows are not kept
	joined []byte                                    // the rows of a partition that are in the file
	pieces []Rows
	row    []byte   // that is being moved
	free   [][]byte // chunks that are no longer used
}

// partition passes on the rows of a partition, and frees them unless they are kept.
func (r *reader) partition(p *part) error {
	s := r.s
	divide := p.mixed && s.level < maxLevel && p.length() > r.undivided()
	choose := !p.mixed && (p.length() > int64(s.first.Bytes) || p.rows > int64(s.first.Rows))
	if r.lost != nil && (divide || choose) { // before what follows takes memory
		if err := r.walk(p, r.lost, func(int) {}); err != nil {
			return err
		}
	}
	switch {
	case divide:
		return r.divide(p)
	case choose:
		r.large.Lock()
		defer r.large.Unlock()
		return r.selectFirst(p)
	}
	pieces, err := r.bring(p)
	if err == nil && len(pieces) > 0 {
		err = r.do(pieces, 0)
	}
	if r.lost != nil {
		return err
	}
	for _, c := range p.chunks {
		if cap(c) == chunkSize && len(r.free) < partitions {
			r.free = append(r.free, c)
		}
	}
	p.chunks, p.segments, p.rows = nil, nil, 0
	return err
}

// undivided is how large a partition may be that is not divided.
func (r *reader) undivided() int64 {
	if r.share == 1 {
		return r.s.undivided
	}
	return max(r.s.undivided/int64(r.share), leastUndivided)
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
func (r *reader) bring(p *part) (pieces []Rows, err error) {
	stored := int64(0)
	for _, g := range p.segments {
		stored += g.length
	}
	if int64(cap(r.joined)) < stored {
		r.joined = make([]byte, stored)
	}
	r.joined = r.joined[:stored]
	at := int64(0)
	for _, g := range p.segments {
		if _, err := r.s.file.ReadAt(r.joined[at:at+g.length], g.offset); err != nil {
			return nil, fmt.Errorf("cannot read rows back from disk: %w", err)
		}
		at += g.length
	}
	r.pieces = append(r.pieces[:0], r.joined)
	for _, c := range p.chunks {
		r.pieces = append(r.pieces, c)
	}
	return slices.DeleteFunc(r.pieces, Rows.empty), nil
}

func (r Rows) empty() bool { return len(r) == 0 }

// selectFirst passes on the first rows of a partition that is a single key's and too large.
func (r *reader) selectFirst(p *part) error {
	r.joined, r.free = nil, nil // room for what is chosen
	chosen, all := selection{first: r.s.first, key: p.key}, p.rows
	err := r.eachRow(p, func(_ [KeySize]byte, row []byte) error {
		chosen.add(row)
		return nil
	})
	if err != nil {
		return err
	}
	chosen.shrink()
	return r.do(append(r.pieces[:0], chosen.rows), all-int64(len(chosen.ends)))
}

// divide moves a partition into a store of its own, by another hash, and goes through that.
func (r *reader) divide(p *part) (err error) {
	s := r.s
	sub := New(s.budget/4/int64(r.share), s.dir)
	sub.Seed(s.seed*0x9E3779B97F4A7C15 + 1)
	sub.level, sub.undivided, sub.first, sub.free, sub.onFull = s.level+1, s.undivided, s.first, r.free, s.onFull
	r.free = nil
	defer func() { err = errors.Join(err, sub.Close()) }()
	if err := r.eachRow(p, sub.Add); err != nil {
		return err
	}
	r.joined = nil
	below := &reader{s: sub, share: r.share, large: r.large, do: r.do}
	for i := range sub.parts {
		if err := below.partition(&sub.parts[i]); err != nil {
			return err
		}
	}
	r.free = below.free
	return nil
}

// eachRow calls do with the rows of a partition, as they were added, and releases their memory. It never holds more than one of those
// on disk. A row is valid until do returns.
func (r *reader) eachRow(p *part, do func(key [KeySize]byte, row []byte) error) error {
	if err := r.walk(p, do, func(chunk int) { p.chunks[chunk] = nil }); err != nil {
		return err
	}
	p.chunks, p.segments, p.rows = nil, nil, 0
	return nil
}

// walk calls do with the rows of a partition, and done with the number of each chunk that it has gone through.
func (r *reader) walk(p *part, do func(key [KeySize]byte, row []byte) error, done func(chunk int)) error {
	for _, g := range p.segments {
		if err := r.readRows(io.NewSectionReader(r.s.file, g.offset, g.length), do); err != nil {
			return err
		}
	}
	for i, c := range p.chunks {
		if err := r.readRows(bytes.NewReader(c), do); err != nil {
			return err
		}
		done(i)
	}
	return nil
}

func (r *reader) readRows(from io.Reader, do func(key [KeySize]byte, row []byte) error) error {
	in := bufio.NewReaderSize(from, chunkSize)
	var header [rowHeader]byte
	for {
		if _, err := io.ReadFull(in, header[:]); err == io.EOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("cannot read rows back from disk: %w", err)
		}
		n := int(binary.LittleEndian.Uint32(header[:])) - rowHeader
		r.row = slices.Grow(r.row[:0], n)[:n]
		if _, err := io.ReadFull(in, r.row); err != nil {
			return fmt.Errorf("cannot read rows back from disk: %w", err)
		}
		if err := do([KeySize]byte(header[4:]), r.row); err != nil {
			return err
		}
	}
}
