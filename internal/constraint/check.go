package constraint

import (
	"unicode/utf8"
	"unsafe"

	"github.com/specgen/specgen/internal/model"
)

// The checks below return the first constraint that a value breaks, in the order of Kind, or nil. They allocate nothing and
// do little more than compare: the validator calls them for each tag of each record.

// Items checks how many items a list has. It comes before the check of each item.
func (s *Set) Items(n int) *Constraint {
	if limit := s.of[MinItems]; limit != nil && n < limit.N {
		return limit
	}
	if limit := s.of[MaxItems]; limit != nil && n > limit.N {
		return limit
	}
	return nil
}

// Text checks a value of an id, a string or an enum. Bytes that are not UTF-8 count as one character each.
func (s *Set) Text(text []byte) *Constraint {
	if n := len(text); n <= s.most && n >= s.least*utf8.UTFMax { // a character has one to four bytes, so most texts need no counting
		switch {
		case s.only == 0, s.only == Pattern && s.matches(text), s.only == OneOf && s.values.index(text) >= 0, s.only == Format && s.hasFormat(text):
			return nil
		}
	}
	return s.brokenBy(text)
}

// brokenBy returns the first constraint that a text breaks, or nil.
func (s *Set) brokenBy(text []byte) *Constraint {
	n := utf8.RuneCount(text)
	switch {
	case n < s.least:
		return s.of[MinLength]
	case n > s.most:
		return s.of[MaxLength]
	case s.of[Pattern] != nil && !s.matches(text):
		return s.of[Pattern]
	case s.of[Format] != nil && !s.hasFormat(text):
		return s.of[Format]
	}
	if s.of[OneOf] != nil && s.values.index(text) < 0 {
		return s.of[OneOf]
	}
	return nil
}

// matches reports whether the text matches the pattern.
func (s *Set) matches(text []byte) bool {
	switch {
	case s.chain != nil:
		return s.chain.Match(text)
	case s.wide != nil:
		return s.wide.Match(text)
	case s.table != nil:
		return s.table.Match(text)
	}
	return s.regexp.Match(text)
}

// Int checks a value of an int.
func (s *Set) Int(n int64) *Constraint {
	switch {
	case n < s.ints.low || s.ints.noneIsHighEnough:
		return s.of[Min]
	case n > s.ints.high || s.ints.noneIsLowEnough:
		return s.of[Max]
	}
	return nil
}

// Double checks a value of a double.
func (s *Set) Double(f float64) *Constraint {
	switch {
	case !finite(f):
		return s.of[Finite]
	case f < s.doubles.low:
		return s.of[Min]
	case f > s.doubles.high:
		return s.of[Max]
	}
	return nil
}

// Value checks a value in a spec; of a list each item has to be passed on its own.
func (s *Set) Value(v model.Value) *Constraint {
	switch s.tag.Kind {
	case model.KindID, model.KindString, model.KindEnum:
		return s.Text([]byte(v.Text))
	case model.KindInt:
		return s.Int(v.Int)
	case model.KindDouble:
		return s.Double(v.Double)
	}
	return nil // true and false are both right
}

// Enum returns which value of an enum, open or closed, a text is, as an index in the tag's Values, or -1.
func (s *Set) Enum(wire []byte) int { return s.values.index(wire) }

// hasFormat reports whether the text has the syntax that the tag's format names. The clients' own implementation decides, so
// that a value that they emit without a violation is not reported elsewhere.
func (s *Set) hasFormat(text []byte) bool {
	// A string of its own would be an allocation for each tag with a format. MatchString does not keep this one, and the
	// text does not change meanwhile.
	return s.format.MatchString(unsafe.String(unsafe.SliceData(text), len(text)))
}
