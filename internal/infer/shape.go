package infer

import (
	"slices"
	"strconv"
	"strings"
)

// shape is what texts have in common: fields of letters and digits, with the same characters between them. The zero shape has seen none.
type shape struct {
	texts  int64
	none   bool     // they have nothing in common
	marks  []string // what stands before each field, and behind the last
	fields []field
}

// field is a run of letters and digits at one place of all texts.
type field struct {
	classes     class
	least, most int
	prefix      string // letters that all begin with
}

// class is a set of classes of characters.
type class uint8

const (
	upper class = 1 << iota
	lower
	digit
)

const (
	maxFields   = 8
	maxShape    = 128 // bytes of a text
	maxConstant = 8   // length of a prefix
)

// add looks at one more text.
func (s *shape) add(text []byte) {
	if s.none {
		return
	}
	marks, fields, ok := fieldsOf(text)
	switch {
	case !ok || s.texts > 0 && (len(fields) != len(s.fields) || !slices.Equal(marks, s.marks)):
		*s = shape{none: true}
		return
	case s.texts == 0:
		s.marks, s.fields = marks, fields
	default:
		for i := range fields {
			s.fields[i].widen(&fields[i])
		}
	}
	s.texts++
}

// widen makes the field cover another one.
func (f *field) widen(other *field) {
	f.classes |= other.classes
	f.least, f.most = min(f.least, other.least), max(f.most, other.most)
	n := 0
	for n < len(f.prefix) && n < len(other.prefix) && f.prefix[n] == other.prefix[n] {
		n++
	}
	f.prefix = f.prefix[:n]
}

// fieldsOf splits a text. It reports false where it has characters that ids do not have, or too many fields.
func fieldsOf(text []byte) (marks []string, fields []field, ok bool) {
	if len(text) == 0 || len(text) > maxShape {
		return nil, nil, false
	}
	mark := ""
	for i := 0; i < len(text); {
		if c := classOf(text[i]); c == 0 {
			if text[i] <= ' ' || text[i] >= 0x7f {
				return nil, nil, false
			}
			mark += string(text[i])
			i++
			continue
		}
		f := field{}
		from := i
		for ; i < len(text) && classOf(text[i]) != 0; i++ {
			f.classes |= classOf(text[i])
		}
		f.least = i - from
		f.most = f.least
		f.prefix = lettersOf(text[from:i])
		marks, fields, mark = append(marks, mark), append(fields, f), ""
	}
	return append(marks, mark), fields, len(fields) > 0 && len(fields) <= maxFields
}

// lettersOf returns the letters that a field begins with.
func lettersOf(text []byte) string {
	n := 0
	for n < len(text) && n < maxConstant && classOf(text[n]) != digit {
		n++
	}
	return string(text[:n])
}

func classOf(b byte) class {
	switch {
	case b >= 'A' && b <= 'Z':
		return upper
	case b >= 'a' && b <= 'z':
		return lower
	case b >= '0' && b <= '9':
		return digit
	}
	return 0
}

// pattern returns the pattern of the texts, or "" where it would say little: texts of letters alone have none.
func (s *shape) pattern() string {
	if s.none || s.texts == 0 {
		return ""
	}
	var out strings.Builder
	out.WriteByte('^')
	digits := false
	for i, f := range s.fields {
		digits = digits || f.classes&digit != 0
		out.WriteString(escapedMark(s.marks[i]))
		out.WriteString(f.pattern())
	}
	if !digits {
		return ""
	}
	return out.String() + escapedMark(s.marks[len(s.fields)]) + "$"
}

func (f *field) pattern() string {
	least, most := f.least-len(f.prefix), f.most-len(f.prefix)
	set := ""
	for _, c := range []struct {
		class class
		text  string
	}{{upper, "A-Z"}, {lower, "a-z"}, {digit, "0-9"}} {
		if f.classes&c.class != 0 {
			set += c.text
		}
	}
	switch {
	case most == 0:
		return f.prefix
	case least == 0:
		return f.prefix + "[" + set + "]*"
	case least == most && least > 1:
		return f.prefix + "[" + set + "]{" + strconv.Itoa(least) + "}"
	case least == most:
		return f.prefix + "[" + set + "]"
	}
	return f.prefix + "[" + set + "]+"
}

// escapedMark writes characters that are no letters as RE2 does.
func escapedMark(mark string) string {
	var out strings.Builder
	for i := range len(mark) {
		if strings.IndexByte(`\.+*?()|[]{}^$`, mark[i]) >= 0 {
			out.WriteByte('\\')
		}
		out.WriteByte(mark[i])
	}
	return out.String()
}
