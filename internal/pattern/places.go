package pattern

// Places is a Table whose texts can be matched byte by byte in any order, because what a byte may be follows from its place alone. It is of
// texts of ASCII without NUL only.
type Places struct {
	// Classes holds, for each place, the classes of bytes that may stand there, a bit for each.
	Classes []uint64
	// Least is how many bytes a text has at least. It has at most len(Classes), or any number where the last of Classes holds for all
	// further places.
	Least   int
	Repeats bool
}

// maxPlaces is how many places are told apart: a hash as hex digits has 64.
const maxPlaces = 64

// Places returns the places of t, or nil where t does not have that form.
func (t *Table) Places() *Places {
	if t.Width > 64 {
		return nil
	}
	p := &Places{Least: -1}
	other := t.beyondASCII()
	for state := 1; ; {
		if t.Accept[state] && p.Least < 0 {
			p.Least = len(p.Classes)
		}
		if !t.Accept[state] && p.Least >= 0 {
			return nil
		}
		classes, next, single := t.follow(state)
		switch {
		case classes == 0 && single:
			return p.reduced()
		case !single || classes&other != 0 || len(p.Classes) == maxPlaces:
			return nil
		}
		p.Classes = append(p.Classes, classes)
		if next == state {
			p.Repeats = true
			return p.reduced()
		}
		state = next
	}
}

// follow returns the classes of bytes that lead from a state to one that is not dead, that state, and whether there is only one.
func (t *Table) follow(state int) (classes uint64, next int, single bool) {
	for class, to := range t.Next[state*t.Width : (state+1)*t.Width] {
		if to == 0 {
			continue
		}
		if next != 0 && next != int(to) {
			return 0, 0, false
		}
		classes |= 1 << class
		next = int(to)
	}
	return classes, next, true
}

// beyondASCII returns the classes of NUL and of the bytes that are not ASCII.
func (t *Table) beyondASCII() (classes uint64) {
	classes = 1 << t.Classes[0]
	for _, class := range t.Classes[0x80:] {
		classes |= 1 << class
	}
	return classes
}

// reduced leaves out places at the end that are as the last one, which repeats.
func (p *Places) reduced() *Places {
	if p.Least < 0 || len(p.Classes) == 0 {
		return nil // nothing matches, or the empty text alone
	}
	for n := len(p.Classes); p.Repeats && n > 1 && p.Classes[n-1] == p.Classes[n-2]; n-- {
		p.Classes = p.Classes[:n-1]
	}
	return p
}
