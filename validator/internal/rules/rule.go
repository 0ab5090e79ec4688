// Package rules has the rules that data is checked against. Each rule is one file, with its documentation and its state; table.go
// lists them, in the order of the documentation, which means nothing else.
//
// A rule has a check function for each kind of fact that it looks at. The engine calls it with each fact of that kind for which all
// conditions hold that the rule needs; the rule reports through its Pass. No rule depends on another one: where several would report
// the same mistake, the facts say which of them does.
package rules

import (
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/trace"
)

// Rule is one rule.
type Rule struct {
	Doc
	Checks
	// New returns the checks of a rule that has state; it is called once for each run. A rule has either Checks or New. Rules that
	// only generated clients report have neither.
	New func() Checks
	// ByShape says that the check of records looks at nothing that differs between records of one shape (facts.Record.Clean): if it
	// reports nothing about one of them, it reports nothing about any.
	ByShape bool
	// Spares reports whether the check of records has nothing to look at in records of the shape of a Clean one. It looks itself at nothing that
	// differs between them. It is nil where there always is something.
	Spares func(*facts.Record) bool
}

// Doc is the documentation of a rule.
type Doc struct {
	ID       string
	About    string // the heading that it stands under
	What     string // what is found
	NotWhen  string // when it does not apply, or another rule reports the mistake; "" where it always applies
	Why      string // why it matters
	Example  string // data that breaks the rule
	Fix      string // what to do
	Severity trace.Severity
	Client   bool            // only the generated clients find it, when they emit
	Needs    facts.Condition // the conditions that must hold for a fact to be checked
}

// Checks are the check functions of a rule, one for each kind of fact; nil for the kinds that the rule does not check. Their arguments
// are valid until they return.
//
// Whether Row reports anything depends on nothing but the row's span and its Outline. So it is not called for each row of a span and an outline of which it
// is known to report nothing.
type Checks struct {
	Record           func(*Pass, *facts.Record)          // each record of a flow, as it is read
	Row              func(*Pass, *facts.Row)             // each record of a flow, of copies and conflicting ones only the one that counts: see below
	Trace            func(*Pass, *facts.Trace)           // the records of a trace
	Copy             func(*Pass, facts.Copy)             // each record under the span id of another one
	Cycle            func(*Pass, facts.Cycle)            // each cycle
	Parent           func(*Pass, facts.Parent)           // each record and its parent, in whatever trace
	UnresolvedParent func(*Pass, facts.UnresolvedParent) // each record whose parent is not in the input
	Link             func(*Pass, facts.Link)             // each link and the record that it leads to
	UnresolvedLink   func(*Pass, facts.UnresolvedLink)   // each link that leads to nothing in the input
	LinkCount        func(*Pass, facts.LinkCount)        // the links of each record that may link to several spans
	OneSidedLink     func(*Pass, facts.OneSidedLink)     // each link whose target names another record of the span as its parent
	RemoteChildren   func(*Pass, []*facts.Row)           // the children, in other traces, of the records with one span id
	MissingSpan      func(*Pass, facts.MissingSpan)      // each span that should be there and is not
	MissingOutcome   func(*Pass, facts.MissingOutcome)   // each record that lacks what has to follow
	LargeTrace       func(*Pass, facts.LargeTrace)       // each trace, or span id, with more rows than are checked
	Input            func(*Pass, *facts.Input)           // everything that was read
	UnreadablePlace  func(*Pass, facts.UnreadablePlace)  // each place of an input that cannot be read
}

// OfAbsence reports whether the rule finds that something is not in the input.
func (r *Rule) OfAbsence() bool {
	c := r.checks()
	return r.Needs.Has(facts.Conclusive) || c.MissingSpan != nil || c.MissingOutcome != nil
}

// checks returns the checks for one run.
func (r *Rule) checks() Checks {
	if r.New != nil {
		return r.New()
	}
	return r.Checks
}
