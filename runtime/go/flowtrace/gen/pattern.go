package gen

// Pattern is an automaton over the bytes of UTF-8 text, which the generator compiled from RE2. It means the same in all
// languages and in the validator.
type Pattern struct {
	Source  string     // RE2, for people
	Classes [256]uint8 // the class of each byte
	Next    []uint16   // the next state at state × classes + class. State 0 is dead, state 1 the start
	Accept  []bool     // by state, asked at the end of the text
}

// MatchString reports whether the text matches. It looks at each byte at most once.
func (p *Pattern) MatchString(text string) bool {
	width := len(p.Next) / len(p.Accept)
	state := 1
	for i := 0; i < len(text) && state != 0; i++ {
		state = int(p.Next[state*width+int(p.Classes[text[i]])])
	}
	return p.Accept[state]
}
