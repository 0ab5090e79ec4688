package scan

// Open takes the bracket.
func (c *Cursor) Open(bracket byte) error {
	b, err := c.Peek()
	if err != nil {
		return err
	}
	if b != bracket {
		if b == '{' || b == '[' || b == '"' || b == '-' || isDigit(b) || b == 't' || b == 'f' || b == 'n' {
			return c.Mistype("want " + bracketName(bracket))
		}
		return c.fail("want " + bracketName(bracket))
	}
	c.P++
	return nil
}

func bracketName(b byte) string {
	if b == '[' {
		return "a list"
	}
	return "an object"
}

// Member goes to the next member of the object that was opened, and returns its key; the value is next. At the end it
// takes the bracket and reports false.
func (c *Cursor) Member(first bool) (key []byte, more bool, err error) {
	if from, to := quickKey(c.B, c.P, first); to > 0 {
		c.P = to + 2
		return c.B[from:to], true, nil
	}
	b, err := c.Peek()
	if err != nil {
		return nil, false, err
	}
	if b == '}' {
		c.P++
		return nil, false, nil
	}
	if !first {
		if b != ',' {
			return nil, false, c.fail("want , or }")
		}
		c.P++
		if b, err = c.Peek(); err != nil {
			return nil, false, err
		}
	}
	if b != '"' {
		return nil, false, c.fail("want a key in quotes")
	}
	if key, err = c.Text(); err != nil {
		return nil, false, err
	}
	if b, err = c.Peek(); err != nil {
		return nil, false, err
	}
	if b != ':' {
		return nil, false, c.fail("want : after the key")
	}
	c.P++
	return key, true, nil
}

// Element goes to the next element of the list that was opened. At the end it takes the bracket and reports false.
func (c *Cursor) Element(first bool) (more bool, err error) {
	if p := c.P; !first && p+1 < len(c.B) && c.B[p] == ',' && c.B[p+1] > ' ' && c.B[p+1] != ']' { // as machines write it
		c.P++
		return true, nil
	}
	b, err := c.Peek()
	if err != nil {
		return false, err
	}
	if b == ']' {
		c.P++
		return false, nil
	}
	if first {
		return true, nil
	}
	if b != ',' {
		return false, c.fail("want , or ]")
	}
	c.P++
	if b, err = c.Peek(); err != nil {
		return false, err
	}
	if b == ']' {
		return false, c.fail("want a value after the comma")
	}
	return true, nil
}

// Members calls member with the key of each member of the object that was opened, with its value next, and takes the bracket.
// Where first is false a member was taken before.
func (c *Cursor) Members(first bool, member func(key []byte) error) error {
	for ; ; first = false {
		key, more, err := c.Member(first)
		if err != nil || !more {
			return err
		}
		if err := member(key); err != nil {
			return err
		}
	}
}

// Object takes an object: it calls member as Members does.
func (c *Cursor) Object(member func(key []byte) error) error {
	if err := c.Open('{'); err != nil {
		return err
	}
	return c.Members(true, member)
}

// List takes a list: it calls element for each element, which is next.
func (c *Cursor) List(element func() error) error {
	if err := c.Open('['); err != nil {
		return err
	}
	for first := true; ; first = false {
		more, err := c.Element(first)
		if err != nil || !more {
			return err
		}
		if err := element(); err != nil {
			return err
		}
	}
}
