package gen

// Pattern is an automaton over the bytes of UTF-8 text, which the generator compiled from RE2. It means the same in all
// languages and in the validator.
type Pattern struct {
	Source  string     // RE2, for people
	Classes [256]uint8 // the class of each byte
	Next    []uint16   // the next state at state × classes + class. State 0 is dead, state 1 the start
	Accept  []bool     // by state, asked at the end of the text

	// Places is what the automaton comes to where what a byte may be follows from its place alone, and what matches is ASCII without NUL: for
	// each place the classes of bytes that may stand there, a bit for each. It is nil where the automaton has to be followed.
	Places  []uint64
	Least   int  // with Places: bytes that a text has. At most it has one for each place
	Repeats bool // with Places: the last place holds for all further bytes
}

// MatchString reports whether the text matches. It looks at each byte at most once.
func (p *Pattern) MatchString(text string) bool {
	if p.Places != nil {
		return p.matchPlaces(text)
	}
	width := len(p.Next) / len(p.Accept)
	state := 1
	for i := 0; i < len(text) && state != 0; i++ {
		state = int(p.Next[state*width+int(p.Classes[text[i]])])
	}
	return p.Accept[state]
}

// matchPlaces is MatchString where there are places. No byte waits for what the one before it gives, as a state would.
func (p *Pattern) matchPlaces(text string) bool {
	places := p.Places
	if len(text) < p.Least || len(text) > len(places) && !p.Repeats {
		return false
	}
	allowed, last := uint64(1), uint64(0)
	for i := range len(text) {
		if i < len(places) {
			last = places[i]
		}
		allowed &= last >> (p.Classes[text[i]] & 63)
	}
	return allowed != 0
}
