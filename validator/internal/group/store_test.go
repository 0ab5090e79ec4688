package group

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func key(n int) (k [KeySize]byte) {
	binary.BigEndian.PutUint64(k[8:], uint64(n))
	return k
}

// TestEverythingComesBack adds rows in an order that mixes their keys, with budgets that spill and divide.
func TestEverythingComesBack(t *testing.T) {
	const keys, each = 3000, 7
	for _, budget := range []int64{1 << 30, 100_000, 1} {
		dir := t.TempDir()
		s := New(budget, dir)
		for i := range each {
			for k := range keys {
				if err := s.Add(key(k), fmt.Appendf(nil, "%d of %d, %0*d", i, k, k%300, 0)); err != nil {
					t.Fatal(err)
				}
			}
		}
		if spilled := s.Spilled() > 0; spilled != (budget < 1<<30) {
			t.Errorf("budget %d: %d bytes spilled", budget, s.Spilled())
		}
		seen := map[[KeySize]byte]bool{}
		var by ByKey
		err := s.Each(func(pieces []Rows, _ int64) error {
			return by.Each(pieces, func(k [KeySize]byte, rows [][]byte) error {
				n := int(binary.BigEndian.Uint64(k[8:]))
				if seen[k] || len(rows) != each {
					return fmt.Errorf("key %d: seen %v, %d rows", n, seen[k], len(rows))
				}
				seen[k] = true
				for i, row := range rows {
					if want := fmt.Sprintf("%d of %d, %0*d", i, n, n%300, 0); string(row) != want {
						return fmt.Errorf("row %q, want %q", row, want)
					}
				}
				return nil
			})
		})
		if err != nil || len(seen) != keys {
			t.Fatalf("budget %d: %v, %d keys", budget, err, len(seen))
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	}
}

// TestDivide has partitions that are far larger than what is handed over at once, and a key that is too.
func TestDivide(t *testing.T) {
	s := New(1, t.TempDir())
	s.undivided = 2_000
	defer s.Close()
	const keys, many = 20_000, 500
	row := make([]byte, 100)
	for n := range keys {
		if err := s.Add(key(n), row); err != nil {
			t.Fatal(err)
		}
	}
	for range many {
		if err := s.Add(key(-1), row); err != nil {
			t.Fatal(err)
		}
	}
	rows, large := 0, 0
	err := s.Each(func(pieces []Rows, _ int64) error {
		size := 0
		for _, p := range pieces {
			size += len(p)
			for len(p) > 0 {
				_, _, p = p.Next()
				rows++
			}
		}
		if size > 2_000 {
			large++
		}
		return nil
	})
	if err != nil || rows != keys+many || large != 1 {
		t.Errorf("%v, %d rows, %d partitions too large", err, rows, large)
	}
}

// TestLongRows mixes rows that are longer than a chunk with short ones.
func TestLongRows(t *testing.T) {
	for _, budget := range []int64{1 << 30, 1} {
		s := New(budget, t.TempDir())
		s.undivided = 200_000
		defer s.Close()
		const keys = 200
		size := func(n int) int { return n % 5 * 20_000 }
		for n := range keys {
			if err := s.Add(key(n), bytes.Repeat([]byte{byte(n)}, size(n))); err != nil {
				t.Fatal(err)
			}
		}
		var by ByKey
		seen := 0
		err := s.Each(func(pieces []Rows, _ int64) error {
			return by.Each(pieces, func(k [KeySize]byte, rows [][]byte) error {
				n := int(binary.BigEndian.Uint64(k[8:]))
				if seen++; len(rows) != 1 || !bytes.Equal(rows[0], bytes.Repeat([]byte{byte(n)}, size(n))) {
					return fmt.Errorf("key %d: %d rows", n, len(rows))
				}
				return nil
			})
		})
		if err != nil || seen != keys {
			t.Errorf("budget %d: %v, %d keys", budget, err, seen)
		}
	}
	s := New(1, t.TempDir())
	defer s.Close()
	if err := s.Add(key(1), make([]byte, maxRow)); err == nil {
		t.Error("a row of 16 MB was taken")
	}
}

// TestLevels divides until no partition has two keys, as often as partitions may be divided, with rows on disk and in memory.
func TestLevels(t *testing.T) {
	const keys, each = 1500, 3
	for _, budget := range []int64{1 << 30, 40_000} {
		dir := t.TempDir()
		s := New(budget, dir)
		s.undivided = 1
		for i := range each {
			for k := range keys {
				if err := s.Add(key(k), []byte{byte(i)}); err != nil {
					t.Fatal(err)
				}
			}
		}
		seen := map[[KeySize]byte]int{}
		err := s.Each(func(pieces []Rows, left int64) error {
			var first [KeySize]byte
			n := 0
			for _, p := range pieces {
				for len(p) > 0 {
					var k [KeySize]byte
					var row []byte
					if k, row, p = p.Next(); n == 0 {
						first = k
					}
					if k != first || row[0] != byte(n) || left != 0 {
						return fmt.Errorf("key %v beside %v, row %d is %v, %d left", k, first, n, row, left)
					}
					n++
				}
			}
			seen[first] = n
			return nil
		})
		if err != nil || len(seen) != keys {
			t.Errorf("budget %d: %v, %d keys", budget, err, len(seen))
		}
		for k, n := range seen {
			if n != each {
				t.Errorf("budget %d: key %v has %d rows", budget, k, n)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestOneKey has one key with more rows than are handed over. What belongs to one key is not moved from store to store:
// the folder for that is gone.
func TestOneKey(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rows")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	s := New(300_000, dir)
	const many, width = 30_000, 100
	s.first = First{Rows: many, Bytes: 2_000_000, Compare: bytes.Compare}
	defer s.Close()
	for n := range many {
		if err := s.Add(key(7), fmt.Appendf(nil, "%*d", width, n)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Rename(dir, dir+" moved"); err != nil {
		t.Fatal(err)
	}
	err := s.Each(func(pieces []Rows, left int64) error {
		n, size := 0, 0
		for _, p := range pieces {
			size += len(p)
			for len(p) > 0 {
				var row []byte
				if _, row, p = p.Next(); string(row) != fmt.Sprintf("%*d", width, n) {
					return fmt.Errorf("row %d is %q", n, row)
				}
				n++
			}
		}
		if int64(n)+left != many || size > 2_000_000*(width+rowHeader)/width || size < 2_000_000 {
			return fmt.Errorf("%d rows of %d bytes, %d left", n, size, left)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if err := os.Rename(dir+" moved", dir); err != nil {
		t.Fatal(err)
	}
}

// TestOneKeyInMemory is TestOneKey without a file.
func TestOneKeyInMemory(t *testing.T) {
	s := New(1<<30, t.TempDir())
	s.first = First{Rows: 1_000_000, Bytes: 100_000, Compare: bytes.Compare}
	defer s.Close()
	for range 30_000 {
		if err := s.Add(key(7), make([]byte, 100)); err != nil {
			t.Fatal(err)
		}
	}
	err := s.Each(func(pieces []Rows, left int64) error {
		var n, size int64
		for _, p := range pieces {
			for len(p) > 0 {
				var row []byte
				_, row, p = p.Next()
				n, size = n+1, size+int64(len(row))
			}
		}
		if n == 0 || size > 100_000 || n+left != 30_000 {
			return fmt.Errorf("%d rows of %d bytes, %d left", n, size, left)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestWithoutRoom has no file for its rows: those that were added are there all the same, and who added them is told once.
func TestWithoutRoom(t *testing.T) {
	s := New(1<<16, filepath.Join(t.TempDir(), "none"))
	defer s.Close()
	var told []error
	s.NoRoom(func(err error) { told = append(told, err) })
	var failed error
	added := 0
	for ; failed == nil && added < 1<<20; added++ {
		failed = s.Add([KeySize]byte{byte(added), byte(added >> 8), byte(added >> 16)}, make([]byte, 100))
	}
	if len(told) != 1 || failed == nil {
		t.Errorf("told %v, then %v", told, failed)
	}
	if most := leastEmergency/120 + 2; added < most-4 || added > most {
		t.Errorf("%d rows were taken, want about %d", added, most)
	}
	seen := 0
	if err := s.Each(func(pieces []Rows, _ int64) error {
		for _, rows := range pieces {
			for ; len(rows) > 0; seen++ {
				_, _, rows = rows.Next()
			}
		}
		return nil
	}); err != nil || seen != added {
		t.Errorf("%d of %d rows, %v", seen, added, err)
	}
}

// TestKeep goes through rows twice: those of partitions that are passed on as they are come again, of the others each is told as lost.
func TestKeep(t *testing.T) {
	const keys, many, width = 5_000, 3_000, 20
	for _, budget := range []int64{1 << 30, 50_000} {
		s := New(budget, t.TempDir())
		s.undivided = 3_000
		s.first = First{Rows: 1_000, Bytes: 1 << 30, Compare: bytes.Compare}
		w := s.Writer()
		for n := range keys + 2*many {
			k := max(-2, keys-1-n) // -1 and -2 have many rows
			if n >= keys && n%2 == 0 {
				k = -1
			}
			if err := w.Add(key(k), fmt.Appendf(nil, "%*d", width, n)); err != nil {
				t.Fatal(err)
			}
		}
		lost, again, first := map[string]int{}, map[string]int{}, 0
		s.Keep(func(goroutine int, _ [KeySize]byte, row []byte) error {
			if goroutine != 0 {
				return fmt.Errorf("goroutine %d", goroutine)
			}
			lost[string(row)]++
			return nil
		})
		count := func(do func(row []byte)) func([]Rows, int64) error {
			return func(pieces []Rows, left int64) error {
				first += int(left)
				for _, p := range pieces {
					for len(p) > 0 {
						var row []byte
						_, row, p = p.Next()
						do(row)
					}
				}
				return nil
			}
		}
		if err := s.Each(count(func([]byte) { first++ })); err != nil || first != keys+2*many {
			t.Fatalf("budget %d: %v, %d rows", budget, err, first)
		}
		if err := s.Each(count(func(row []byte) { again[string(row)]++ })); err != nil {
			t.Fatal(err)
		}
		if len(lost) < 2*many || len(again) == 0 || len(lost)+len(again) != keys+2*many {
			t.Errorf("budget %d: %d rows lost, %d again", budget, len(lost), len(again))
		}
		for row, n := range lost {
			if n != 1 || again[row] != 0 {
				t.Errorf("budget %d: the row %s is lost %d times, and comes again %d times", budget, row, n, again[row])
			}
		}
		third := 0
		if err := s.Each(count(func([]byte) { third++ })); err != nil || third > 0 {
			t.Errorf("budget %d: %v, %d rows come a third time", budget, err, third)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}
