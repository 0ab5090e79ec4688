package scan

import (
	"bytes"
	"errors"
	"io/fs"
)

// A Handler reads the documents of an input.
type Handler interface {
	// Document reads one document, whose bracket is next: an object. What it returns ends the document.
	Document() error
	// Broken hears of each place that cannot be read.
	Broken(*Error)
}

// prefixLength is how much of a document's beginning tells that another one begins.
const prefixLength = 12

// Documents hands every document of the source to h: one, one a line, one after the other with or without white space,
// or the elements of one list. After a broken document it goes on with the next that begins a line; it reports whether
// it read everything.
func Documents(s *Source, h Handler) (whole bool) {
	d := documents{s: s, h: h, whole: true, start: -1, broke: -1}
	if b, err := s.Peek(); err == nil && b == 0xEF && bytes.HasPrefix(s.B[s.P:], []byte("\xEF\xBB\xBF")) {
		s.P += 3 // a byte order mark
	}
	for d.next() {
	}
	return d.whole
}

type documents struct {
	s      *Source
	h      Handler
	whole  bool
	lists  int   // how many lists the documents stand in
	comma  bool  // a document was read in a list: a comma is due before another
	start  int64 // where the latest document begins
	broke  int64 // where reading went on after the latest error
	resume bool  // something broke, so what stands between documents is not known
}

// next reads on to the end of the next document or of the error in it. It reports false at the end of the input.
func (d *documents) next() bool {
	s := d.s
	s.prefix = nil
	b, err := s.Peek()
	if err != nil {
		return d.end(err)
	}
	switch {
	case b == '{':
		if d.comma && !d.resume {
			return d.recover(s.explain(s.fail("want , or ]")))
		}
		d.comma = d.lists > 0
		s.prefix, d.start = s.beginning(), s.Offset()
		if err := d.h.Document(); err != nil {
			return d.recover(err)
		}
		return true
	case b == '[' && d.lists < 2 && !d.comma:
		d.lists++
		s.P++
		return true
	case b == ']' && (d.lists > 0 || d.resume):
		d.lists = max(d.lists-1, 0)
		d.comma = d.lists > 0
		s.P++
		return true
	case b == ',' && (d.comma || d.resume):
		d.comma = false
		s.P++
		return true
	case b == 'n':
		if err := s.Skip(); err == nil {
			d.comma = d.lists > 0
			return true
		}
	}
	return d.recover(s.explain(s.fail("want a JSON object or list")))
}

// end handles the end of the input between documents.
func (d *documents) end(err error) bool {
	var e *Error
	if !errors.As(err, &e) || d.s.err == nil && d.lists == 0 {
		return false // the end, where it should be
	}
	d.whole = false
	if d.s.err == nil {
		e.Message = "it ends in the middle of a list"
		if d.resume {
			return false // said already
		}
	}
	d.h.Broken(e)
	return false
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

// recover reports err and goes to the next line that can begin a document.
func (d *documents) recover(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		e = d.s.Fail(err.Error(), true)
	}
	d.whole = false
	d.h.Broken(e)
	if e.Fatal {
		return false
	}
	d.resume, d.comma = true, false
	if at := d.s.Offset(); d.s.P < len(d.s.B) && (at == d.start || at == d.broke) {
		d.s.P++ // never the same place twice
	}
	going := d.s.nextLine()
	d.broke = d.s.Offset()
	return going
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
	before := s.last
	if s.P > 0 {
		before = s.B[s.P-1]
	}
	if before != '\n' {
		return false
	}
	for len(s.B)-s.P < prefixLength && !s.eof {
		if s.more() != nil {
			return false
		}
	}
	rest := s.B[s.P:]
	if pretty {
		return bytes.HasPrefix(rest, prefix)
	}
	return len(rest) > 0 && (rest[0] == '{' || rest[0] == '[')
}

// Reason returns the words of a read error without the path, which the reader of a finding knows.
func Reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return err.Error()
}
