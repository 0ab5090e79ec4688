package group

// cellSize is how many bytes of rows a Writer collects for one partition before it passes them on. All 256 cells together stay in the
// processor's second cache.
const cellSize = 1 << 10

// Writer adds rows to a store. It is not safe for concurrent use, but several writers of one store may be used at the same time.
//
// It collects the rows of each partition in a cell, and passes a full cell on at once. Rows that go to 256 places by turns, one by one,
// wait for memory each time: that took longer than everything else about a row.
type Writer struct {
	to    *Store
	seed  uint64 // that of the store: what stands beside it there changes all the time
	cells []cell // one for each partition; nil before the first row
}

// cell is rows of one partition.
type cell struct {
	rows  Rows
	count int64
	key   [KeySize]byte // of the first row
	mixed bool          // there is another one
}

// Writer returns a writer. All writers of a store must be there before one of several goroutines uses its own.
func (s *Store) Writer() *Writer {
	w := &Writer{to: s}
	s.writers = append(s.writers, w)
	return w
}

// Add adds a row.
func (w *Writer) Add(key [KeySize]byte, row []byte) error {
	if w.cells == nil {
		w.makeCells()
	}
	number := hash(w.seed, key) % partitions
	c := &w.cells[number]
	if len(c.rows)+rowHeader+len(row) > cellSize {
		if err := w.pass(number); err != nil {
			return err
		}
		if rowHeader+len(row) > cellSize {
			return w.to.Add(key, row)
		}
	}
	if c.count++; c.count == 1 {
		c.key = key
	} else {
		c.mixed = c.mixed || c.key != key
	}
	c.rows = appendRow(c.rows, key, row)
	return nil
}

func (w *Writer) makeCells() {
	w.seed = w.to.seed
	w.cells = make([]cell, partitions)
	memory := make([]byte, partitions*cellSize)
	for i := range w.cells {
		w.cells[i].rows, memory = memory[:0:cellSize], memory[cellSize:]
	}
}

// pass passes the rows of a cell on.
func (w *Writer) pass(number uint64) error {
	c := &w.cells[number]
	if c.count == 0 {
		return nil
	}
	err := w.to.addCell(&w.to.parts[number], c)
	c.rows, c.count, c.mixed = c.rows[:0], 0, false
	return err
}

// flush passes on what was collected.
func (w *Writer) flush() error {
	for i := range w.cells {
		if err := w.pass(uint64(i)); err != nil {
			return err
		}
	}
	return nil
}
