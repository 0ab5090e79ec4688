package codegentest

import (
	"fmt"
	"maps"
	"slices"
)

// Verdict is what a compiler says of the callers of an old client that are held against the new one.
type Verdict struct {
	Plain, Picky []string // errors
	Warnings     []string // of the plain caller, that it does not have with the old client
	Swapped      string   // where one tag is given as another and compiles; Positions.Swapped knows
}

// Grade is the source grade that follows: breaking where a plain caller does not compile; risky where it has new warnings, gives one tag
// as another, or where only the picky one does not compile.
func (v *Verdict) Grade() (grade, why string) {
	switch {
	case len(v.Plain) > 0:
		return "breaking", v.Plain[0]
	case len(v.Picky) > 0:
		return "risky", v.Picky[0]
	case len(v.Warnings) > 0:
		return "risky", v.Warnings[0]
	case v.Swapped != "":
		return "risky", v.Swapped
	}
	return "safe", "all callers compile as before"
}

// Positions are the names of the parameters that calls take by their position, or of the values of an enum, in order.
type Positions map[string][]Position

// Position is one parameter or value.
type Position struct{ Name string }

// Swapped says where an argument becomes another one, or is "". Where such a call compiles, it means something else, and nobody notices.
func (p Positions) Swapped(is Positions) string {
	for _, call := range slices.Sorted(maps.Keys(p)) {
		for i, was := range p[call] {
			if now := is[call]; i < len(now) && now[i].Name != was.Name {
				return fmt.Sprintf("argument %d of %s is taken for %s, not for %s", i+1, call, now[i].Name, was.Name)
			}
		}
	}
	return ""
}

// Verdicts are those of all pairs in one language, compared with what expected.txt says.
type Verdicts struct {
	Language string
	Problems []string
}

// Own notes what the compiler says of callers of an old client against that client itself: nothing.
func (v *Verdicts) Own(pair Pair, verdict *Verdict) {
	for _, problem := range append(verdict.Plain, verdict.Picky...) {
		v.Problems = append(v.Problems, fmt.Sprintf("%s: the caller does not compile against its own client: %s", pair.Name, problem))
	}
}

// New notes what it says against the new client.
func (v *Verdicts) New(pair Pair, verdict *Verdict) {
	grade, why := verdict.Grade()
	if want := pair.Want[v.Language]; grade != want {
		v.Problems = append(v.Problems, fmt.Sprintf("%s: the compiler says %s, expected.txt says %s: %s", pair.Name, grade, want, why))
	}
}
