package input

import "io"

// Memory is an input, or a piece of one, that is in memory: readers that know it look at its bytes where they are, in place of copying them.
// They must not change. It is not safe for concurrent use.
type Memory struct {
	B     []byte       // all of it
	End   error        // what comes behind it: nil stands for io.EOF
	Check func() error // called now and then; its error ends the reading. May be nil

	at int // where Read goes on
}

// Read copies.
func (m *Memory) Read(b []byte) (int, error) {
	part, end := m.Part(m.at, len(b))
	n := copy(b, part)
	m.at += n
	if n > 0 {
		return n, nil
	}
	return 0, end
}

// Part returns up to size bytes from a place on, and, where the last of them are the last of all, what comes behind them. They cannot be
// appended to.
func (m *Memory) Part(from, size int) (part []byte, end error) {
	if m.Check != nil {
		if err := m.Check(); err != nil {
			return nil, err
		}
	}
	to := min(from+size, len(m.B))
	if to == len(m.B) {
		if end = m.End; end == nil {
			end = io.EOF
		}
	}
	return m.B[from:to:to], end
}
