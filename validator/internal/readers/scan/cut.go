package scan

import (
	"bytes"

	"github.com/specgen/specgen/validator/internal/readers/input"
)

// An input is cut where a line begins with an opening brace behind a line that ends in a closing one, with either kind of newline. Within
// JSON that stands only between two documents. In what is no JSON a document and a list end there too, wherever they would go on: so each
// piece is read by itself as it is read behind the others.

// What is wrong with a document, or a list of documents, that has no end.
const (
	noEnd       = "the document before it has no end"
	endlessList = "it ends in the middle of a list"
)

// besideCut is how many bytes before a cut say that it is one: a closing brace, and a newline behind it with or without a carriage return.
const besideCut = 3

// cutBehind reports whether an input that goes on with an opening brace is cut behind these bytes, which are the last before it.
func cutBehind(b [besideCut]byte) bool {
	return b[2] == '\n' && (b[1] == '}' || b[1] == '\r' && b[0] == '}')
}

// Cut returns how to cut an input of documents, and how to read a piece: as what reader returns, which is called once for an input and may be
// read with by several goroutines.
func Cut(reader func() input.Reader) func(head []byte) (input.Cutter, input.Reader) {
	return func([]byte) (input.Cutter, input.Reader) { return &cutter{}, reader() }
}

// cutter cuts an input of documents, as input.Cutter says.
type cutter struct {
	last [besideCut]byte // of what was given to it
}

// lineBegin is the beginning of a line that may be behind a cut.
var lineBegin = []byte("\n{")

// Last returns the last place in b to cut at, or 0.
func (c *cutter) Last(b []byte) int {
	c.keep(b)
	for end := len(b); ; {
		i := lastLineBegin(b[:end])
		if i < besideCut-1 {
			return 0
		}
		if cutBehind([besideCut]byte(b[i+1-besideCut:])) {
			return i + 1
		}
		end = i + 1
	}
}

// lastLineBegin is bytes.LastIndex of lineBegin, for lines that are long: it looks for their newlines from front to back, in short stretches from
// the end on, which takes a tenth of the time.
func lastLineBegin(b []byte) int {
	const stretch = 4 << 10
	for end := len(b); end > 0; {
		from := max(end-stretch, 0)
		if bytes.IndexByte(b[from:end], '\n') < 0 {
			end = from
			continue
		}
		at := from + bytes.LastIndexByte(b[from:end], '\n')
		if at+1 < len(b) && b[at+1] == '{' {
			return at
		}
		end = at
	}
	return -1
}

// First returns the first place in b, which goes on after what was given to it before, to cut at.
func (c *cutter) First(b []byte) (at int, found bool) {
	begin := append(c.last[:], b[:min(len(b), besideCut)]...)
	for i := besideCut; i < len(begin); i++ {
		if begin[i] == '{' && cutBehind([besideCut]byte(begin[i-besideCut:])) {
			return i - besideCut, true
		}
	}
	c.keep(b)
	for from := 0; ; {
		i := bytes.Index(b[from:], lineBegin)
		if i < 0 {
			return 0, false
		}
		if at = from + i + 1; at >= besideCut && cutBehind([besideCut]byte(b[at-besideCut:])) {
			return at, true
		}
		from = at
	}
}

func (c *cutter) keep(b []byte) {
	for _, last := range b[max(0, len(b)-besideCut):] {
		c.last = [besideCut]byte{c.last[1], c.last[2], last}
	}
}

// before returns the bytes before the cursor, zeros where there are none.
func (s *Source) before() [besideCut]byte {
	if s.P >= besideCut {
		return [besideCut]byte(s.block[s.P-besideCut:])
	}
	both := append(s.last[:], s.block[:s.P]...)
	return [besideCut]byte(both[s.P:])
}

// atCut reports whether an input is cut at the cursor.
func (s *Source) atCut() bool {
	return s.P < len(s.B) && s.B[s.P] == '{' && cutBehind(s.before())
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
