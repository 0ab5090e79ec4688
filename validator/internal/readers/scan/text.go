package scan

import (
	"unicode/utf16"
	"unicode/utf8"

	"github.com/specgen/specgen/validator/internal/readers/utf8text"
)

// escaped decodes the text that begins at start and holds an escape, or breaks off.
func (c *Cursor) escaped(start int) ([]byte, error) {
	base, ascii := len(c.scratch), true
	for i := start; ; {
		end, plain := c.textEnd(i)
		ascii = ascii && plain
		if end >= len(c.B) {
			return nil, ErrShort
		}
		if b := c.B[end]; b != '"' && b != '\\' {
			c.P = end
			return nil, c.fail(unendedText)
		}
		c.scratch = append(c.scratch, c.B[i:end]...)
		if c.B[end] == '"' {
			c.P = end + 1
			text := c.scratch[base:len(c.scratch):len(c.scratch)]
			if ascii {
				return text, nil
			}
			return c.repair(text), nil
		}
		n, err := c.unescape(end)
		if err != nil {
			return nil, err
		}
		i = end + n
	}
}

// unescape decodes the escape at i, and returns how long it is.
func (c *Cursor) unescape(i int) (int, error) {
	n, err := c.escapeLength(i)
	if err != nil {
		return 0, err
	}
	if n == 2 {
		c.scratch = append(c.scratch, unescape[c.B[i+1]])
		return 2, nil
	}
	r, n, err := c.unicodeEscape(i)
	if err != nil {
		return 0, err
	}
	if r == utf8.RuneError && n == 6 && c.codeUnit(i) != utf8.RuneError {
		c.broken = true
	}
	c.scratch = utf8.AppendRune(c.scratch, r)
	return n, nil
}

const unendedText = "want the end of the text: a control character has to be escaped"

var unescape = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escapeLength returns how long the escape at i is: 2, or 6 for \uXXXX.
func (c *Cursor) escapeLength(i int) (int, error) {
	if i+1 >= len(c.B) {
		return 0, ErrShort
	}
	if c.B[i+1] != 'u' {
		if unescape[c.B[i+1]] == 0 {
			c.P = i
			return 0, c.fail("want an escape that JSON has")
		}
		return 2, nil
	}
	for k := 2; k < 6; k++ {
		if i+k >= len(c.B) {
			return 0, ErrShort
		}
		if hexDigit[c.B[i+k]] < 0 {
			c.P = i
			return 0, c.fail("want four hex digits after \\u")
		}
	}
	return 6, nil
}

func (c *Cursor) codeUnit(i int) rune {
	var r rune
	for _, b := range c.B[i+2 : i+6] {
		r = r<<4 | rune(hexDigit[b])
	}
	return r
}

// unicodeEscape decodes \uXXXX, and the second half of a surrogate pair where one follows. A lone surrogate is U+FFFD.
func (c *Cursor) unicodeEscape(i int) (r rune, n int, err error) {
	r = c.codeUnit(i)
	if !utf16.IsSurrogate(r) {
		return r, 6, nil
	}
	for k, want := range []byte(`\u`) {
		if i+6+k >= len(c.B) {
			return 0, 0, ErrShort
		}
		if c.B[i+6+k] != want {
			return utf8.RuneError, 6, nil
		}
	}
	if _, err = c.escapeLength(i + 6); err != nil {
		return 0, 0, err
	}
	if pair := utf16.DecodeRune(r, c.codeUnit(i+6)); pair != utf8.RuneError {
		return pair, 12, nil
	}
	return utf8.RuneError, 6, nil
}

// hexDigit holds the value of a hex digit, -1 for other bytes.
var hexDigit = func() (table [256]int8) {
	for i := range table {
		table[i] = -1
	}
	for i := range int8(10) {
		table['0'+i] = i
	}
	for i := range int8(6) {
		table['a'+i], table['A'+i] = 10+i, 10+i
	}
	return table
}()

// repair returns text, repaired where it is not UTF-8.
func (c *Cursor) repair(text []byte) []byte {
	if utf8.Valid(text) {
		return text
	}
	c.broken = true
	base := len(c.scratch)
	c.scratch = utf8text.AppendRepaired(c.scratch, text)
	return c.scratch[base:len(c.scratch):len(c.scratch)]
}
