package pattern

import (
	"encoding/binary"
	"fmt"
	"regexp/syntax"
	"slices"
	"sort"
	"unicode"
	"unicode/utf8"
)

// alphabet divides all characters into classes; no instruction of a program distinguishes characters of one class.
type alphabet struct {
	starts  []rune // the first character of each interval, ascending, from 0
	classes []int  // the class of each interval
	reps    []rune // one character of each class
	sets    []int  // by instruction, an index into matches; -1 for those that read nothing
	matches [][]bool
	broken  int // the class of U+FFFD, which stands for an ill-formed byte
}

// newAlphabet works out the classes of prog.
func newAlphabet(prog *syntax.Prog) (*alphabet, error) {
	a := &alphabet{sets: make([]int, len(prog.Inst))}
	cuts := map[rune]bool{0: true}
	byText := make(map[string]int)
	var key []byte
	var samples []*syntax.Inst // one instruction of each set
	for pc := range prog.Inst {
		inst := &prog.Inst[pc]
		a.sets[pc] = -1
		if !readsRune(inst) {
			cutContext(cuts, inst)
			continue
		}
		key = append(key[:0], byte(inst.Op), byte(inst.Arg))
		for _, r := range inst.Rune {
			key = binary.LittleEndian.AppendUint32(key, uint32(r))
		}
		set, known := byText[string(key)]
		if !known {
			set = len(samples)
			byText[string(key)] = set
			samples = append(samples, inst)
			cutSet(cuts, inst)
		}
		a.sets[pc] = set
		if len(samples) > maxSets || len(cuts) > maxIntervals {
			return nil, fmt.Errorf("%w: too many classes of characters", ErrTooBig)
		}
	}
	for cut := range cuts {
		if cut <= utf8.MaxRune {
			a.starts = append(a.starts, cut)
		}
	}
	slices.Sort(a.starts)
	a.classify(samples, usesContext(prog))
	a.broken = a.classOf(utf8.RuneError)
	return a, nil
}

func readsRune(inst *syntax.Inst) bool {
	switch inst.Op {
	case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
		return true
	}
	return false
}

// usesContext reports whether the program asks what stands before or behind a place, beyond the ends of the text.
func usesContext(prog *syntax.Prog) bool {
	const ends = syntax.EmptyBeginText | syntax.EmptyEndText
	for pc := range prog.Inst {
		inst := &prog.Inst[pc]
		if inst.Op == syntax.InstEmptyWidth && syntax.EmptyOp(inst.Arg)&^ends != 0 {
			return true
		}
	}
	return false
}

// cutSet marks where the characters that inst takes begin and end.
func cutSet(cuts map[rune]bool, inst *syntax.Inst) {
	switch inst.Op {
	case syntax.InstRuneAnyNotNL:
		cutRange(cuts, '\n', '\n')
	case syntax.InstRune, syntax.InstRune1:
		if len(inst.Rune) == 1 { // may stand for its other cases too
			cutRange(cuts, inst.Rune[0], inst.Rune[0])
			for r := unicode.SimpleFold(inst.Rune[0]); r != inst.Rune[0]; r = unicode.SimpleFold(r) {
				cutRange(cuts, r, r)
			}
			return
		}
		for i := 0; i+1 < len(inst.Rune); i += 2 {
			cutRange(cuts, inst.Rune[i], inst.Rune[i+1])
		}
	}
}

// cutContext marks the characters that line ends and word boundaries look at.
func cutContext(cuts map[rune]bool, inst *syntax.Inst) {
	if inst.Op != syntax.InstEmptyWidth {
		return
	}
	cutRange(cuts, '\n', '\n')
	cutRange(cuts, '0', '9')
	cutRange(cuts, 'A', 'Z')
	cutRange(cuts, '_', '_')
	cutRange(cuts, 'a', 'z')
}

func cutRange(cuts map[rune]bool, first, last rune) {
	cuts[first] = true
	cuts[last+1] = true
}

// classify gives intervals that every set treats alike the same class, and fills matches.
func (a *alphabet) classify(samples []*syntax.Inst, context bool) {
	a.matches = make([][]bool, len(samples))
	known := make(map[string]int)
	signature := make([]byte, len(samples)+1)
	for _, start := range a.starts {
		for set, inst := range samples {
			signature[set] = 0
			if inst.MatchRune(start) {
				signature[set] = 1
			}
		}
		signature[len(samples)] = 0
		if context {
			signature[len(samples)] = byte(contextAfter(start))
		}
		class, seen := known[string(signature)]
		if !seen {
			class = len(a.reps)
			known[string(signature)] = class
			a.reps = append(a.reps, start)
			for set := range samples {
				a.matches[set] = append(a.matches[set], signature[set] == 1)
			}
		}
		a.classes = append(a.classes, class)
	}
}

// interval returns the index of the interval that r is in.
func (a *alphabet) interval(r rune) int {
	return sort.Search(len(a.starts), func(i int) bool { return a.starts[i] > r }) - 1
}

func (a *alphabet) classOf(r rune) int { return a.classes[a.interval(r)] }

// uniform reports whether all characters from first to last are of one class, and which.
func (a *alphabet) uniform(first, last rune) (int, bool) {
	i := a.interval(first)
	class := a.classes[i]
	for i++; i < len(a.starts) && a.starts[i] <= last; i++ {
		if a.classes[i] != class {
			return 0, false
		}
	}
	return class, true
}
