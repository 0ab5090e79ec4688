// Package predict remembers how the records of an input are written. Programs write what is around the values of a record alike in
// each record, so the bytes from one value to the next are compared as a whole with those that followed the same value before, in place
// of being read token by token. What was never seen is read in the general way, and may be learned from.
//
// It knows no format: a reader says which values a record has, and what to do with each.
package predict

import (
	"math/bits"
	"math/rand/v2"
)

// The limits that hold for every input.
const (
	// mostNext is how many steps may follow one.
	mostNext = 16
	// mostBytes is how much is remembered, about. Then all is forgotten.
	mostBytes = 4 << 20
	// perStep is how much a step takes besides its texts, about.
	perStep = 400
)

// Step goes from one value of a record to the next, or to its end.
type Step struct {
	likely *Step // next[0], or nil
	// Literal is what stands before the value: all from the end of the value before on.
	Literal
	mark uint64 // of no other step, in any input
	// Do is what to do with the value, in the reader's own numbers.
	Do uint8
	// Effect is what the literal says besides where the value is, in the reader's own numbers.
	Effect uint8
	// Sets has a bit for each member that begins in the literal, in the reader's own numbers.
	Sets uint32
	// Key is that of the tag or the member with the value, where Do needs one, or the name of the record. It stays as it is: records that
	// have the same step have the same bytes.
	Key []byte

	again again
	next  []*Step
}

// Mix adds the step to a hash of the steps of a record, in their order, which begins with 0. No input can make those of two records the same
// on purpose.
func (s *Step) Mix(h uint64) uint64 { return bits.RotateLeft64(h, 7) + s.mark }

// Likely returns the step that followed s most often of late; nil where none did.
func (s *Step) Likely() *Step { return s.likely }

// Other returns the step, if not Likely, whose literal stands at b[p:], where the value of s ends; nil where there is none.
func (s *Step) Other(b []byte, p int) *Step {
	for i, n := range s.next {
		if i > 0 && n.Stands(b, p) {
			s.next[i], s.next[i/2] = s.next[i/2], n // the most likely come first
			s.likely = s.next[0]
			return n
		}
	}
	return nil
}

// Shape is how records of one name are written, from the name on.
type Shape struct {
	Name  []byte // stays as it is
	Step         // at the name
	steps map[id]*Step
}

// id tells the steps of one shape apart.
type id struct {
	literal string
	do      uint8
	effect  uint8
	sets    uint32
}

// Graph holds the steps of an input. The zero value is ready. Not safe for concurrent use.
type Graph struct {
	begin Shape // up to the name
	names Names[Shape]
	held  int
}

// Begin returns the step at the beginning of a record.
func (g *Graph) Begin() *Step { return &g.begin.Step }

// Named returns the shape of the records with the name, or nil.
func (g *Graph) Named(name []byte) *Shape { return g.names.Find(name) }

// Planned is a step of a record that was read in the general way.
type Planned struct {
	Step
	// Name says that the value is the name of the record, which is Key.
	Name bool
}

// Learn remembers the steps of a record, of which the last is at its end. It keeps copies of the literals, and the keys.
func (g *Graph) Learn(steps []Planned) {
	if g.held > mostBytes {
		*g = Graph{}
	}
	shape := &g.begin
	at := &shape.Step
	for i := range steps {
		at = g.step(shape, at, &steps[i].Step)
		if steps[i].Name {
			shape = g.named(steps[i].Key)
			at = &shape.Step
		}
	}
}

// step returns the step of the shape that is like the given one, and which may follow at from now on.
func (g *Graph) step(shape *Shape, at, like *Step) *Step {
	key := id{string(like.text), like.Do, like.Effect, like.Sets}
	s := shape.steps[key]
	if s == nil {
		s = &Step{Literal: NewLiteral([]byte(key.literal)), Do: like.Do, Effect: like.Effect, Sets: like.Sets, Key: like.Key, mark: rand.Uint64(), again: again{credit: firstCredit}}
		if shape.steps == nil {
			shape.steps = map[id]*Step{}
		}
		shape.steps[key] = s
		g.held += perStep + perAgain + len(s.text) + len(s.Key)
	}
	for _, n := range at.next {
		if n == s {
			return s
		}
	}
	if len(at.next) == mostNext {
		at.next[mostNext-1] = s
	} else {
		at.next = append(at.next, s)
	}
	at.likely = at.next[0]
	return s
}

func (g *Graph) named(name []byte) *Shape {
	if s := g.Named(name); s != nil {
		return s
	}
	s := &Shape{Name: name, Step: Step{mark: rand.Uint64()}}
	g.names.Add(name, s)
	g.held += perStep + len(name)
	return s
}
