package group

// batch is how many bytes of rows a Writer collects before it takes the lock of its store.
const batch = 32 << 10

// Writer adds rows to a store. It is not safe for concurrent use, but several writers of one store may be used at the same time.
type Writer struct {
	to    *Store
	alone bool // rows are passed on at once
	rows  Rows // that were collected
}

// Writer returns a writer. All writers of a store must be there before one of several goroutines uses its own.
func (s *Store) Writer() *Writer {
	s.writers = append(s.writers, &Writer{to: s})
	for _, w := range s.writers {
		w.alone = len(s.writers) == 1
	}
	return s.writers[len(s.writers)-1]
}

// Add adds a row.
func (w *Writer) Add(key [KeySize]byte, row []byte) error {
	if w.alone {
		return w.to.Add(key, row)
	}
	if w.rows = appendRow(w.rows, key, row); len(w.rows) >= batch {
		return w.flush()
	}
	return nil
}

// flush passes on what was collected.
func (w *Writer) flush() error {
	if len(w.rows) == 0 {
		return nil
	}
	w.to.mu.Lock()
	defer w.to.mu.Unlock()
	for rest := w.rows; len(rest) > 0; {
		var key [KeySize]byte
		var row []byte
		key, row, rest = rest.Next()
		if err := w.to.Add(key, row); err != nil {
			return err
		}
	}
	if w.rows = w.rows[:0]; cap(w.rows) > 4*batch {
		w.rows = nil
	}
	return nil
}
