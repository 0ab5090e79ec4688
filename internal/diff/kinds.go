package diff

import "slices"

// Kind is one kind of change.
type Kind struct {
	ID    string // area/what, never changed once released
	Title string // what changed, to be read behind the element: tag "coupon" has another pattern
	// Grades are those of an ordinary change of the kind. Varies says what makes a change graded otherwise, or is "".
	Grades Grades
	Why    string // one sentence without a full stop
	Varies string
	// Mirror is the kind of the same edit taken back: another, or itself. NoMirror says why there is none.
	Mirror, NoMirror string
	Addition         bool // something is there that was not: a minor version
	Words            bool // it may change under a version that is released, and asks for nothing by itself
}

// Kinds returns the table of all kinds, in the order of the documentation.
func Kinds() []Kind { return slices.Clone(kinds) }

// KindOf returns a kind by its id, which must exist.
func KindOf(id string) Kind { return kinds[byID[id]] }

// IsKind reports whether there is a kind with an id.
func IsKind(id string) bool {
	_, ok := byID[id]
	return ok
}

var kinds = slices.Concat(flowKinds, entryKinds, traceKinds, serviceKinds, tagKinds, valueKinds, limitKinds(), spanKinds, parentKinds, occursKinds, useKinds,
	linkKinds, outcomeKinds, policyKinds)

var byID = func() map[string]int {
	out := make(map[string]int, len(kinds))
	for i, k := range kinds {
		out[k.ID] = i
	}
	return out
}()

// Sources that occur often.
var (
	noCaller    = everywhere(Safe)
	allCallers  = everywhere(Breaking)
	warned      = everywhere(Risky)
	newOptional = Source{Go: Safe, Swift: Risky, Kotlin: Risky, TypeScript: Safe}        // a parameter more that may be left out
	freed       = Source{Go: Breaking, Swift: Safe, Kotlin: Risky, TypeScript: Safe}     // a parameter that may be left out now
	newMethod   = Source{Go: Safe, Swift: Safe, Kotlin: Safe, TypeScript: Risky}         // of an emitter: a fake of the interface lacks it
	ordered     = Source{Go: Breaking, Swift: Breaking, Kotlin: Risky, TypeScript: Safe} // parameters in another order
)

// grades is a row of the tables.
func grades(wire Grade, source Source, conformance Grade) Grades {
	return Grades{wire, source, conformance}
}
