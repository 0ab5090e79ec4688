package scan

// Skip takes any value, and checks its grammar.
func (c *Cursor) Skip() error { return c.SkipWithin(0) }

// SkipWithin is Skip of a value that stands so many levels deep.
func (c *Cursor) SkipWithin(depth int) error {
	if end := quickSkip(c.B, c.P, MaxDepth-depth); end > 0 {
		c.P = end
		return nil
	}
	return c.skip(depth)
}

func (c *Cursor) skip(depth int) error {
	b, err := c.Peek()
	if err != nil {
		return err
	}
	switch b {
	case '"':
		return c.skipText()
	case '{':
		if depth >= MaxDepth {
			return c.fail("values nest deeper than 64")
		}
		c.P++
		return c.skipObject(depth + 1)
	case '[':
		if depth >= MaxDepth {
			return c.fail("values nest deeper than 64")
		}
		c.P++
		return c.skipList(depth + 1)
	}
	return c.skipScalar(b)
}

func (c *Cursor) skipScalar(b byte) (err error) {
	switch b {
	case 't':
		return c.word("true")
	case 'f':
		return c.word("false")
	case 'n':
		return c.word("null")
	}
	if b != '-' && !isDigit(b) {
		return c.fail("want a JSON value")
	}
	_, _, err = c.Number()
	return err
}

func (c *Cursor) skipObject(depth int) error {
	for first := true; ; first = false {
		more, err := c.skipKey(first)
		if err != nil || !more {
			return err
		}
		if err := c.skip(depth); err != nil {
			return err
		}
	}
}

func (c *Cursor) skipList(depth int) error {
	for first := true; ; first = false {
		more, err := c.Element(first)
		if err != nil || !more {
			return err
		}
		if err := c.skip(depth); err != nil {
			return err
		}
	}
}

// skipKey is Member without the key's text.
func (c *Cursor) skipKey(first bool) (bool, error) {
	kept := len(c.scratch)
	_, more, err := c.Member(first)
	c.scratch = c.scratch[:kept]
	return more, err
}

// skipText takes a text without decoding it.
func (c *Cursor) skipText() error {
	c.P++
	return c.skipRest()
}

// skipRest takes the rest of a text. At ErrShort the cursor is where it can go on.
func (c *Cursor) skipRest() error {
	for {
		end, _ := c.textEnd(c.P)
		c.P = end
		switch {
		case end >= len(c.B):
			return ErrShort
		case c.B[end] == '"':
			c.P = end + 1
			return nil
		case c.B[end] != '\\':
			return c.fail(unendedText)
		}
		n, err := c.escapeLength(end)
		if err != nil {
			return err
		}
		c.P = end + n
	}
}
