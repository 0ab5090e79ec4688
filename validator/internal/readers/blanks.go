package readers

import (
	"bufio"
	"bytes"
	"io"
)

// blanks is white space that was taken off the beginning of an input, to find the format behind it. JSON may begin with any
// amount of it.
type blanks struct {
	lines int64 // line breaks
	bytes int64 // all of it
}

// fewBlanks is how many bytes of white space are left: fewer leave enough of the head, and a line break may also be the first byte
// of protobuf.
const fewBlanks = 1 << 10

// takeBlanks takes white space off the beginning of an input, where there is much of it. An input of nothing else is left as
// short as that.
func takeBlanks(in *bufio.Reader) (b blanks) {
	for {
		head, _ := in.Peek(in.Size()) // what is wrong with the input comes up again when it is read
		n := len(head) - len(bytes.TrimLeft(head, " \t\r\n"))
		if n <= fewBlanks {
			return b
		}
		b.lines += int64(bytes.Count(head[:n], []byte{'\n'}))
		b.bytes += int64(n)
		if _, err := in.Discard(n); err != nil {
			return b
		}
	}
}

// before returns the input as it was, but for the kind of white space: as many bytes and lines, so that places in it are right.
func (b blanks) before(in io.Reader) io.Reader {
	if b.bytes == 0 {
		return in
	}
	return io.MultiReader(&repeated{'\n', b.lines}, &repeated{' ', b.bytes - b.lines}, in)
}

// repeated is a byte, n times.
type repeated struct {
	b byte
	n int64
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.n == 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), r.n))
	for i := range p[:n] {
		p[i] = r.b
	}
	r.n -= int64(n)
	return n, nil
}
