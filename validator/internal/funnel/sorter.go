package funnel

import (
	"bufio"
	"bytes"
	"container/heap"
	"fmt"
	"io"
	"slices"

	"github.com/specgen/specgen/validator/internal/temp"
)

// sorter sorts rows of one length within a given amount of memory: what does not fit goes to a temporary file in sorted runs, which are
// merged while they are read. Unlike rows that are grouped by key, any number of rows may have one key. It can be read again.
type sorter struct {
	width  int
	budget int
	dir    string
	rows   []byte // in memory, unsorted until all were added
	order  []int32
	file   *temp.File
	size   int64
	runs   []run
	sorted bool
}

type run struct{ offset, length int64 }

// The least a sorter takes, and what it reads of a run at once. More runs than maxRuns are merged into one before they are read.
const (
	leastSorted = 4 << 20
	runBuffer   = 16 << 10
	maxRuns     = 256
)

func newSorter(width int, budget int64, dir string) *sorter {
	return &sorter{width: width, budget: int(max(budget, leastSorted)), dir: dir}
}

// Add adds a row.
func (s *sorter) Add(row []byte) error {
	s.rows = append(s.rows, row...)
	if 5*len(s.rows)/4+s.width > s.budget { // the order of the rows takes memory too
		return s.spill()
	}
	return nil
}

// sort works out the order of the rows in memory.
func (s *sorter) sort() {
	n := len(s.rows) / s.width
	s.order = slices.Grow(s.order[:0], n)
	for i := range n {
		s.order = append(s.order, int32(i))
	}
	slices.SortFunc(s.order, func(a, b int32) int { return bytes.Compare(s.at(a), s.at(b)) })
}

func (s *sorter) at(i int32) []byte { return s.rows[int(i)*s.width : (int(i)+1)*s.width] }

// spill writes the rows in memory to the file, as a run.
func (s *sorter) spill() error {
	s.sort()
	rows := 0
	err := s.write(func(to io.Writer) error {
		for ; rows < len(s.order); rows++ {
			if _, err := to.Write(s.at(s.order[rows])); err != nil {
				return err
			}
		}
		return nil
	})
	s.rows = s.rows[:0]
	if err == nil && len(s.runs) >= maxRuns {
		return s.join()
	}
	return err
}

// write writes a run.
func (s *sorter) write(rows func(io.Writer) error) error {
	if s.file == nil {
		file, err := temp.Create(s.dir, "specgen-funnel-*")
		if err != nil {
			return fmt.Errorf("cannot put rows by on disk: %w", err)
		}
		s.file = file
	}
	to := &counted{w: io.NewOffsetWriter(s.file, s.size)}
	buffered := bufio.NewWriterSize(to, 64<<10)
	err := rows(buffered)
	if err == nil {
		err = buffered.Flush()
	}
	if err != nil {
		return &temp.Error{What: "cannot put rows by on disk (free some, or set another folder for temporary files)", Err: err}
	}
	s.runs = append(s.runs, run{s.size, to.n})
	s.size += to.n
	return nil
}

type counted struct {
	w io.Writer
	n int64
}

func (c *counted) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

// join merges all runs into one.
func (s *sorter) join() error {
	runs := s.runs
	s.runs = nil
	return s.write(func(to io.Writer) error {
		return s.merge(runs, func(row []byte) error {
			_, err := to.Write(row)
			return err
		})
	})
}

// Each calls do with all rows, in order. It may be called again; rows can no longer be added.
func (s *sorter) Each(do func(row []byte) error) error {
	if !s.sorted {
		s.sorted = true
		s.sort()
	}
	if len(s.runs) > 0 {
		return s.merge(s.runs, do)
	}
	for _, i := range s.order {
		if err := do(s.at(i)); err != nil {
			return err
		}
	}
	return nil
}

// merge calls do with the rows of runs, and those in memory once all were added, in order.
func (s *sorter) merge(runs []run, do func(row []byte) error) error {
	var all sources
	for _, r := range runs {
		one := &source{from: bufio.NewReaderSize(io.NewSectionReader(s.file, r.offset, r.length), runBuffer), row: make([]byte, s.width)}
		all = append(all, one)
	}
	if s.sorted && len(s.order) > 0 {
		all = append(all, &source{memory: s, row: make([]byte, s.width)})
	}
	for _, one := range slices.Clone(all) {
		if more, err := one.next(); err != nil {
			return err
		} else if !more {
			all = slices.DeleteFunc(all, func(s *source) bool { return s == one })
		}
	}
	heap.Init(&all)
	for len(all) > 0 {
		first := all[0]
		if err := do(first.row); err != nil {
			return err
		}
		more, err := first.next()
		switch {
		case err != nil:
			return err
		case more:
			heap.Fix(&all, 0)
		default:
			heap.Pop(&all)
		}
	}
	return nil
}

// Close frees the memory and the temporary file.
func (s *sorter) Close() error {
	s.rows, s.order, s.runs = nil, nil, nil
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	s.file = nil
	return err
}

// source is a run, or what is in memory, while it is merged.
type source struct {
	from   *bufio.Reader
	memory *sorter
	place  int
	row    []byte // the next
}

// next reads the next row; false where there is none.
func (s *source) next() (bool, error) {
	if s.memory != nil {
		if s.place == len(s.memory.order) {
			return false, nil
		}
		copy(s.row, s.memory.at(s.memory.order[s.place]))
		s.place++
		return true, nil
	}
	_, err := io.ReadFull(s.from, s.row)
	if err == io.EOF {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("cannot read rows back from disk: %w", err)
	}
	return true, nil
}

// sources is a heap, the smallest row first.
type sources []*source

func (s sources) Len() int           { return len(s) }
func (s sources) Less(i, j int) bool { return bytes.Compare(s[i].row, s[j].row) < 0 }
func (s sources) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }
func (s *sources) Push(x any)        { *s = append(*s, x.(*source)) }
func (s *sources) Pop() any {
	old := *s
	last := old[len(old)-1]
	*s = old[:len(old)-1]
	return last
}
