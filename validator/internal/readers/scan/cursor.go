// Package scan reads JSON (RFC 8259) from streams of any length, in blocks, with exact byte offsets and without
// allocating: a Cursor reads what is in memory, a Source brings it there, Documents goes through the documents of an
// input and finds its way on after a broken one.
//
// A block ends anywhere. A value that is read as a unit, such as a span or a resource, and is cut off by the end of the
// block is read again from its first byte when more bytes are there. What is around units (the document, its lists) is
// walked token by token and never kept. So the memory needed is a block or the largest unit.
//
// After an error reading goes on at the next line that begins a document. In an indented input that is a line which begins
// as the broken document began, so that an inner object is not taken for one. Such a line also ends a document before it: a
// line that was cut off does not hide the next. Texts that are not UTF-8 are repaired as docs/ids.md says, and reported.
package scan

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"strconv"
)

// The limits that hold for every input.
const (
	// blockSize is how much is read at once: a block and what is done with it stay in the cache of one core.
	blockSize = 256 << 10
	// MaxUnit is the largest span, resource or single text that is read.
	MaxUnit = 16 << 20
	// MaxDepth is how deep values may nest.
	MaxDepth = 64
)

// Cursor reads JSON from bytes in memory. Every method either succeeds or fails; after ErrShort the caller brings more
// bytes and starts again where it was.
type Cursor struct {
	B []byte // what there is
	P int    // where the next token is looked for

	prefix  []byte // how the document began; a line that begins likewise begins another one
	eof     bool   // nothing can be brought behind B
	scratch []byte // decoded text; grows while a unit is read
	broken  bool   // a text since Reset was not UTF-8
	message string // of the last errSyntax
}

// NewCursor returns a cursor on bytes that are all there is.
func NewCursor(b []byte) Cursor { return Cursor{B: b} }

// Reset forgets the text that was decoded, which frees its memory for the next unit.
func (c *Cursor) Reset() { c.scratch, c.broken = c.scratch[:0], false }

// Repaired reports whether a text since Reset was not UTF-8.
func (c *Cursor) Repaired() bool { return c.broken }

// fail notes what is wrong at the cursor.
func (c *Cursor) fail(message string) error {
	c.message = message
	return errSyntax
}

// foundLength is how many bytes a message shows of what was found.
const foundLength = 16

// Message returns what is wrong, and what was found at the cursor, after a method failed.
func (c *Cursor) Message() string {
	if c.P >= len(c.B) {
		return c.message
	}
	rest := c.B[c.P:min(c.P+foundLength, len(c.B))]
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:max(i, 1)]
	}
	return c.message + ", found " + strconv.QuoteToASCII(string(rest))
}

// Wanted returns what was looked for when a method failed.
func (c *Cursor) Wanted() string { return c.message }

// Mistype says that a value is valid JSON but not of the type that the format has there. The unit can be left out.
func (c *Cursor) Mistype(message string) error {
	c.message = message
	return ErrType
}

// Peek skips white space and returns the byte that the next token begins with.
func (c *Cursor) Peek() (byte, error) {
	if c.P < len(c.B) {
		if b := c.B[c.P]; b > ' ' {
			return b, nil
		}
	}
	return c.space()
}

func (c *Cursor) space() (byte, error) {
	for c.P < len(c.B) {
		switch b := c.B[c.P]; b {
		case '\n':
			if len(c.prefix) > 0 {
				if err := c.lineStart(c.P + 1); err != nil {
					return 0, err
				}
			}
			c.P++
		case ' ', '\t', '\r':
			c.P++
		default:
			return b, nil
		}
	}
	return 0, ErrShort
}

// lineStart fails where the line at i begins another document.
func (c *Cursor) lineStart(i int) error {
	n := len(c.prefix)
	if i >= len(c.B) || c.B[i] != c.prefix[0] {
		return nil
	}
	if len(c.B)-i < n {
		if !c.eof && string(c.B[i:]) == string(c.prefix[:len(c.B)-i]) {
			return ErrShort
		}
		return nil
	}
	if string(c.B[i:i+n]) != string(c.prefix) {
		return nil
	}
	c.P = i
	c.message = noEnd
	return errNext
}

// Null takes the word null if it is next, and reports whether it was.
func (c *Cursor) Null() (bool, error) {
	if c.P < len(c.B) && c.B[c.P] != 'n' && c.B[c.P] > ' ' {
		return false, nil
	}
	return c.null()
}

func (c *Cursor) null() (bool, error) {
	b, err := c.Peek()
	if err != nil || b != 'n' {
		return false, err
	}
	return true, c.word("null")
}

const (
	lows  = 0x0101010101010101
	highs = 0x8080808080808080
)

func (c *Cursor) textEnd(i int) (end int, ascii bool) { return TextEnd(c.B, i) }

// TextEnd returns the index of the first byte from i on that is a quote, a backslash or a control character, or
// len(b), and whether all bytes before it are ASCII. It looks at eight bytes at once.
func TextEnd(b []byte, i int) (end int, ascii bool) {
	for ; i >= 0 && i <= len(b)-8; i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		// The highest bit of each byte that is ASCII and ends no text: with one bit turned, a quote comes right behind the control
		// characters. No sum of such a byte carries into the next, so the first of the others is always right.
		plain := (w ^ 0x02*lows + (0x80-0x21)*lows) & (w ^ '\\'*lows + 0x7F*lows) &^ w
		if plain&highs == highs {
			continue
		}
		i += bits.TrailingZeros64(^plain&highs) / 8
		if b[i] < 0x80 {
			return i, true
		}
		return longTextEnd(b, i), false
	}
	for ; i < len(b); i++ {
		switch ch := b[i]; {
		case ch == '"' || ch == '\\' || ch < 0x20:
			return i, true
		case ch >= 0x80:
			return longTextEnd(b, i), false
		}
	}
	return i, true
}

// longTextEnd is TextEnd of a text that is not ASCII.
func longTextEnd(b []byte, i int) int {
	for ; i >= 0 && i <= len(b)-8; i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		quote := w ^ '"'*lows
		slash := w ^ '\\'*lows
		// The lowest flag is always right; higher ones may be wrong, which does not matter for the first.
		if hit := ((quote-lows)&^quote | (slash-lows)&^slash | (w-0x20*lows)&^w) & highs; hit != 0 {
			return i + bits.TrailingZeros64(hit)/8
		}
	}
	for i < len(b) && b[i] != '"' && b[i] != '\\' && b[i] >= 0x20 {
		i++
	}
	return i
}

// Text takes a text and returns it without quotes and escapes. What is not UTF-8 becomes U+FFFD. The bytes are part of
// the cursor's memory.
func (c *Cursor) Text() ([]byte, error) {
	if c.P >= len(c.B) || c.B[c.P] != '"' {
		b, err := c.Peek()
		if err != nil {
			return nil, err
		}
		if b != '"' {
			return nil, c.Mistype("want a text in quotes")
		}
	}
	start := c.P + 1
	end, ascii := c.textEnd(start)
	if end < len(c.B) && c.B[end] == '"' {
		c.P = end + 1
		if ascii {
			return c.B[start:end], nil
		}
		return c.repair(c.B[start:end]), nil
	}
	return c.escaped(start)
}

// Number takes a number. It reports whether it is written as an integer.
func (c *Cursor) Number() (digits []byte, integer bool, err error) {
	if _, err = c.Peek(); err != nil {
		return nil, false, err
	}
	i, b := c.P, c.B
	if i < len(b) && b[i] == '-' {
		i++
	}
	intStart := i
	for i < len(b) && isDigit(b[i]) {
		i++
	}
	if i == intStart && i < len(b) || i > intStart+1 && b[intStart] == '0' {
		return nil, false, c.fail("want a number")
	}
	integer = true
	if i < len(b) && b[i] == '.' {
		integer = false
		from := i + 1
		for i = from; i < len(b) && isDigit(b[i]); i++ {
		}
		if i == from && i < len(b) {
			return nil, false, c.fail("want a digit after the decimal point")
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		integer = false
		i++
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		from := i
		for ; i < len(b) && isDigit(b[i]); i++ {
		}
		if i == from && i < len(b) {
			return nil, false, c.fail("want a digit in the exponent")
		}
	}
	if i == len(b) {
		return nil, false, ErrShort // it may go on
	}
	digits, c.P = b[c.P:i], i
	return digits, integer, nil
}

func isDigit(b byte) bool { return b-'0' <= 9 }

// Bool takes true or false.
func (c *Cursor) Bool() (bool, error) {
	b, err := c.Peek()
	switch {
	case err != nil:
		return false, err
	case b == 't':
		return true, c.word("true")
	case b == 'f':
		return false, c.word("false")
	}
	return false, c.Mistype("want true or false")
}

func (c *Cursor) word(want string) error {
	have := c.B[c.P:min(c.P+len(want), len(c.B))]
	if string(have) != want[:len(have)] {
		return c.fail("want a JSON value")
	}
	if len(have) < len(want) {
		return ErrShort
	}
	c.P += len(want)
	return nil
}
