package group

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Partitions is how many partitions a store has.
const Partitions = partitions

// Seed sets the hash of keys, so that partitions and the order of rows are the same in every run that adds the same rows. Who knows the seed
// can have one partition filled, which is divided then. It must be called before the first row is added.
func (s *Store) Seed(seed uint64) { s.seed = seed }

// passed is how many bytes of rows are passed on at a time, but for a row that is longer.
const passed = 64 << 10

// WriteOf writes the rows of the partitions whose numbers have the given remainder, in their order, and frees them. They are for ReadRows.
func (s *Store) WriteOf(remainder, divisor int, w io.Writer) error {
	for _, one := range s.writers {
		if err := one.flush(); err != nil {
			return err
		}
	}
	buffer := make([]byte, passed)
	for i := remainder; i < partitions; i += divisor {
		if err := s.writePart(&s.parts[i], w, buffer); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) writePart(p *part, w io.Writer, buffer []byte) error {
	for _, g := range p.segments {
		for g.length > 0 {
			piece := buffer[:min(g.length, int64(len(buffer)))]
			if _, err := s.file.ReadAt(piece, g.offset); err != nil {
				return fmt.Errorf("cannot read rows back from disk: %w", err)
			}
			if _, err := w.Write(piece); err != nil {
				return err
			}
			g.offset, g.length = g.offset+int64(len(piece)), g.length-int64(len(piece))
		}
	}
	for _, c := range p.chunks {
		if _, err := w.Write(c); err != nil {
			return err
		}
	}
	p.chunks, p.segments = nil, nil
	return nil
}

// AppendRow writes a row with its key behind others, for ReadRows and AddRows.
func AppendRow(rows Rows, key [KeySize]byte, row []byte) Rows { return appendRow(rows, key, row) }

// errRows is the error of rows that WriteOf cannot have written.
var errRows = errors.New("what it has are no rows")

// ReadRows calls do with what WriteOf wrote, some rows at a time, which do may change and which are valid until it returns. The rows are not
// trusted: those that do gets have a key and the length that they say, and nothing more is known of them.
func ReadRows(r io.Reader, do func(Rows) error) error {
	buffer := make([]byte, passed)
	n := 0
	for {
		read, err := io.ReadFull(r, buffer[n:])
		n += read
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return err
		}
		whole, next, failed := wholeRows(buffer[:n])
		if failed != nil {
			return failed
		}
		if whole > 0 {
			if err := do(buffer[:whole:whole]); err != nil {
				return err
			}
		}
		n = copy(buffer, buffer[whole:n])
		switch {
		case err != nil && n > 0:
			return io.ErrUnexpectedEOF
		case err != nil:
			return nil
		case next > len(buffer):
			buffer = slices.Grow(buffer, next-len(buffer))[:next]
		}
	}
}

// wholeRows returns how many bytes are of rows that end within b, and how long the row behind them is, as far as that is known.
func wholeRows(b []byte) (whole, next int, err error) {
	for len(b)-whole >= 4 {
		next = int(binary.LittleEndian.Uint32(b[whole:]))
		if next < rowHeader || next > maxRow {
			return 0, 0, errRows
		}
		if next > len(b)-whole {
			return whole, next, nil
		}
		whole += next
	}
	return whole, 0, nil
}

// AddRows adds rows, of which those that follow each other should be of one partition: rows that another store with the same seed has written
// are. They are copied.
func (s *Store) AddRows(rows Rows) error {
	for len(rows) > 0 {
		number := hash(s.seed, rows.key()) % partitions
		p := &s.parts[number]
		p.mu.Lock()
		c := s.room(p, rows.first())
		n := s.countSame(p, number, rows, cap(*c)-len(*c))
		*c = append(*c, rows[:n]...)
		p.mu.Unlock()
		rows = rows[n:]
		if err := s.added(n); err != nil {
			return err
		}
	}
	return nil
}

// countSame counts the first rows for the partition with the number, as far as there is room for them. It returns how many bytes they have.
func (s *Store) countSame(p *part, number uint64, rows Rows, room int) (n int) {
	for n < len(rows) && rows[n:].first() <= room-n {
		key := rows[n:].key()
		if n > 0 && hash(s.seed, key)%partitions != number {
			break
		}
		p.count(1, key, false)
		n += rows[n:].first()
	}
	return n
}

// first returns the length of the first row with its header, and key its key.
func (r Rows) first() int               { return int(binary.LittleEndian.Uint32(r)) }
func (r Rows) key() (key [KeySize]byte) { return [KeySize]byte(r[4:]) }
