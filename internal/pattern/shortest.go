package pattern

import "slices"

// shortestMost is how many pairs of a state and a length Shortest looks at.
const shortestMost = 1 << 18

// Shortest returns a shortest text of at least so many bytes that the automaton accepts, made of letters and digits where it
// can be. It reports false where there is none, or where the search would take too long.
func (t *Table) Shortest(least int) (string, bool) {
	if t.States()*(least+1) > shortestMost {
		return "", false
	}
	bytes := t.representatives()
	type at struct{ state, length int }
	type step struct {
		from at
		by   byte
	}
	start := at{1, 0}
	reached := map[at]step{start: {}}
	for queue := []at{start}; len(queue) > 0; queue = queue[1:] {
		here := queue[0]
		if here.length == least && t.Accept[here.state] {
			var text []byte
			for ; here != start; here = reached[here].from {
				text = append(text, reached[here].by)
			}
			slices.Reverse(text)
			return string(text), true
		}
		for _, b := range bytes {
			next := at{int(t.Next[here.state*t.Width+int(t.Classes[b])]), min(here.length+1, least)}
			if _, known := reached[next]; next.state != 0 && !known {
				reached[next] = step{here, b}
				queue = append(queue, next)
			}
		}
	}
	return "", false
}

// representatives returns one byte of each class: a letter, a digit or another visible character where the class has one.
func (t *Table) representatives() []byte {
	var out []byte
	seen := map[uint8]bool{}
	const first = "A1a0B2b"
	add := func(b byte) {
		if class := t.Classes[b]; !seen[class] {
			seen[class] = true
			out = append(out, b)
		}
	}
	for _, b := range []byte(first) {
		add(b)
	}
	for b := '!'; b <= '~'; b++ {
		add(byte(b))
	}
	for b := range 256 {
		add(byte(b))
	}
	return out
}
