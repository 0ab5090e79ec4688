package group

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"
	"testing/iotest"
)

// TestPassedOn passes rows on from stores that keep them in memory, on disk, or both, and adds them to another one with the same seed.
func TestPassedOn(t *testing.T) {
	const keys, shards = 5000, 3
	for _, budget := range []int64{1 << 30, 100_000, 1} {
		from, to := New(budget, t.TempDir()), New(budget, t.TempDir())
		from.Seed(7)
		to.Seed(7)
		w := from.Writer()
		for n := range 3 * keys {
			long := 0
			if n%1000 == 0 {
				long = 2*passed + n // longer than a chunk, and than what is passed on at once
			}
			if err := w.Add(key(n%keys), fmt.Appendf(nil, "%d %0*d", n, long, 0)); err != nil {
				t.Fatal(err)
			}
		}
		for shard := range shards {
			var b bytes.Buffer
			if err := from.WriteOf(shard, shards, &b); err != nil {
				t.Fatal(err)
			}
			if err := ReadRows(iotest.HalfReader(&b), to.AddRows); err != nil {
				t.Fatal(err)
			}
		}
		var by ByKey
		seen := 0
		err := to.Each(func(pieces []Rows, _ int64) error {
			return by.Each(pieces, func(k [KeySize]byte, rows [][]byte) error {
				seen++
				n := int(binary.BigEndian.Uint64(k[8:]))
				var got []int
				for _, row := range rows {
					var number int
					fmt.Sscan(string(row), &number)
					got = append(got, number)
				}
				slices.Sort(got)
				if !slices.Equal(got, []int{n, n + keys, n + 2*keys}) {
					return fmt.Errorf("key %d has %v", n, got)
				}
				return nil
			})
		})
		if err != nil || seen != keys {
			t.Errorf("budget %d: %d keys, %v", budget, seen, err)
		}
		if err := errors.Join(from.Close(), to.Close()); err != nil {
			t.Error(err)
		}
	}
}

// TestHostileRows reads bytes that are no rows: there is an error, and no more than that.
func TestHostileRows(t *testing.T) {
	rows := appendRow(appendRow(nil, key(1), []byte("one")), key(2), []byte("two"))
	for i := range rows {
		err := ReadRows(bytes.NewReader(rows[:i]), func(Rows) error { return nil })
		if whole := i == 0 || i == len(rows)/2; whole != (err == nil) {
			t.Errorf("%d of %d bytes: %v", i, len(rows), err)
		}
		changed := bytes.Clone(rows)
		changed[i] ^= 0xFF
		_ = ReadRows(bytes.NewReader(changed), func(some Rows) error { // an error or none, and nothing else
			for len(some) > 0 {
				_, _, some = some.Next()
			}
			return nil
		})
	}
	broken := errors.New("broken")
	if err := ReadRows(io.MultiReader(bytes.NewReader(rows), iotest.ErrReader(broken)), func(Rows) error { return nil }); !errors.Is(err, broken) {
		t.Error(err)
	}
	if err := ReadRows(bytes.NewReader(rows), func(Rows) error { return broken }); !errors.Is(err, broken) {
		t.Error(err)
	}
}
