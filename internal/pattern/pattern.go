// Package pattern compiles RE2 patterns to small automata over bytes, so that a pattern means one thing in the validator
// and in the clients of all languages, and none backtracks.
package pattern

// Table is a deterministic automaton over the bytes of UTF-8 text. It matches as regexp.MatchString does: anywhere in the
// text unless the pattern is anchored.
type Table struct {
	Classes [256]uint8 // the class of each byte
	Width   int        // how many classes there are
	// Next holds, at state*Width+class, the next state. State 0 is dead: nothing follows. State 1 is the start.
	Next   []uint16
	Accept []bool // by state, asked once the text is at its end
}

// States returns how many states the table has, the dead one included.
func (t *Table) States() int { return len(t.Accept) }

// Accepting returns the accepting states, in ascending order.
func (t *Table) Accepting() []int {
	var states []int
	for state, accepts := range t.Accept {
		if accepts {
			states = append(states, state)
		}
	}
	return states
}

// MatchString reports whether the text matches. It looks at each byte at most once and allocates nothing.
func (t *Table) MatchString(text string) bool {
	state := 1
	for i := 0; i < len(text) && state != 0; i++ {
		state = int(t.Next[state*t.Width+int(t.Classes[text[i]])])
	}
	return t.Accept[state]
}

// Match is MatchString on bytes.
func (t *Table) Match(text []byte) bool {
	state := 1
	for _, b := range text {
		if state = int(t.Next[state*t.Width+int(t.Classes[b])]); state == 0 {
			break
		}
	}
	return t.Accept[state]
}

// Wide is a Table that is laid out for speed: a step is one look-up.
type Wide struct {
	next   [][256]uint8 // by state and byte
	accept []bool
}

// maxWide is how many states a Table may have to be laid out so: 16 KiB.
const maxWide = 64

// Wide lays the table out for speed. It returns nil where that takes too much memory.
func (t *Table) Wide() *Wide {
	if t.States() > maxWide {
		return nil
	}
	w := &Wide{make([][256]uint8, t.States()), t.Accept}
	for state := range w.next {
		for b, class := range t.Classes {
			w.next[state][b] = uint8(t.Next[state*t.Width+int(class)])
		}
	}
	return w
}

// Match is Match of the table.
func (w *Wide) Match(text []byte) bool {
	state := uint8(1)
	for _, b := range text {
		state = w.next[state][b]
	}
	return w.accept[state]
}
