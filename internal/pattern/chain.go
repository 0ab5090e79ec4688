package pattern

// Chain is a Table whose states follow one another in a row, each with the same one behind it whatever the byte is, the last perhaps with
// itself: ^[A-Z]{2,}$ or ^\d{10}\.\d{6}$, as most ids are. What may stand at a place of the text then depends on nothing but the place, so that
// the bytes are looked up all at once and not each after the one before.
type Chain struct {
	allowed [256]uint64 // by byte: a bit for each place that it may stand at, the lowest for the first
	last    int         // the place that stands for all from it on
	accepts uint64      // a bit for each length that a text may have, the one at last for all from it on
}

// longestChain is how many places a Chain may have.
const longestChain = 64

// Chain returns the table as a chain, or nil where it is none.
func (t *Table) Chain() *Chain {
	c := &Chain{}
	for state, place := 1, 0; place < longestChain; place++ {
		next := c.add(t, state, place)
		if c.last = place; next == state || next == 0 {
			return c
		}
		if next <= 0 || next == 1 {
			return nil
		}
		state = next
	}
	return nil
}

// add adds a state at a place. It returns the state behind it, 0 where there is none, or -1 where there are several.
func (c *Chain) add(t *Table, state, place int) (next int) {
	if t.Accept[state] {
		c.accepts |= 1 << place
	}
	for b, class := range t.Classes {
		to := int(t.Next[state*t.Width+int(class)])
		if to == 0 {
			continue
		}
		c.allowed[b] |= 1 << place
		if next != 0 && next != to {
			return -1
		}
		next = to
	}
	return next
}

// Match is Match of the table.
func (c *Chain) Match(text []byte) bool {
	n := min(len(text), c.last)
	all := uint64(1)
	for place, b := range text[:n] {
		all &= c.allowed[b] >> (uint(place) % longestChain)
	}
	for _, b := range text[n:] {
		all &= c.allowed[b] >> (uint(c.last) % longestChain)
	}
	return all&(c.accepts>>n) != 0
}
