package pattern

// Chain is Places laid out for speed: the bytes of a text are looked up at once, where the steps of a Wide wait for one another.
type Chain struct {
	allowed [256]uint64 // by byte: a bit for each place that it may stand at, the lowest for the first
	places  int
	least   int
	repeats bool
}

// Chain returns the places of t laid out for speed, or nil where t does not have that form.
func (t *Table) Chain() *Chain {
	p := t.Places()
	if p == nil {
		return nil
	}
	c := &Chain{places: len(p.Classes), least: p.Least, repeats: p.Repeats}
	for place, classes := range p.Classes {
		for b, class := range t.Classes {
			c.allowed[b] |= classes >> class & 1 << place
		}
	}
	return c
}

// Match is Match of the table.
func (c *Chain) Match(text []byte) bool {
	n := len(text)
	if n < c.least || n > c.places && !c.repeats {
		return false
	}
	all := uint64(1)
	first := min(n, c.places)
	for place, b := range text[:first] {
		all &= c.allowed[b] >> (uint(place) % maxPlaces)
	}
	last := uint(c.places-1) % maxPlaces
	for _, b := range text[first:] {
		all &= c.allowed[b] >> last
	}
	return all != 0
}
