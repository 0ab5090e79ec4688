package pattern

import (
	"encoding/binary"
	"fmt"
	"regexp/syntax"
	"slices"
)

// context is what stands before a place in the text, as far as empty-width conditions ask.
type context uint8

const (
	atBegin context = iota
	afterLine
	afterWord
	afterOther
)

func contextAfter(r rune) context {
	switch {
	case r == '\n':
		return afterLine
	case syntax.IsWordChar(r):
		return afterWord
	}
	return afterOther
}

// rune returns a character that gives the context, as syntax.EmptyOpContext takes it.
func (c context) rune() rune {
	switch c {
	case atBegin:
		return -1
	case afterLine:
		return '\n'
	case afterWord:
		return 'a'
	}
	return ' '
}

// State numbers that every rune automaton has.
const (
	runeDead    = 0 // no match can follow
	runeMatched = 1 // the match is found, whatever follows
	runeStart   = 2
)

// runeAutomaton is the subset construction of a program over the classes of its alphabet. States are built as they are
// asked for.
type runeAutomaton struct {
	prog     *syntax.Prog
	alphabet *alphabet
	context  bool // whether contexts other than atBegin are distinguished
	anchored bool // whether a match can only begin at the text's begin
	states   []runeState
	byKey    map[string]int
	work     int

	mark  []uint32 // by instruction: the walk that saw it last
	walk  uint32
	stack []uint32
}

type runeState struct {
	kernel []uint32 // instructions to go on from, before conditions are asked; ascending
	before context
	next   []int // by class; -1 until asked for
	end    int8  // whether the text may end here: -1 until asked for, else 0 or 1
}

func newRuneAutomaton(prog *syntax.Prog, alphabet *alphabet) *runeAutomaton {
	a := &runeAutomaton{
		prog:     prog,
		alphabet: alphabet,
		context:  usesContext(prog),
		anchored: prog.StartCond()&syntax.EmptyBeginText != 0,
		byKey:    make(map[string]int),
		mark:     make([]uint32, len(prog.Inst)),
	}
	a.states = []runeState{runeDead: {end: 0}, runeMatched: {end: 1}}
	a.state([]uint32{uint32(prog.Start)}, atBegin)
	return a
}

// state returns the number of the state with the kernel, which it keeps.
func (a *runeAutomaton) state(kernel []uint32, before context) int {
	if len(kernel) == 0 {
		return runeDead
	}
	key := make([]byte, 1, 1+4*len(kernel))
	key[0] = byte(before)
	for _, pc := range kernel {
		key = binary.LittleEndian.AppendUint32(key, pc)
	}
	number, known := a.byKey[string(key)]
	if !known {
		number = len(a.states)
		a.byKey[string(key)] = number
		a.states = append(a.states, runeState{kernel: kernel, before: before, end: -1})
	}
	return number
}

// step returns the state after a character of the class.
func (a *runeAutomaton) step(state, class int) (int, error) {
	if state <= runeMatched {
		return state, nil
	}
	if a.states[state].next == nil {
		if err := a.expand(state); err != nil {
			return 0, err
		}
	}
	return a.states[state].next[class], nil
}

// expand works out where a state leads with every class. Classes that give the same conditions share one walk.
func (a *runeAutomaton) expand(state int) error {
	s := a.states[state]
	next := make([]int, len(a.alphabet.reps))
	readers := make(map[syntax.EmptyOp][]uint32)
	matched := make(map[syntax.EmptyOp]bool)
	for class, rep := range a.alphabet.reps {
		flags := syntax.EmptyOpContext(s.before.rune(), rep)
		if _, done := readers[flags]; !done {
			readers[flags], matched[flags] = a.follow(s.kernel, flags)
		}
		if matched[flags] {
			next[class] = runeMatched
			continue
		}
		next[class] = a.read(readers[flags], class, rep)
		if a.work > maxWork || len(a.states) > maxRawStates {
			return fmt.Errorf("%w: more than %d states", ErrTooBig, len(a.states)-1)
		}
	}
	a.states[state].next = next
	return nil
}

// read returns the state after the readers of a class took one character of it.
func (a *runeAutomaton) read(readers []uint32, class int, rep rune) int {
	var kernel []uint32
	for _, pc := range readers {
		if a.alphabet.matches[a.alphabet.sets[pc]][class] {
			kernel = append(kernel, a.prog.Inst[pc].Out)
		}
	}
	if !a.anchored {
		kernel = append(kernel, uint32(a.prog.Start))
	}
	a.work += len(readers) + len(kernel)
	slices.Sort(kernel)
	before := afterOther
	if a.context {
		before = contextAfter(rep)
	}
	return a.state(slices.Compact(kernel), before)
}

// follow walks from the kernel over everything that reads nothing and whose condition holds. It returns the instructions
// that read, or that the program matches.
func (a *runeAutomaton) follow(kernel []uint32, flags syntax.EmptyOp) (readers []uint32, matched bool) {
	a.walk++
	a.stack = append(a.stack[:0], kernel...)
	for len(a.stack) > 0 {
		pc := a.stack[len(a.stack)-1]
		a.stack = a.stack[:len(a.stack)-1]
		if a.mark[pc] == a.walk {
			continue
		}
		a.mark[pc] = a.walk
		a.work++
		switch inst := &a.prog.Inst[pc]; inst.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			a.stack = append(a.stack, inst.Out, inst.Arg)
		case syntax.InstCapture, syntax.InstNop:
			a.stack = append(a.stack, inst.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(inst.Arg)&^flags == 0 {
				a.stack = append(a.stack, inst.Out)
			}
		case syntax.InstMatch:
			return nil, true
		case syntax.InstFail:
		default:
			readers = append(readers, pc)
		}
	}
	return readers, false
}

// accepts reports whether the text may end in the state.
func (a *runeAutomaton) accepts(state int) bool {
	s := &a.states[state]
	if s.end < 0 {
		s.end = 0
		if _, matched := a.follow(s.kernel, syntax.EmptyOpContext(s.before.rune(), -1)); matched {
			s.end = 1
		}
	}
	return s.end == 1
}
