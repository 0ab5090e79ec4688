package engine

import (
	"math/bits"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/rules"
)

// checkLists are the checks of the rules of a run, by the kind of fact that they check.
type checkLists struct {
	record           recordChecks
	row              rowChecks
	trace            checkList[*facts.Trace]
	copy             checkList[facts.Copy]
	cycle            checkList[facts.Cycle]
	parent           checkList[facts.Parent]
	unresolvedParent checkList[facts.UnresolvedParent]
	link             checkList[facts.Link]
	unresolvedLink   checkList[facts.UnresolvedLink]
	linkCount        checkList[facts.LinkCount]
	oneSidedLink     checkList[facts.OneSidedLink]
	remoteChildren   checkList[[]*facts.Row]
	missingSpan      checkList[facts.MissingSpan]
	missingOutcome   checkList[facts.MissingOutcome]
	largeTrace       checkList[facts.LargeTrace]
	input            checkList[*facts.Input]
	unreadablePlace  checkList[facts.UnreadablePlace]
}

// add adds the checks of a rule. Each check needs those of the rule's conditions that can hold for its kind of fact.
func (a *checkLists) add(rule *rules.Rule, reporter *rules.Reporter, number int) {
	pass, checks := reporter.Start(rule, number)
	const nothing = 0
	a.record.add(pass, rule, checks.Record)
	a.row.all.add(pass, nothing, checks.Row)
	a.trace.add(pass, nothing, checks.Trace)
	a.copy.add(pass, nothing, checks.Copy)
	a.cycle.add(pass, nothing, checks.Cycle)
	a.parent.add(pass, rule.Needs&facts.OfParent, checks.Parent)
	a.unresolvedParent.add(pass, rule.Needs&facts.OfAbsence, checks.UnresolvedParent)
	a.link.add(pass, nothing, checks.Link)
	a.unresolvedLink.add(pass, rule.Needs&facts.OfAbsence, checks.UnresolvedLink)
	a.linkCount.add(pass, rule.Needs&facts.OfLinkCount, checks.LinkCount)
	a.oneSidedLink.add(pass, nothing, checks.OneSidedLink)
	a.remoteChildren.add(pass, nothing, checks.RemoteChildren)
	a.missingSpan.add(pass, nothing, checks.MissingSpan)
	a.missingOutcome.add(pass, nothing, checks.MissingOutcome)
	a.largeTrace.add(pass, nothing, checks.LargeTrace)
	a.input.add(pass, rule.Needs&facts.OfInput, checks.Input)
	a.unreadablePlace.add(pass, nothing, checks.UnreadablePlace)
}

// checkList is the checks of one kind of fact.
type checkList[T any] []bound[T]

// bound is a check with the pass of its rule.
type bound[T any] struct {
	pass  *rules.Pass
	needs facts.Condition
	check func(*rules.Pass, T)
}

func (a *checkList[T]) add(pass *rules.Pass, needs facts.Condition, check func(*rules.Pass, T)) {
	if check != nil {
		*a = append(*a, bound[T]{pass, needs, check})
	}
}

// run calls the checks with a fact for which the given conditions hold, except those that need other conditions as well.
func (a checkList[T]) run(fact T, holds facts.Condition) {
	for i := range a {
		if b := &a[i]; holds.Has(b.needs) {
			b.check(b.pass, fact)
		}
	}
}

// recordChecks are the checks of records.
type recordChecks struct {
	all   checkList[*facts.Record]
	clean []checkOfClean
}

// checkOfClean is a check that is needed of records whose shape is known to be clean, except those of shapes that it spares.
type checkOfClean struct {
	bound[*facts.Record]
	spares func(*facts.Record) bool // or nil
}

func (a *recordChecks) add(pass *rules.Pass, rule *rules.Rule, check func(*rules.Pass, *facts.Record)) {
	needs := rule.Needs & facts.OfRecord
	a.all.add(pass, needs, check)
	if check != nil && !rule.ByShape {
		a.clean = append(a.clean, checkOfClean{bound[*facts.Record]{pass, needs, check}, rule.Spares})
	}
}

// run checks the record that was examined last. If nothing is reported about it, its shape is clean.
func (a *recordChecks) run(r *facts.Record, x *facts.Examiner, reporter *rules.Reporter) {
	if r.Clean {
		for left := r.Checks; left != 0; left &= left - 1 {
			c := &a.clean[bits.TrailingZeros64(left)]
			c.check(c.pass, r)
		}
		return
	}
	before := reporter.Reports()
	if a.all.run(r, r.Holds); reporter.Reports() == before {
		x.Learn(a.ofShape(r))
	}
}

// ofShape returns which checks are needed of further records of the shape of r, about which nothing was reported: a bit for each of clean.
func (a *recordChecks) ofShape(r *facts.Record) (checks uint64) {
	for i := range a.clean {
		if c := &a.clean[i]; r.Holds.Has(c.needs) && (c.spares == nil || !c.spares(r)) {
			checks |= 1 << i
		}
	}
	return checks
}

// rowChecks are the checks of rows.
type rowChecks struct {
	all   checkList[*facts.Row]
	clean []uint64 // by Span.Index: the outline of the last row of the span of which nothing was reported; 0 for none
}

func newRowChecks(spans int) rowChecks { return rowChecks{clean: facts.Unshared[uint64](spans)} }

// run checks a row, unless nothing was reported of the last one with its span and outline.
func (a *rowChecks) run(r *facts.Row, reporter *rules.Reporter) {
	clean, outline := &a.clean[r.Span.Index], r.Outline()
	if *clean == outline {
		return
	}
	const holds = 0
	before := reporter.Reports()
	if a.all.run(r, holds); reporter.Reports() == before {
		*clean = outline
	}
}
