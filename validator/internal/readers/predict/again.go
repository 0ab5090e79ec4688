package predict

import (
	"bytes"
	"hash/maphash"
)

// again is the text that is expected at a place once more: threads, functions, files and versions are often the same in one record and the next.
type again struct {
	raw    Literal // as it is written, with its closing quote
	text   []byte  // what it says; nil where none is expected
	other  uint64  // the hash of the last other one
	hits   int     // how often it came since there was another one
	credit int     // where it is 0 none is expected any more
}

// The limits of again.
const (
	// firstCredit is how much credit a place begins with, and mostCredit how much it may have. Another text costs mostlySame, and one that
	// comes again pays in one: so what is another text more often is given up after a few.
	firstCredit = 32
	mostCredit  = 64
	mostlySame  = 4
	// longText is how long a text may be, as it is written.
	longText = 96
	// perAgain is how much the texts of a step take, about.
	perAgain = 2 * longText
)

// IsAgain reports whether the text that was the value of s in the record before stands at b[p:] once more, with its closing quote.
func (s *Step) IsAgain(b []byte, p int) bool { return s.again.text != nil && s.again.raw.Stands(b, p) }

// Again returns that text, which is the same bytes in memory as it was, and how long it is as it is written, without its closing quote.
func (s *Step) Again() (text []byte, size int) {
	s.again.hits++
	return s.again.text, s.again.raw.Size() - 1
}

// Saw takes another text than that, and how it is written, with its closing quote. It keeps copies of one that comes twice, one behind the other.
func (s *Step) Saw(text, raw []byte) {
	if s.again.credit > 0 {
		s.again.saw(text, raw)
	}
}

func (a *again) saw(text, raw []byte) {
	a.credit = max(min(a.credit+a.hits, mostCredit)-mostlySame, 0)
	a.hits = 0
	if a.credit == 0 || len(raw) > longText {
		a.text = nil
		return
	}
	if hash := maphash.Bytes(seed, raw); hash != a.other {
		a.other = hash
		return
	}
	a.raw = NewLiteral(bytes.Clone(raw))
	if a.text = a.raw.text[:len(raw)-1]; len(text) < len(a.text) { // with escapes
		a.text = bytes.Clone(text)
	}
}

var seed = maphash.MakeSeed()
