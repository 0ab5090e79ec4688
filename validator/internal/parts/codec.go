package parts

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Encoder writes numbers and texts one after the other. Its methods do nothing after an error, which Err returns.
type Encoder struct {
	w       *bufio.Writer
	scratch [binary.MaxVarintLen64]byte
	err     error
}

// NewEncoder returns an encoder that writes to w, which the caller flushes.
func NewEncoder(w *bufio.Writer) *Encoder { return &Encoder{w: w} }

// Err returns the first error.
func (e *Encoder) Err() error { return e.err }

// Uint writes a number.
func (e *Encoder) Uint(n uint64) { e.write(e.scratch[:binary.PutUvarint(e.scratch[:], n)]) }

// Int writes a number that may be negative.
func (e *Encoder) Int(n int64) { e.write(e.scratch[:binary.PutVarint(e.scratch[:], n)]) }

// Bool writes whether something holds.
func (e *Encoder) Bool(b bool) {
	if b {
		e.Uint(1)
	} else {
		e.Uint(0)
	}
}

// Text writes a text.
func (e *Encoder) Text(s string) {
	if len(s) > maxText && e.err == nil {
		e.err = fmt.Errorf("a text of %d bytes is too long: %.60q", len(s), s)
	}
	e.Uint(uint64(len(s)))
	e.write([]byte(s))
}

// Raw writes bytes of which the reader knows how many there are.
func (e *Encoder) Raw(b []byte) { e.write(b) }

func (e *Encoder) write(b []byte) {
	if e.err == nil {
		_, e.err = e.w.Write(b)
	}
}

// Decoder reads what an Encoder wrote. After an error, which Err returns, its methods return zeros. What it reads is not trusted: a count is
// checked against the most that there can be, and memory is taken only for what is there.
type Decoder struct {
	r   *bufio.Reader
	err error
}

// NewDecoder returns a decoder that reads from r.
func NewDecoder(r io.Reader) *Decoder { return &Decoder{r: bufio.NewReader(r)} }

// errBroken is the error of a state that does not say what one says.
var errBroken = errors.New("it is broken")

// Err returns the first error.
func (d *Decoder) Err() error { return d.err }

// Fail says that something is not as it has to be.
func (d *Decoder) Fail() { d.fail(errBroken) }

func (d *Decoder) fail(err error) {
	if d.err != nil {
		return
	}
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = errors.New("it ends too early")
	}
	d.err = err
}

// Uint reads a number.
func (d *Decoder) Uint() uint64 {
	if d.err != nil {
		return 0
	}
	n, err := binary.ReadUvarint(d.r)
	if err != nil {
		d.fail(err)
		return 0
	}
	return n
}

// Int reads a number that may be negative.
func (d *Decoder) Int() int64 {
	if d.err != nil {
		return 0
	}
	n, err := binary.ReadVarint(d.r)
	if err != nil {
		d.fail(err)
		return 0
	}
	return n
}

// Count reads a number that is not negative and at most most.
func (d *Decoder) Count(most int64) int64 {
	n := d.Uint()
	if n > uint64(most) {
		d.fail(fmt.Errorf("it is broken: a number is %d, and at most %d is possible", n, most))
		return 0
	}
	return int64(n)
}

// Bool reads whether something holds.
func (d *Decoder) Bool() bool { return d.Count(1) == 1 }

// maxText is how many bytes a text has at most.
const maxText = 1 << 13

// Text reads a text.
func (d *Decoder) Text() string {
	n := d.Count(maxText)
	if n == 0 || d.err != nil {
		return ""
	}
	b := make([]byte, n)
	d.Raw(b)
	return string(b)
}

// Raw fills b.
func (d *Decoder) Raw(b []byte) {
	if d.err != nil {
		return
	}
	if _, err := io.ReadFull(d.r, b); err != nil {
		d.fail(err)
	}
}
