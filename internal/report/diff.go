package report

import (
	"slices"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/diff"
)

// Diff is the result of diff: what changed in each flow, and whether the versions moved far enough.
type Diff struct {
	Was, Is    Side
	Languages  []string // whose callers count
	Flows      []FlowDiff
	Exceptions []Exception // of specgen.yaml
	Remarks    []string    // what could not be compared, and why
}

// Side is one of the two states that are compared.
type Side struct {
	Label  string // such as main, or the working tree
	Prefix string // of paths in it: a commit with a colon behind it, or ""
}

// FlowDiff is what changed in one flow.
type FlowDiff struct {
	*diff.Diff
	File string // of the later state, else of the earlier one
	// Release is what changed since the version that judges this one: the last release, or the earlier side. It is nil where there is
	// nothing to judge by: the flow is new or gone, or was never released.
	Release    *diff.Diff
	IsReleased bool // Release is since a release, and not since the earlier side
}

// Exception is a change that is accepted.
type Exception struct {
	Fingerprint, Kind, Element string
	Reason                     string
	Expires                    string // YYYY-MM-DD
	Expired                    bool
	Used                       bool // a change is what it is about
	Pos                        diag.Range
}

// covers reports whether the exception is about a change.
func (e *Exception) covers(c *diff.Change) bool {
	if e.Fingerprint != "" {
		return e.Fingerprint == c.Fingerprint()
	}
	return e.Kind == c.Kind && (e.Element == "" || e.Element == c.Element)
}

// MarkExceptions notes which exceptions are about a change.
func (d *Diff) MarkExceptions() {
	for i := range d.Exceptions {
		e := &d.Exceptions[i]
		for _, f := range d.Flows {
			e.Used = e.Used || slices.ContainsFunc(f.Changes, func(c diff.Change) bool { return e.covers(&c) }) ||
				f.Release != nil && slices.ContainsFunc(f.Release.Changes, func(c diff.Change) bool { return e.covers(&c) })
		}
	}
}

// exception returns the exception for a change, or nil. One that has expired is none.
func (d *Diff) exception(c *diff.Change) *Exception {
	for i := range d.Exceptions {
		if e := &d.Exceptions[i]; !e.Expired && e.covers(c) {
			return e
		}
	}
	return nil
}

// Accepts reports whether a change asks for nothing, as specgen.yaml says.
func (d *Diff) Accepts(c *diff.Change) bool { return d.exception(c) != nil }

// verdict is that of a flow's version; false where there is nothing to judge it by.
func (d *Diff) verdict(f *FlowDiff) (diff.Verdict, bool) {
	if f.Release == nil {
		return diff.Verdict{OK: true}, false
	}
	return f.Release.Verdict(d.Languages, d.Accepts), true
}

// OK reports whether every version moved far enough.
func (d *Diff) OK() bool {
	for i := range d.Flows {
		if v, _ := d.verdict(&d.Flows[i]); !v.OK {
			return false
		}
	}
	return true
}

// grade is the worst grade of a change for the audiences that count.
func (d *Diff) grade(c *diff.Change) diff.Grade { return c.Grades.Worst(d.Languages...) }
