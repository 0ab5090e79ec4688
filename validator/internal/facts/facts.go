// Package facts works out what rules check, once and before any rule runs: facts about a record (Examiner, Record), about the
// records of a trace (Trace), about the records that have children in other traces (RemoteParents), about links to records of
// several spans (LinkCounts) and about everything that was read (Coverage).
//
// Rules read facts and never change them. Where several rules would report one mistake, the fact that says which of them
// does is worked out here: a cycle is known before parents are compared, and a missing span before the parents and links
// that are missing because of it. See docs/decisions/0033-which-rule-speaks.md.
package facts

// Condition is a set of preconditions of checks. A check only runs on facts for which all conditions that its rule needs hold.
type Condition uint16

// The conditions.
const (
	// DeclaredSpan is of a record: its flow declares a span of its name.
	DeclaredSpan Condition = 1 << iota
	// DeclaredService is of a record: its flow declares its service.
	DeclaredService
	// ValidTimes is of a record, or of a record and its parent: start and end are times, but the end may be before the start.
	ValidTimes
	// DeclaredParent is of a record and its parent: the parent is of the span that the spec has as parent.
	DeclaredParent
	// NoCycle is of a record and its parent: the record is not its own ancestor.
	NoCycle
	// Conclusive is of what is not in the input: it is neither cut off or left out, nor may it still come.
	Conclusive
	// Unexplained is of what is not in the input: it is not a missing span, which is reported as such.
	Unexplained
	// AllCounted is of counted links: no record was left out.
	AllCounted
)

// The conditions that can hold for each kind of fact, and so those that its checks can need.
const (
	OfRecord    = DeclaredSpan | DeclaredService | ValidTimes
	OfParent    = ValidTimes | DeclaredParent | NoCycle
	OfAbsence   = Conclusive | Unexplained // of an UnresolvedParent or an UnresolvedLink
	OfLinkCount = AllCounted
	OfInput     = Conclusive
)

// when returns the condition where it holds.
func (c Condition) when(holds bool) Condition {
	if holds {
		return c
	}
	return 0
}

// Has reports whether all that is needed holds.
func (c Condition) Has(needed Condition) bool { return needed&^c == 0 }

// Completeness says when the absence of a record is conclusive.
type Completeness struct {
	Partial bool  // records were left out, or could not be read: nothing is conclusive
	Settle  int64 // nanoseconds before End in which records may still come; 0 for none
	End     int64 // of the input, in nanoseconds since 1970
	// From and Until bound the window that the input shows as a whole, in nanoseconds since 1970; 0 for no bound. Records beyond it
	// may be there or not.
	From, Until int64
}

// Settled reports whether no record can be missing, or still come, for something that began and ended at the given times.
func (c Completeness) Settled(began, ended int64) bool {
	switch {
	case c.Partial, c.Settle > 0 && ended > c.End-c.Settle:
		return false
	}
	return (c.From == 0 || began >= c.From) && (c.Until == 0 || ended <= c.Until)
}

// Passed reports whether a deadline of something that began at the given time has passed in the input, and no record from before the
// deadline can be missing or still come.
func (c Completeness) Passed(began, deadline int64) bool {
	return deadline < c.End && c.Settled(began, deadline)
}

// LargeTrace is a trace, or a span id, with more rows than are checked together.
type LargeTrace struct {
	First   *Row // a record of it
	Checked int  // rows that were checked
	All     int64
}
