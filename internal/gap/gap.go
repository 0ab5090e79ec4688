// Package gap prevents several diagnostics for one mistake: with it a stage tells the later stages what it has reported already.
//
// A stage that reports a mistake notes in a Gap what was lost by it. Gaps travel with what was read: on a Node of
// internal/yamlsource, on the sections and entries of a spec.File, on the entries of a model.Flow. A stage that is about to
// report something asks the gaps first, and is silent where it could be a consequence:
//
//   - a value that is wrong or has no place here: only where the value is Usable;
//   - an entry that is missing, or too few of them: only where nothing is lost, so the Gap is None;
//   - a name that is not declared: only where NamesKnown holds for the entries that it could be among;
//   - an entry that nothing uses or leads to: only where nothing is lost in all that could refer to it.
//
// Gaps only ever widen. Without an error there is none.
package gap

// Gap says how much of a value was lost. Each includes those before it.
type Gap uint8

// The gaps, the narrowest first.
const (
	None  Gap = iota
	Part      // something within it was reported, or was not read
	Names     // entries of it may be missing, their names included
	All       // nothing of it may be used
)

// Widen makes the gap at least as wide as another.
func (g *Gap) Widen(to Gap) { *g = max(*g, to) }

// Usable reports whether the value is there and may be used and reported on.
func (g Gap) Usable() bool { return g < All }

// NamesKnown reports whether the names of all entries are known, whatever else is lost of them.
func (g Gap) NamesKnown() bool { return g < Names }

// Set has the gaps of the parts of something, such as the sections of a file. The nil Set has none.
type Set[P comparable] map[P]Gap

// Widen makes the gap of a part at least as wide as another.
func (s *Set[P]) Widen(part P, to Gap) {
	if to == None {
		return
	}
	if *s == nil {
		*s = Set[P]{}
	}
	(*s)[part] = max((*s)[part], to)
}
