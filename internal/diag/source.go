package diag

import (
	"bytes"
	"unicode/utf8"
)

// Sources has the bytes of files by their paths as in Range.File.
type Sources map[string][]byte

// Excerpt is the line of a source in which a range begins, and which of its characters the range covers.
type Excerpt struct {
	Line     int    // its number
	Text     string // without its end
	From, To int    // in characters, counted from 0, To exclusive; a range over several lines covers the rest of this one
}

// Excerpt returns the excerpt of a range. It is false where the file or the position is not known.
func (s Sources) Excerpt(at Range) (Excerpt, bool) {
	if !at.IsValid() {
		return Excerpt{}, false
	}
	text, ok := line(s[at.File], at.Start.Line)
	if !ok {
		return Excerpt{}, false
	}
	length := utf8.RuneCount(text)
	e := Excerpt{Line: at.Start.Line, Text: string(text), From: min(max(at.Start.Column-1, 0), length), To: length}
	if at.End.Line == at.Start.Line {
		e.To = min(max(at.End.Column-1, e.From), length)
	}
	return e, true
}

// line returns a line of a text, counted from 1, without its end and without a byte order mark. It is false where the text
// has no such line.
func line(text []byte, n int) ([]byte, bool) {
	if text == nil {
		return nil, false
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	for ; n > 1; n-- {
		end := bytes.IndexByte(text, '\n')
		if end < 0 {
			return nil, false
		}
		text = text[end+1:]
	}
	if end := bytes.IndexByte(text, '\n'); end >= 0 {
		text = text[:end]
	}
	return bytes.TrimSuffix(text, []byte("\r")), true
}

// IsHidden reports whether a character cannot be seen or misleads the eye: a control, tab and line break among them, a line
// or paragraph separator, a byte order mark, or one that overrides the direction of the text (Unicode UAX 9, section 2).
func IsHidden(r rune) bool {
	return r < 0x20 || r >= 0x7f && r <= 0x9f || r == 0xfeff || r == utf8.RuneError ||
		r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}
