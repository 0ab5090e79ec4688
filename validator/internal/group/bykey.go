package group

import "math/rand/v2"

// ByKey brings the rows of a partition together by their keys. Its zero value is ready; it can be used again and again. It is
// not safe for concurrent use.
type ByKey struct {
	table []int32 // index+1 of a key's chain, by hash
	keys  [][KeySize]byte
	heads []int32 // first row of each key
	tails []int32
	next  []int32 // next row of the same key, by row
	rows  [][]byte
	one   [][]byte
	seed  uint64
}

// Each calls do with the rows of each key, in the order in which keys and rows were added. The slices are valid until do
// returns.
func (b *ByKey) Each(pieces []Rows, do func(key [KeySize]byte, rows [][]byte) error) error {
	b.index(pieces)
	for k, head := range b.heads {
		b.one = b.one[:0]
		for i := head; i >= 0; i = b.next[i] {
			b.one = append(b.one, b.rows[i])
		}
		if err := do(b.keys[k], b.one); err != nil {
			return err
		}
	}
	return nil
}

func (b *ByKey) index(pieces []Rows) {
	if b.seed == 0 {
		b.seed = rand.Uint64() | 1
	}
	b.keys, b.heads, b.tails, b.next, b.rows = b.keys[:0], b.heads[:0], b.tails[:0], b.next[:0], b.rows[:0]
	b.clear(1024)
	for _, rows := range pieces {
		for len(rows) > 0 {
			var key [KeySize]byte
			var row []byte
			key, row, rows = rows.Next()
			b.add(key, row)
		}
	}
}

func (b *ByKey) add(key [KeySize]byte, row []byte) {
	i := int32(len(b.rows))
	b.rows, b.next = append(b.rows, row), append(b.next, -1)
	at := b.find(key)
	if b.table[at] != 0 {
		k := b.table[at] - 1
		b.next[b.tails[k]], b.tails[k] = i, i
		return
	}
	b.table[at] = int32(len(b.keys)) + 1
	b.keys, b.heads, b.tails = append(b.keys, key), append(b.heads, i), append(b.tails, i)
	if 2*len(b.keys) > len(b.table) {
		b.grow()
	}
}

func (b *ByKey) clear(size int) {
	if len(b.table) < size {
		b.table = make([]int32, size)
		return
	}
	clear(b.table)
}

// find returns the place of the key in the table.
func (b *ByKey) find(key [KeySize]byte) uint64 {
	mask := uint64(len(b.table) - 1)
	for at := hash(b.seed, key) & mask; ; at = (at + 1) & mask {
		if k := b.table[at]; k == 0 || b.keys[k-1] == key {
			return at
		}
	}
}

func (b *ByKey) grow() {
	b.table = make([]int32, 2*len(b.table))
	for k, key := range b.keys {
		b.table[b.find(key)] = int32(k) + 1
	}
}
