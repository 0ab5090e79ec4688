package findings

// isFine reports whether a finding is of a kind of which the input decides how many there are: about another source than a
// declared service, or about an undeclared name.
func (c *collection) isFine(k Key) bool {
	return k.Source.Version != 0 || !c.services.isDeclared(k.Source.Service) || c.isUnnamed(k)
}

// isUnnamed reports whether a finding is about a name that no spec declares.
func (c *collection) isUnnamed(k Key) bool {
	return !c.names.isDeclared(k.Span) || !c.names.isDeclared(k.Tag)
}

// sampled returns the hash by which a key is in a sample or not. Its first bits are those of the undeclared name, version or service that
// the key is about, so that those of which names are kept are those of which findings are kept, all of them.
func (c *collection) sampled(k Key) uint64 {
	about := k.Source.Service
	switch {
	case !c.names.isDeclared(k.Tag):
		about = k.Tag
	case !c.names.isDeclared(k.Span):
		about = k.Span
	case k.Source.Version != 0:
		about = k.Source.Version
	}
	const own = 52 // bits of the key's own hash
	return about>>own<<own | k.hash()>>(64-own)
}

// group returns the finding that counts a key, and its number. Above the limits that may be one for several keys.
func (c *collection) group(k Key) (*Finding, uint32) {
	if n, ok := c.groups[k]; ok {
		return c.findings[n], n
	}
	if !c.isFine(k) {
		return c.of(k)
	}
	c.offerUnnamed(k)
	to := c.collapse(k)
	f, n := c.of(to)
	if to != k {
		return f, n
	}
	if c.fine++; c.fine > maxFindings {
		c.raiseLevel()
		n = c.numberOf(n)
	}
	return c.findings[n], n
}

// of returns the finding of a key, which is added if there is none.
func (c *collection) of(k Key) (*Finding, uint32) {
	n, ok := c.groups[k]
	if !ok {
		n = uint32(len(c.findings))
		c.groups[k] = n
		c.findings, c.partOf = append(c.findings, &Finding{Key: k}), append(c.partOf, n)
	}
	return c.findings[n], n
}

// numberOf returns the number of the finding that one became a part of.
func (c *collection) numberOf(n uint32) uint32 {
	for c.partOf[n] != n {
		n = c.partOf[n]
	}
	return n
}

// collapse returns the key under which a fine key is counted: its own, else that for all sources or, for undeclared names above
// their limit, for all names too.
func (c *collection) collapse(k Key) Key {
	if !c.isFine(k) || k.Source != anySource && c.level.keeps(c.sampled(k)) {
		return k
	}
	k.Source = anySource
	if c.isUnnamed(k) && !c.unnamedAt.keeps(c.sampled(k)) {
		k.Span, k.Tag = c.declaredOr(k.Span), c.declaredOr(k.Tag)
	}
	return k
}

func (c *collection) declaredOr(name uint64) uint64 {
	if c.names.isDeclared(name) {
		return name
	}
	return othersHash
}

// offerUnnamed takes what a key is about, apart from its source, into the sample of what is about undeclared names.
func (c *collection) offerUnnamed(k Key) {
	if !c.isUnnamed(k) {
		return
	}
	if k.Source = anySource; !c.unnamedAt.keeps(c.sampled(k)) {
		return
	}
	c.unnamed[k] = struct{}{}
	if len(c.unnamed) <= maxUnnamed {
		return
	}
	for len(c.unnamed) > maxUnnamed {
		c.unnamedAt++
		for k := range c.unnamed {
			if !c.unnamedAt.keeps(c.sampled(k)) {
				delete(c.unnamed, k)
			}
		}
	}
	c.moveAll()
}

// raiseLevel keeps fewer fine findings. Each time about half of them become parts of others, so that there were never more than
// some dozens of times the limit, whatever their order.
func (c *collection) raiseLevel() {
	for c.fine > maxFindings {
		c.level++
		c.countFine()
	}
	c.moveAll()
}

// countFine counts the fine findings that the level keeps.
func (c *collection) countFine() {
	c.fine = 0
	for k := range c.groups {
		if c.isFine(k) && k.Source != anySource && c.level.keeps(c.sampled(k)) {
			c.fine++
		}
	}
}

// moveAll makes findings parts of those under which their keys are now counted.
func (c *collection) moveAll() {
	var moved []Key
	for k := range c.groups {
		if c.collapse(k) != k {
			moved = append(moved, k)
		}
	}
	keep := c.keep()
	for _, k := range moved {
		n := c.groups[k]
		delete(c.groups, k)
		to, number := c.of(c.collapse(k))
		to.merge(c.findings[n], keep)
		c.findings[n], c.partOf[n] = nil, number
	}
}
