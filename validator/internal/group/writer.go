package group

import "slices"

// batch is how many bytes of rows a Writer collects before it passes them on: few enough to stay in the processor's cache until then.
const batch = 64 << 10

// Writer adds rows to a store. It is not safe for concurrent use, but several writers of one store may be used at the same time.
//
// It collects rows and passes those of one partition on together. Rows that go to 256 places by turns, one by one, wait for memory each
// time: that took longer than everything else about a row.
type Writer struct {
	to    *Store
	rows  Rows     // that were collected
	parts []uint8  // the partition of each
	at    []uint32 // where each begins
	order []uint32 // the numbers of the rows, by partition
}

// Writer returns a writer. All writers of a store must be there before one of several goroutines uses its own.
func (s *Store) Writer() *Writer {
	w := &Writer{to: s}
	s.writers = append(s.writers, w)
	return w
}

// Add adds a row.
func (w *Writer) Add(key [KeySize]byte, row []byte) error {
	w.parts, w.at = append(w.parts, uint8(hash(w.to.seed, key)%partitions)), append(w.at, uint32(len(w.rows)))
	if w.rows = appendRow(w.rows, key, row); len(w.rows) >= batch {
		return w.flush()
	}
	return nil
}

// flush passes on what was collected, which stays in its order within each partition.
func (w *Writer) flush() error {
	if len(w.rows) == 0 {
		return nil
	}
	w.sort()
	w.to.mu.Lock()
	defer w.to.mu.Unlock()
	for _, i := range w.order {
		key, row, _ := w.rows[w.at[i]:].Next()
		if err := w.to.addTo(&w.to.parts[w.parts[i]], key, row); err != nil {
			return err
		}
	}
	w.parts, w.at = w.parts[:0], w.at[:0]
	if w.rows = w.rows[:0]; cap(w.rows) > 4*batch {
		w.rows = nil
	}
	return nil
}

// sort works out the order.
func (w *Writer) sort() {
	var next [partitions]uint32
	for _, p := range w.parts {
		next[p]++
	}
	sum := uint32(0)
	for p, n := range next {
		next[p], sum = sum, sum+n
	}
	w.order = slices.Grow(w.order[:0], len(w.parts))[:len(w.parts)]
	for i, p := range w.parts {
		w.order[next[p]] = uint32(i)
		next[p]++
	}
}
