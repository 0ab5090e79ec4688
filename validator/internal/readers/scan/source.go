package scan

import (
	"bytes"
	"errors"
	"io"

	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/trace"
)

// Errors that a Cursor returns. Only ErrShort and ErrType matter to readers.
var (
	// ErrShort says that the bytes end before the value does: bring more and start again.
	ErrShort = errors.New("cannot read on: the value goes on after the bytes at hand")
	// ErrType says that a value is JSON but not what the format has there: the unit can be left out.
	ErrType = errors.New("cannot read the value: it is of another type")

	errSyntax = errors.New("cannot read the value: it is not JSON")
	errNext   = errors.New("cannot read on: the next document begins here")
	errLarge  = errors.New("cannot read the value: it is larger than 16 MB")
)

// Error is a place of the input that cannot be read.
type Error struct {
	trace.Problem
	Fatal bool // nothing after it can be read
}

// Source brings an input into memory, block by block. It keeps what the current unit needs and no more.
type Source struct {
	Cursor
	r     io.Reader
	held  *input.Memory // r, where the input is in memory: then block is a part of it
	base  int64         // offset in the input of B[0]
	err   error         // why nothing more can be read, where that is not the end
	block []byte
	size  int             // of the next block
	full  int             // how much of block is filled; B is block[:full]
	last  [besideCut]byte // the bytes before B[0]

	begun  [prefixLength]byte // memory of prefix
	lines  int64              // newlines before B[lineAt]
	lineAt int
}

// newSource returns a source on r.
func newSource(r io.Reader) *Source {
	if held, is := r.(*input.Memory); is {
		return &Source{r: r, held: held, size: blockSize}
	}
	return &Source{r: r, block: make([]byte, blockSize), size: blockSize}
}

// Offset returns the place in the input of the next token.
func (s *Source) Offset() int64 { return s.base + int64(s.P) }

// LineAt returns the line of B[i], from 1. It counts on, or back, from where it was last asked.
func (s *Source) LineAt(i int) int64 {
	if i != s.lineAt {
		s.countTo(i)
	}
	return s.lines + 1
}

// countTo counts the lines before B[i].
func (s *Source) countTo(i int) {
	if i >= s.lineAt {
		s.lines += int64(bytes.Count(s.B[s.lineAt:i], newline))
	} else {
		s.lines -= int64(bytes.Count(s.B[i:s.lineAt], newline))
	}
	s.lineAt = i
}

// SameLine says that there is no newline between the place that LineAt was last asked of and the cursor.
func (s *Source) SameLine() { s.lineAt = max(s.lineAt, s.P) }

// NextObject goes to the next element of the list that is being read, if that is an object behind a comma without white space.
func (s *Source) NextObject() bool {
	if len(s.B)-s.P < 2 || s.B[s.P] != ',' || s.B[s.P+1] != '{' {
		return false
	}
	if s.P++; s.lineAt == s.P-1 { // a comma is no newline
		s.lineAt = s.P
	}
	return true
}

var newline = []byte{'\n'}

// more keeps what begins at the cursor and reads as much again as fits. It fails at the end of the input, and with errLarge
// when what begins at the cursor is larger than MaxUnit.
func (s *Source) more() error {
	if s.eof {
		return s.ended()
	}
	s.LineAt(s.P)
	kept := s.full - s.P
	if kept >= MaxUnit {
		return errLarge
	}
	if kept > s.size/2 {
		s.size = min(2*s.size, MaxUnit)
	}
	s.last = s.before()
	s.base += int64(s.P)
	s.lineAt -= s.P
	if s.held != nil {
		part, end := s.held.Part(int(s.base), s.size)
		s.block, s.full = part, len(part)
		s.ends(end)
	} else {
		s.read(kept)
	}
	s.P, s.B = 0, s.block[:s.full]
	return nil
}

// read keeps the bytes from the cursor on, and reads behind them until the block is full.
func (s *Source) read(kept int) {
	into := s.block
	if len(into) < s.size {
		into = make([]byte, s.size)
	}
	copy(into, s.block[s.P:s.full])
	s.block, s.full = into, kept
	for s.full < len(s.block) && !s.eof {
		n, err := s.r.Read(s.block[s.full:])
		s.full += n
		s.ends(err)
	}
}

// ends takes what comes behind the block, nil where more can be read.
func (s *Source) ends(err error) {
	if err == nil {
		return
	}
	s.eof = true
	if err != io.EOF {
		s.err = err
	}
}

func (s *Source) ended() error {
	s.P = s.full
	switch {
	case s.err == input.ErrCut:
		return s.Fail(noEnd, false)
	case s.err != nil:
		return s.Fail(input.Reason(s.err), true)
	}
	return s.Fail("it ends in the middle of a document", true)
}

// Fail returns an Error at the cursor.
func (s *Source) Fail(message string, fatal bool) *Error {
	return &Error{trace.Problem{Offset: s.Offset(), Line: s.LineAt(s.P), Message: message}, fatal}
}

// explain turns an error of the cursor into an Error.
func (s *Source) explain(err error) error {
	switch err {
	case errSyntax, ErrType, errNext:
		if s.atCut() {
			return s.Fail(noEnd, false)
		}
		s.bringFound(s.P)
		return s.Fail(s.Message(), false)
	case errLarge:
		return s.Fail("a single text or key is larger than 16 MB", false)
	}
	return err
}

// Unit runs step with the cursor on a value until all of the value is in memory. A value of another type, as step says
// with ErrType, and one that is larger than MaxUnit are skipped: soft is the Error about it.
//
// A line within the value that begins as the document did may be a value of its own: a link has the members of a span. It
// ends the document only where the value does not go on to its end with that line in it.
func (s *Source) Unit(step func(*Cursor) error) (soft *Error, err error) {
	prefix := s.prefix
	defer func() { s.prefix = prefix }()
	var next *Error // the line that begins as the document did
	for {
		start := s.P
		s.Reset()
		switch err := step(&s.Cursor); err {
		case nil:
			return soft, nil
		case ErrShort:
			s.P = start
			switch err := s.more(); {
			case err == errLarge:
				return s.skipLarge()
			case err != nil && next != nil:
				return nil, s.endBefore(next)
			case err != nil:
				return nil, err
			}
		case ErrType:
			start = s.bringFound(start)
			soft = s.Fail(s.Message(), false)
			s.P, step = start, (*Cursor).Skip
		case errNext:
			start = s.bringFound(start)
			if next = s.Fail(s.Message(), false); s.atCut() {
				next.Message = noEnd
			}
			s.P, s.prefix = start, nil
		default:
			if next != nil {
				return nil, s.endBefore(next)
			}
			return nil, s.explain(err)
		}
	}
}

// endBefore goes back to the line that next is about, which is in memory.
func (s *Source) endBefore(next *Error) error {
	s.P = int(next.Offset - s.base)
	return next
}

// skipLarge skips the value at the cursor, which is larger than MaxUnit.
func (s *Source) skipLarge() (soft *Error, err error) {
	soft = s.Fail("it is larger than 16 MB and left out", false)
	return soft, s.Skip()
}

// Member is Cursor.Member for an object of any length.
func (s *Source) Member(first bool) (key []byte, more bool, err error) {
	for {
		start := s.P
		s.Reset()
		key, more, err = s.Cursor.Member(first)
		if err != ErrShort {
			return key, more, s.explain(err)
		}
		s.P = start
		if err = s.more(); err != nil {
			return nil, false, s.explain(err)
		}
	}
}

// Element is Cursor.Element for a list of any length.
func (s *Source) Element(first bool) (more bool, err error) {
	for {
		start := s.P
		more, err = s.Cursor.Element(first)
		if err != ErrShort {
			return more, s.explain(err)
		}
		s.P = start
		if err = s.more(); err != nil {
			return false, s.explain(err)
		}
	}
}

// Peek is Cursor.Peek that reads on where the block ends.
func (s *Source) Peek() (byte, error) {
	for {
		b, err := s.Cursor.Peek()
		if err != ErrShort {
			return b, s.explain(err)
		}
		if err = s.more(); err != nil {
			return 0, s.explain(err)
		}
	}
}

// enter takes a bracket. It reports false, and skips the value, where it is null.
func (s *Source) enter(bracket byte) (bool, error) {
	b, err := s.Peek()
	if err != nil {
		return false, err
	}
	if b == 'n' {
		return false, s.Skip()
	}
	return true, s.explain(s.Open(bracket))
}

// Object calls member with the key of each member of an object of any length, with its value next. Null has none.
func (s *Source) Object(member func(key []byte) error) error {
	if entered, err := s.enter('{'); err != nil || !entered {
		return err
	}
	for first := true; ; first = false {
		key, more, err := s.Member(first)
		if err != nil || !more {
			return err
		}
		if err := member(key); err != nil {
			return err
		}
	}
}

// List calls element for each element of a list of any length, which is next. Null has none.
func (s *Source) List(element func() error) error {
	if entered, err := s.enter('['); err != nil || !entered {
		return err
	}
	for first := true; ; first = false {
		more, err := s.Element(first)
		if err != nil || !more {
			return err
		}
		if err := element(); err != nil {
			return err
		}
	}
}
