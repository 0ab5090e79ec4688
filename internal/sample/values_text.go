package sample

import (
	"strconv"
	"unicode/utf8"

	"github.com/specgen/specgen/internal/model"
)

// texts decides how texts are made: by the pattern, else the format, else what examples look like.
func (v *values) texts(seed uint64) {
	t := v.tag
	least := t.MinLength
	if t.Kind == model.KindID {
		least = max(least, 1)
	}
	switch {
	case t.Format != "" && t.Pattern != "":
		byFormat, byPattern := v.formatted(), v.patterned(least, seed)
		v.numbered = nil
		v.text = func(dst []byte, r *random) []byte {
			if r.next()&1 == 0 {
				return byFormat(dst, r)
			}
			return byPattern(dst, r)
		}
	case t.Pattern != "":
		v.text = v.patterned(least, seed)
	case t.Format != "":
		v.text = v.formatted()
	case t.Kind == model.KindID:
		v.shaped(least, seed)
	default:
		v.text = v.words(least)
	}
}

// number makes v.numbered of texts with numbers, and returns what makes one of them.
func (v *values) number(at func([]byte, uint64) []byte, total, seed uint64) func([]byte, *random) []byte {
	v.order, v.total = newOrder(total, seed), total
	v.numbered = func(dst []byte, number uint64) []byte { return at(dst, v.order.number(number)) }
	return func(dst []byte, r *random) []byte { return at(dst, r.below(total)) }
}

func (v *values) patterned(least int, seed uint64) func([]byte, *random) []byte {
	table := v.set.Pattern()
	if table != nil {
		if l := newLanguage(table, least, v.tag.MaxLength); l != nil && v.works(l, seed) {
			return v.number(l.at, l.total, seed)
		}
	}
	t, err := newTree(v.tag.Pattern)
	if err != nil {
		return func(dst []byte, _ *random) []byte { return dst } // Compile has refused it
	}
	return func(dst []byte, r *random) []byte { return t.text(dst, r, max(4, least)) }
}

// works reports whether the texts of a language keep all constraints, as far as some of them show.
func (v *values) works(l *language, seed uint64) bool {
	r := newRandom(seed, 2)
	var text []byte
	for range 64 {
		if text = l.at(text[:0], r.below(l.total)); !v.holds(text) {
			return v.tag.Format != ""
		}
	}
	return true
}

// holds reports whether a text may be a value, also of a key.
func (v *values) holds(text []byte) bool {
	for _, b := range text {
		if b == 0 {
			return false
		}
	}
	return v.set.Text(text) == nil && utf8.Valid(text)
}

func (v *values) shaped(least int, seed uint64) {
	s := plainID(least, v.tag.MaxLength)
	if len(v.tag.Examples) > 0 && len(v.tag.Examples[0].Items) == 0 {
		example := v.tag.Examples[0].Text
		if like := shapeOf(example); like.total >= 1000 && v.holds([]byte(example)) && utf8.RuneCountInString(example) == len(example) {
			s = like
			for s.total < 1<<40 && (v.tag.MaxLength == 0 || len(s.places) < v.tag.MaxLength) {
				s = newShape(append(s.places, s.places[len(s.places)-1]))
				if len(s.places[len(s.places)-1]) == 1 {
					break
				}
			}
		}
	}
	v.text = v.number(s.at, s.total, seed)
}

// words returns what makes texts of which nothing is known but examples and a length.
func (v *values) words(least int) func([]byte, *random) []byte {
	var list []string
	for _, e := range v.tag.Examples {
		if len(e.Items) > 0 {
			for _, item := range e.Items {
				list = append(list, item.Text)
			}
			continue
		}
		list = append(list, e.Text)
	}
	if len(list) == 0 {
		list = plainWords
	}
	most := v.tag.MaxLength
	return func(dst []byte, r *random) []byte {
		from := len(dst)
		dst = varied(dst, list[r.skewed(len(list))], r)
		for len(dst)-from < least {
			dst = append(dst, alphanumeric[10+26+r.intn(26)])
		}
		if most > 0 && len(dst)-from > most {
			dst = dst[:from+most]
			for !utf8.Valid(dst[from:]) {
				dst = dst[:len(dst)-1]
			}
		}
		return dst
	}
}

var plainWords = []string{"alpha", "beta", "gamma", "delta", "epsilon", "zeta"}

// varied appends an example in which the numbers but the first are others, as versions of one thing have them.
func varied(dst []byte, example string, r *random) []byte {
	numbers := 0
	for at := 0; at < len(example); {
		end := at
		for end < len(example) && example[end] >= '0' && example[end] <= '9' {
			end++
		}
		if end == at {
			dst = append(dst, example[at])
			at++
			continue
		}
		number := example[at:end]
		at = end
		if numbers++; numbers == 1 || len(number) > 3 {
			dst = append(dst, number...)
			continue
		}
		n, _ := strconv.Atoi(number)
		dst = strconv.AppendInt(dst, int64(max(0, n-r.skewed(n+1))), 10)
	}
	return dst
}
