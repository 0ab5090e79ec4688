package sample

import "math/bits"

// shape is texts that look alike: at each place one of some characters. Each text has a number.
type shape struct {
	places []string
	total  uint64 // at most countLimit
}

const (
	digits     = "0123456789"
	hexDigits  = "0123456789abcdef"
	lowerCase  = "abcdefghijklmnopqrstuvwxyz"
	upperCase  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	ofNewIDs   = "0123456789abcdefghjkmnpqrstvwxyz"
	newIDBytes = 12
)

func newShape(places []string) *shape {
	s := &shape{places: places, total: 1}
	for _, p := range places {
		s.total = times(s.total, uint64(len(p)))
	}
	return s
}

// plainID returns the shape of ids of which nothing is known but how long they may be; most 0 means any length.
func plainID(least, most int) *shape {
	n := max(least, newIDBytes)
	if most > 0 {
		n = min(n, most)
	}
	places := make([]string, max(n, 1))
	for i := range places {
		places[i] = ofNewIDs
	}
	return newShape(places)
}

// shapeOf returns the shape of an example of an id: digits stand for digits, and beside digits letters for letters, but for the first one.
// Words and signs stand for themselves.
func shapeOf(example string) *shape {
	var places []string
	for at := 0; at < len(example); {
		end := at
		hasDigit, isHex := false, true
		for end < len(example) && isAlphanumeric(example[end]) {
			c := example[end]
			hasDigit = hasDigit || c >= '0' && c <= '9'
			isHex = isHex && (c <= '9' || c >= 'a' && c <= 'f')
			end++
		}
		if end == at {
			places = append(places, example[at:at+1])
			at++
			continue
		}
		for i := at; i < end; i++ {
			places = append(places, placeOf(example[i], hasDigit && (i > at || isHex), isHex))
		}
		at = end
	}
	return newShape(places)
}

func isAlphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// placeOf returns what may stand in the place of a character of a word.
func placeOf(c byte, varies, isHex bool) string {
	switch {
	case c >= '0' && c <= '9' && !isHex:
		return digits
	case !varies:
		return string(rune(c))
	case isHex:
		return hexDigits
	case c >= 'a':
		return lowerCase
	}
	return upperCase
}

// at appends the text with the number, which is below total.
func (s *shape) at(dst []byte, number uint64) []byte {
	from := len(dst)
	for range s.places {
		dst = append(dst, 0)
	}
	room, rest := uint64(1), mix(number)
	for i := len(s.places) - 1; i >= 0; i-- {
		n := uint64(len(s.places[i]))
		if room >= countLimit { // the places behind tell the numbers apart
			number, room, rest = rest, 1, mix(rest)
		}
		room = times(room, n)
		dst[from+i] = s.places[i][number%n]
		number /= n
	}
	return dst
}

// order visits the numbers below total once each, in an order that looks like none.
type order struct{ total, factor, first uint64 }

func newOrder(total, seed uint64) order {
	if total <= 1 {
		return order{max(total, 1), 1, 0}
	}
	high, _ := bits.Mul64(total, golden) // total times the golden ratio's fraction
	factor := max(high, 1)
	for greatestCommonDivisor(factor, total) != 1 {
		factor++
	}
	return order{total, factor % total, mix(seed) % total}
}

// number returns the n-th number; n is below total.
func (o order) number(n uint64) uint64 {
	high, low := bits.Mul64(n%o.total, o.factor)
	_, rest := bits.Div64(high%o.total, low, o.total)
	return (rest + o.first) % o.total
}

func greatestCommonDivisor(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
