package scan

import (
	"bytes"

	"github.com/specgen/specgen/validator/internal/readers/input"
)

// An input is cut where a line begins with an opening brace behind a line that ends in a closing one. Within JSON that stands only between
// two documents. In what is no JSON a document and a list end there too, wherever they would go on: so each piece is read by itself as it is
// read behind the others.

// What is wrong with a document, or a list of documents, that has no end.
const (
	noEnd       = "the document before it has no end"
	endlessList = "it ends in the middle of a list"
)

// border is what stands on both sides of a cut, which is before its last byte.
var border = []byte("}\n{")

// Cut returns how to cut an input of documents that read reads, and how to read a piece.
func Cut(read input.Reader) func(head []byte) (input.Cutter, input.Reader) {
	return func([]byte) (input.Cutter, input.Reader) { return &cutter{}, read }
}

// cutter cuts an input of documents, as input.Cutter says.
type cutter struct {
	last [2]byte // of what was given to it
}

// Last returns the last place in b to cut at, or 0.
func (c *cutter) Last(b []byte) int {
	c.keep(b)
	if i := bytes.LastIndex(b, border); i >= 0 {
		return i + len(border) - 1
	}
	return 0
}

// First returns the first place in b, which goes on after what was given to it before, to cut at.
func (c *cutter) First(b []byte) (at int, found bool) {
	over := append(c.last[:], b[:min(len(b), 2)]...)
	if i := bytes.Index(over, border); i >= 0 {
		return i, true // there are two bytes before b
	}
	c.keep(b)
	i := bytes.Index(b, border)
	return i + len(border) - 1, i >= 0
}

func (c *cutter) keep(b []byte) {
	for _, last := range b[max(0, len(b)-2):] {
		c.last = [2]byte{c.last[1], last}
	}
}

// before returns the n-th byte before the cursor, of the last two; 0 where there is none.
func (s *Source) before(n int) byte {
	if s.P >= n {
		return s.block[s.P-n]
	}
	return s.last[2-(n-s.P)]
}

// atCut reports whether an input is cut at the cursor.
func (s *Source) atCut() bool {
	return s.P < len(s.B) && s.B[s.P] == '{' && s.before(1) == '\n' && s.before(2) == '}'
}

// begin goes on behind a cut as at the beginning of an input.
func (d *Documents) begin() bool {
	if d.lists > 0 && !d.resume {
		if d.err = d.broken(&d.Fail(endlessList, false).Problem); d.err != nil {
			return false
		}
	}
	d.lists, d.comma, d.due, d.resume, d.start, d.broke = 0, false, false, false, -1, -1
	return true
}

// bringFound brings into memory what a message shows of what was found, wherever a block ends. It keeps what begins at start, and returns
// where that begins then.
func (s *Source) bringFound(start int) int {
	if s.eof || len(s.B)-s.P >= foundLength {
		return start
	}
	ahead := s.P - start
	if s.P = start; s.more() == nil {
		start = 0
	}
	s.P = start + ahead
	return start
}
