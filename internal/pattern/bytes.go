package pattern

import "fmt"

// byteAutomaton is a complete automaton over classes of bytes, with more states than it needs.
type byteAutomaton struct {
	classes [256]uint8
	width   int
	next    []int32 // at state*width+class
	accept  []bool
	start   int
}

// place is a state of a byte automaton while it is built: a state over characters, and how far into the next character.
type place struct{ state, node int }

type byteBuilder struct {
	runes   *runeAutomaton
	decoder *decoder
	numbers [][]int // by state, then by node: 1 + index into places, or 0
	places  []place
}

// newByteAutomaton puts UTF-8 decoding between the states over characters.
func newByteAutomaton(runes *runeAutomaton, d *decoder) (*byteAutomaton, error) {
	b := &byteBuilder{runes: runes, decoder: d}
	classes, reps := d.byteClasses()
	out := &byteAutomaton{classes: classes, width: len(reps)}
	out.start = b.number(place{runeStart, 0})
	for i := 0; i < len(b.places); i++ {
		if len(b.places) > maxRawStates {
			return nil, fmt.Errorf("%w: more than %d states", ErrTooBig, maxRawStates)
		}
		from := b.places[i]
		for _, rep := range reps {
			to, err := b.step(from, rep)
			if err != nil {
				return nil, err
			}
			out.next = append(out.next, int32(b.number(to)))
		}
		end, err := b.replay(from)
		if err != nil {
			return nil, err
		}
		out.accept = append(out.accept, runes.accepts(end))
	}
	return out, nil
}

// number returns the index of a place, which it adds where it is new.
func (b *byteBuilder) number(p place) int {
	if p.state <= runeMatched {
		p.node = 0 // nothing matters any more
	}
	for len(b.numbers) <= p.state {
		b.numbers = append(b.numbers, nil)
	}
	if b.numbers[p.state] == nil {
		b.numbers[p.state] = make([]int, len(b.decoder.nodes))
	}
	n := &b.numbers[p.state][p.node]
	if *n == 0 {
		b.places = append(b.places, p)
		*n = len(b.places)
	}
	return *n - 1
}

// step returns the place after one byte.
func (b *byteBuilder) step(from place, value byte) (place, error) {
	if from.state <= runeMatched {
		return from, nil
	}
	e := b.decoder.nodes[from.node].edge(value)
	switch e.kind {
	case goesOn:
		return place{from.state, int(e.target)}, nil
	case completes:
		state, err := b.runes.step(from.state, int(e.target))
		return place{state, 0}, err
	}
	if from.node == 0 {
		state, err := b.runes.step(from.state, b.runes.alphabet.broken)
		return place{state, 0}, err
	}
	state, err := b.replay(from)
	if err != nil {
		return place{}, err
	}
	return b.step(place{state, 0}, value)
}

// replay returns the state once every byte of the character that was begun has counted as U+FFFD.
func (b *byteBuilder) replay(from place) (int, error) {
	state := from.state
	for range b.decoder.nodes[from.node].pending {
		next, err := b.runes.step(state, b.runes.alphabet.broken)
		if err != nil {
			return 0, err
		}
		state = next
	}
	return state, nil
}
