package sample

import (
	"math/bits"

	"github.com/specgen/specgen/internal/pattern"
)

// language is the texts of some lengths that an automaton accepts, in an order, so that each has a number. Of the bytes that lead from one
// state to the same other one, only the most readable are used: letters and digits where they do.
type language struct {
	table *pattern.Table
	steps [][]step // by state
	// counts has, at [length][state], how many texts of just that many bytes lead from the state to an accepting one, at most countLimit.
	counts      [][]uint64
	least, most int // bytes
	total       uint64
}

// step is the bytes that lead from one state to another.
type step struct {
	to    int
	bytes []byte
}

// countLimit is where counting ends: that many texts are never used up.
const countLimit = 1 << 52

// maxCells is how many numbers a language may need: 16 MiB.
const maxCells = 2 << 20

// newLanguage returns the texts of least to most bytes; most 0 means what is usual beyond the shortest. It is nil where there is none, or
// where counting them would take too much memory.
func newLanguage(table *pattern.Table, least, most int) *language {
	l := &language{table: table}
	for state := range table.States() {
		l.steps = append(l.steps, stepsFrom(table, state))
	}
	first := make([]uint64, table.States())
	for _, state := range table.Accepting() {
		first[state] = 1
	}
	l.counts = append(l.counts, first)
	end, found := most, false
	for length := 0; end == 0 || length <= end; length++ {
		if (length+1)*table.States() > maxCells {
			break
		}
		if length > 0 {
			l.counts = append(l.counts, l.longer(l.counts[length-1]))
		}
		n := l.counts[length][1]
		if length < least || n == 0 {
			if l.isDead(length) {
				break
			}
			continue
		}
		if !found {
			found, l.least = true, length
			if enough := length + 8; end == 0 || enough < end {
				end = enough
			}
		}
		l.most = length
		l.total = min(countLimit, l.total+n)
		if length == end && l.total < 1<<44 && (most == 0 || end < most) && end < length+64 && length < l.least+40 {
			end++ // ids need room
		}
	}
	if !found {
		return nil
	}
	return l
}

// isDead reports whether no text of so many bytes leads anywhere, so that no longer one is accepted.
func (l *language) isDead(length int) bool {
	for _, n := range l.counts[length] {
		if n > 0 {
			return false
		}
	}
	return true
}

// longer counts the texts that are a byte longer.
func (l *language) longer(shorter []uint64) []uint64 {
	out := make([]uint64, len(shorter))
	for state, steps := range l.steps {
		var sum uint64
		for _, s := range steps {
			sum = min(countLimit, sum+times(shorter[s.to], uint64(len(s.bytes))))
		}
		out[state] = sum
	}
	return out
}

// times multiplies, up to countLimit.
func times(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	if high > 0 || low > countLimit {
		return countLimit
	}
	return low
}

// at appends the text with the number, which is below total.
func (l *language) at(dst []byte, number uint64) []byte {
	length := l.least
	for ; length < l.most && number >= l.counts[length][1]; length++ {
		number -= l.counts[length][1]
	}
	state := 1
	for ; length > 0; length-- {
		shorter := l.counts[length-1]
		if wide := l.wide(state, shorter); len(wide) > 0 {
			// There is room for every number below each of them: the number chooses one, and stays.
			by := wide[mix(number+uint64(length))%uint64(len(wide))]
			dst = append(dst, by.bytes[mix(number-uint64(length))%uint64(len(by.bytes))])
			state = by.to
			continue
		}
		var by step
		for _, s := range l.steps[state] {
			n := times(shorter[s.to], uint64(len(s.bytes)))
			if n == 0 {
				continue
			}
			if by = s; number < n {
				break
			}
			number -= n
		}
		each := shorter[by.to]
		dst = append(dst, by.bytes[number/each%uint64(len(by.bytes))])
		number, state = number%each, by.to
	}
	return dst
}

// wide returns the ways out of a state that lead to more texts than are counted.
func (l *language) wide(state int, shorter []uint64) []step {
	var out []step
	for _, s := range l.steps[state] {
		if shorter[s.to] == countLimit {
			out = append(out, s)
		}
	}
	return out
}

// stepsFrom returns the ways out of a state, without the dead state.
func stepsFrom(table *pattern.Table, state int) []step {
	var targets []int
	by := map[int][]byte{}
	for b := range 256 {
		to := int(table.Next[state*table.Width+int(table.Classes[b])])
		if to == 0 {
			continue
		}
		if by[to] == nil {
			targets = append(targets, to)
		}
		by[to] = append(by[to], byte(b))
	}
	out := make([]step, len(targets))
	for i, to := range targets {
		out[i] = step{to, readable(by[to])}
	}
	return out
}

// readable returns the most readable of some bytes: letters and digits, else other visible characters, else spaces, else whatever it is.
func readable(list []byte) []byte {
	kinds := [...]func(b byte) bool{
		func(b byte) bool { return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' },
		func(b byte) bool { return b > ' ' && b < 0x7F },
		func(b byte) bool { return b == ' ' },
		func(b byte) bool { return b >= 0x80 },
	}
	for _, is := range kinds {
		var out []byte
		for _, b := range list {
			if is(b) {
				out = append(out, b)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return list
}
