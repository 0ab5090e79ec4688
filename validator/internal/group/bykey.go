package group

import "math/rand/v2"

// ByKey brings the rows of a partition together by their keys. Its zero value is ready; it can be used again and again. It is
// not safe for concurrent use.
type ByKey struct {
	table []int32 // 1 + index in keys, by hash
	keys  []chain
	rows  []link
	one   [][]byte
	seed  uint64
}

// chain is the rows of a key.
type chain struct {
	key         [KeySize]byte
	first, last int32 // index in ByKey.rows
}

// link is a row in a chain.
type link struct {
	row  []byte
	next int32 // index in ByKey.rows, -1 for none
}

// Each calls do with the rows of each key, in the order in which keys and rows were added. The slices are valid until do
// returns.
func (b *ByKey) Each(pieces []Rows, do func(key [KeySize]byte, rows [][]byte) error) error {
	b.index(pieces)
	for k := range b.keys {
		b.one = b.one[:0]
		for i := b.keys[k].first; i >= 0; i = b.rows[i].next {
			b.one = append(b.one, b.rows[i].row)
		}
		if err := do(b.keys[k].key, b.one); err != nil {
			return err
		}
	}
	return nil
}

func (b *ByKey) index(pieces []Rows) {
	if b.seed == 0 {
		b.seed = rand.Uint64() | 1
	}
	b.keys, b.rows = b.keys[:0], b.rows[:0]
	b.clear(1024)
	for _, rows := range pieces {
		for len(rows) > 0 {
			n := rows.first()
			b.add((*[KeySize]byte)(rows[4:]), rows[rowHeader:n:n])
			rows = rows[n:]
		}
	}
}

func (b *ByKey) add(key *[KeySize]byte, row []byte) {
	i := int32(len(b.rows))
	b.rows = append(b.rows, link{row, -1})
	at := b.find(key)
	if k := b.table[at]; k != 0 {
		c := &b.keys[k-1]
		b.rows[c.last].next, c.last = i, i
		return
	}
	b.keys = append(b.keys, chain{*key, i, i})
	b.table[at] = int32(len(b.keys))
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
func (b *ByKey) find(key *[KeySize]byte) uint64 {
	mask := uint64(len(b.table) - 1)
	for at := hash(b.seed, *key) & mask; ; at = (at + 1) & mask {
		if k := b.table[at]; k == 0 || b.keys[k-1].key == *key {
			return at
		}
	}
}

func (b *ByKey) grow() {
	b.table = make([]int32, 2*len(b.table))
	for k := range b.keys {
		b.table[b.find(&b.keys[k].key)] = int32(k) + 1
	}
}
