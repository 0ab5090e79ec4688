package sample

import (
	"regexp/syntax"
	"unicode/utf8"
)

// tree makes texts of a pattern whose automaton is too big, or gives no text that is UTF-8, from the pattern's syntax. What looks around,
// such as \b, is not regarded: texts have to be checked.
type tree struct {
	root *syntax.Regexp
	most int // bytes, after which repeats end
}

func newTree(source string) (*tree, error) {
	root, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil, err
	}
	return &tree{root: root, most: 4096}, nil
}

// text appends a text of the pattern. extra says how many times more than they have to repeats are gone through.
func (t *tree) text(dst []byte, r *random, extra int) []byte { return t.node(dst, t.root, r, extra) }

func (t *tree) node(dst []byte, n *syntax.Regexp, r *random, extra int) []byte {
	switch n.Op {
	case syntax.OpLiteral:
		for _, c := range n.Rune {
			dst = utf8.AppendRune(dst, c)
		}
	case syntax.OpCharClass:
		dst = utf8.AppendRune(dst, oneOf(n.Rune, r))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		dst = append(dst, alphanumeric[r.intn(len(alphanumeric))])
	case syntax.OpCapture:
		dst = t.node(dst, n.Sub[0], r, extra)
	case syntax.OpConcat:
		for _, sub := range n.Sub {
			dst = t.node(dst, sub, r, extra)
		}
	case syntax.OpAlternate:
		dst = t.node(dst, n.Sub[r.intn(len(n.Sub))], r, extra)
	case syntax.OpStar:
		dst = t.repeat(dst, n.Sub[0], r, extra, 0, -1)
	case syntax.OpPlus:
		dst = t.repeat(dst, n.Sub[0], r, extra, 1, -1)
	case syntax.OpQuest:
		dst = t.repeat(dst, n.Sub[0], r, extra, 0, 1)
	case syntax.OpRepeat:
		dst = t.repeat(dst, n.Sub[0], r, extra, n.Min, n.Max)
	}
	return dst
}

func (t *tree) repeat(dst []byte, n *syntax.Regexp, r *random, extra, least, most int) []byte {
	more := extra
	if most >= 0 {
		more = min(more, most-least)
	}
	count := least
	if more > 0 {
		count += r.intn(more + 1)
	}
	for i := 0; i < count && (i < least || len(dst) < t.most); i++ {
		if len(dst) > 64*t.most {
			break // a hostile pattern; the check refuses it
		}
		dst = t.node(dst, n, r, extra)
	}
	return dst
}

const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// oneOf returns a character of a class, which is pairs of a first and a last one: a letter or digit of ASCII where it has one.
func oneOf(class []rune, r *random) rune {
	at := r.intn(len(alphanumeric))
	for i := range alphanumeric {
		if c := rune(alphanumeric[(at+i)%len(alphanumeric)]); inClass(class, c) {
			return c
		}
	}
	pair := 2 * r.intn(len(class)/2)
	low, high := class[pair], class[pair+1]
	c := low + rune(r.intn(int(min(high-low, 1000))+1))
	if !utf8.ValidRune(c) {
		return low
	}
	return c
}

func inClass(class []rune, c rune) bool {
	for i := 0; i+1 < len(class); i += 2 {
		if c >= class[i] && c <= class[i+1] {
			return true
		}
	}
	return false
}
