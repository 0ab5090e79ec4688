package scan

// What is nearly always there is worth a look before the general way: machines write JSON without white space, and each
// exporter its members in one order. These methods take what they are asked for if it is next, byte by byte, and change
// nothing otherwise.

// Literal takes the bytes of text.
func (c *Cursor) Literal(text string) bool {
	end := c.P + len(text)
	if end > len(c.B) || string(c.B[c.P:end]) != text {
		return false
	}
	c.P = end
	return true
}

// Rest takes the rest of a text whose opening quote was taken, with its closing quote, if it is ASCII without escapes.
func (c *Cursor) Rest() ([]byte, bool) {
	end, ascii := c.textEnd(c.P)
	if !ascii || end >= len(c.B) || c.B[end] != '"' {
		return nil, false
	}
	text := c.B[c.P:end]
	c.P = end + 1
	return text, true
}

// Fixed takes n bytes and a closing quote. The bytes may be anything but quotes and escapes, which the caller sees to.
func (c *Cursor) Fixed(n int) ([]byte, bool) {
	end := c.P + n
	if end >= len(c.B) || c.B[end] != '"' {
		return nil, false
	}
	text := c.B[c.P:end]
	c.P = end + 1
	return text, true
}

// Digits takes a run of digits that something follows.
func (c *Cursor) Digits() ([]byte, bool) {
	i := c.P
	for i < len(c.B) && c.B[i]-'0' <= 9 {
		i++
	}
	if i == c.P || i == len(c.B) {
		return nil, false
	}
	digits := c.B[c.P:i]
	c.P = i
	return digits, true
}
