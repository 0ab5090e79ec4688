package funnel

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

// TestSorter sorts more rows than fit, many of them under one key, and reads them twice.
func TestSorter(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for _, most := range []int{0, 100, 20_000} {
		dir := t.TempDir()
		s := newSorter(16, 0, dir)
		s.budget = 1000 // far less than anybody gives, so that runs are joined too
		var want [][]byte
		for range most {
			row := make([]byte, 16)
			binary.BigEndian.PutUint64(row, random.Uint64N(3))
			binary.BigEndian.PutUint64(row[8:], random.Uint64())
			want = append(want, row)
			if err := s.Add(row); err != nil {
				t.Fatal(err)
			}
		}
		slices.SortFunc(want, bytes.Compare)
		for range 2 {
			n := 0
			err := s.Each(func(row []byte) error {
				if n >= len(want) || !bytes.Equal(row, want[n]) {
					return errors.New("another row")
				}
				n++
				return nil
			})
			if err != nil || n != len(want) {
				t.Fatalf("%d rows: %v after %d", most, err, n)
			}
		}
		if len(s.runs) > maxRuns {
			t.Errorf("%d runs", len(s.runs))
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	}
}
