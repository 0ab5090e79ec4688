package scan

import (
	"bytes"
	"errors"
	"io"

	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/trace"
)

// prefixLength is how much of a document's beginning tells that another one begins.
const prefixLength = 12

// Documents goes through the documents of an input, which are objects: one, one a line, one after the other with or without
// white space, or the elements of a list. After a broken document it goes on with the next that begins a line.
type Documents struct {
	*Source
	broken func(*trace.Problem) error // takes each place that cannot be read
	err    error                      // not of the input: it ends the reading
	lists  int                        // how many lists are open around the documents
	comma  bool                       // a document was read in a list: a comma is due before another
	due    bool                       // a comma was read: a document is due
	start  int64                      // where the latest document begins
	broke  int64                      // where reading went on after the latest error
	resume bool                       // something broke: brackets and commas between documents are not checked
}

// NewDocuments returns the documents of an input. What cannot be read goes to broken; an error of broken ends the reading.
func NewDocuments(in io.Reader, broken func(*trace.Problem) error) *Documents {
	return &Documents{Source: newSource(in), broken: broken, start: -1, broke: -1}
}

// Each calls read for each document, with its bracket next. An *Error that read returns ends the document and is reported;
// any other error ends the reading, and Each returns it.
func (d *Documents) Each(read func() error) error {
	if b, err := d.Peek(); err == nil && b == 0xEF && bytes.HasPrefix(d.B[d.P:], []byte("\xEF\xBB\xBF")) {
		d.P += 3 // a byte order mark
	}
	for d.next(read) {
	}
	return d.err
}

// Unit is Source.Unit. A value of another type is reported; then read is false.
func (d *Documents) Unit(step func(*Cursor) error) (read bool, err error) {
	soft, err := d.Source.Unit(step)
	if soft != nil {
		return false, d.broken(&soft.Problem)
	}
	return err == nil, err
}

// next reads on to the end of the next document or of the error in it. It reports false at the end of the input.
func (d *Documents) next(read func() error) bool {
	d.prefix = nil
	b, err := d.Peek()
	if err != nil {
		return d.end(err)
	}
	if b == '{' && d.atCut() && !d.begin() {
		return false
	}
	switch {
	case b == '{':
		if d.comma && !d.resume {
			return d.recover(d.explain(d.fail("want , or ]")))
		}
		d.comma, d.due = d.lists > 0, false
		d.prefix, d.start = d.beginning(), d.Offset()
		if err := read(); err != nil {
			return d.recover(err)
		}
		return true
	case b == '[' && d.lists < 2 && !d.comma:
		d.due = false
		d.lists++
		d.P++
		return true
	case b == ']' && d.due && !d.resume:
		return d.recover(d.explain(d.fail("want a value after the comma")))
	case b == ']' && (d.lists > 0 || d.resume):
		d.lists = max(d.lists-1, 0)
		d.comma = d.lists > 0
		d.P++
		return true
	case b == ',' && (d.comma || d.resume):
		d.comma, d.due = false, true
		d.P++
		return true
	case b == 'n':
		if err := d.Skip(); err == nil {
			d.comma, d.due = d.lists > 0, false
			return true
		}
	}
	return d.recover(d.explain(d.fail("want a JSON object or list")))
}

// end handles the end of the input between documents.
func (d *Documents) end(err error) bool {
	var e *Error
	complete := d.Source.err == nil || d.Source.err == input.ErrCut // the input ends here; nothing failed while it was read
	switch {
	case !errors.As(err, &e):
		d.err = err
		return false
	case complete && (d.lists == 0 || d.resume):
		return false // the end, where it should be; or where it ends was said already
	case complete:
		e.Message = endlessList
	}
	d.err = d.broken(&e.Problem)
	return false
}

// recover reports err and goes to the next line that can begin a document.
func (d *Documents) recover(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		d.err = err
		return false
	}
	if d.err = d.broken(&e.Problem); d.err != nil || e.Fatal {
		return false
	}
	d.resume, d.comma = true, false
	if at := d.Offset(); d.P < len(d.B) && (at == d.start || at == d.broke) {
		d.P++ // never the same place twice
	}
	going := d.nextLine()
	d.broke = d.Offset()
	return going
}

// beginning returns the first bytes of the document at the cursor, which are in its first line unless that is short.
func (s *Source) beginning() []byte {
	for len(s.B)-s.P < prefixLength && !s.eof {
		if s.more() != nil {
			break
		}
	}
	return append(s.begun[:0], s.B[s.P:min(s.P+prefixLength, len(s.B))]...)
}

// nextLine goes to the next line that begins a document as the last one began or, where that one did not fill its first
// line with its bracket alone, that begins with an opening bracket.
func (s *Source) nextLine() bool {
	prefix := s.prefix
	pretty := len(prefix) > 1 && (prefix[1] == '\n' || prefix[1] == '\r')
	s.prefix = nil
	for !s.beginsDocument(prefix, pretty) {
		for {
			i := bytes.IndexByte(s.B[s.P:], '\n')
			if i >= 0 {
				s.P += i + 1
				break
			}
			s.P = len(s.B)
			if s.more() != nil {
				return false
			}
		}
	}
	return true
}

// beginsDocument reports whether the cursor is at the start of a line that nextLine looks for.
func (s *Source) beginsDocument(prefix []byte, pretty bool) bool {
	if s.before(1) != '\n' {
		return false
	}
	for len(s.B)-s.P < prefixLength && !s.eof {
		if s.more() != nil {
			return false
		}
	}
	rest := s.B[s.P:]
	if pretty {
		return bytes.HasPrefix(rest, prefix) || s.atCut()
	}
	return len(rest) > 0 && (rest[0] == '{' || rest[0] == '[')
}
