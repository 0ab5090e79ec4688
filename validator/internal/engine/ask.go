package engine

import (
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/rules"
)

// askers are the checks of the rules of a run, by what they are asked about.
type askers struct {
	record           asker[*facts.Record]
	trace            asker[*facts.Trace]
	copy             asker[facts.Copy]
	cycle            asker[facts.Cycle]
	parent           asker[facts.Parent]
	unresolvedParent asker[facts.UnresolvedParent]
	link             asker[facts.Link]
	unresolvedLink   asker[facts.UnresolvedLink]
	linkCount        asker[facts.LinkCount]
	remoteChildren   asker[[]*facts.Row]
	missingSpan      asker[facts.MissingSpan]
	missingOutcome   asker[facts.MissingOutcome]
	largeTrace       asker[facts.LargeTrace]
	input            asker[*facts.Input]
	unreadablePlace  asker[facts.UnreadablePlace]
}

// add adds the checks of a rule. Of the rule's conditions each check needs those that may hold of what it is asked about.
func (a *askers) add(rule *rules.Rule, reporter *rules.Reporter, number int) {
	pass, checks := reporter.Start(rule, number)
	const nothing = 0
	a.record.add(pass, rule.Needs&facts.OfRecord, checks.Record)
	a.trace.add(pass, nothing, checks.Trace)
	a.copy.add(pass, nothing, checks.Copy)
	a.cycle.add(pass, nothing, checks.Cycle)
	a.parent.add(pass, rule.Needs&facts.OfParent, checks.Parent)
	a.unresolvedParent.add(pass, rule.Needs&facts.OfAbsence, checks.UnresolvedParent)
	a.link.add(pass, nothing, checks.Link)
	a.unresolvedLink.add(pass, rule.Needs&facts.OfAbsence, checks.UnresolvedLink)
	a.linkCount.add(pass, rule.Needs&facts.OfLinkCount, checks.LinkCount)
	a.remoteChildren.add(pass, nothing, checks.RemoteChildren)
	a.missingSpan.add(pass, nothing, checks.MissingSpan)
	a.missingOutcome.add(pass, nothing, checks.MissingOutcome)
	a.largeTrace.add(pass, nothing, checks.LargeTrace)
	a.input.add(pass, rule.Needs&facts.OfInput, checks.Input)
	a.unreadablePlace.add(pass, nothing, checks.UnreadablePlace)
}

// asker is the checks of one kind.
type asker[T any] []bound[T]

// bound is a check with the pass of its rule.
type bound[T any] struct {
	pass  *rules.Pass
	needs facts.Condition
	check func(*rules.Pass, T)
}

func (a *asker[T]) add(pass *rules.Pass, needs facts.Condition, check func(*rules.Pass, T)) {
	if check != nil {
		*a = append(*a, bound[T]{pass, needs, check})
	}
}

// about asks the rules about one thing, of which the conditions hold.
func (a asker[T]) about(one T, holds facts.Condition) {
	for i := range a {
		if b := &a[i]; holds.Has(b.needs) {
			b.check(b.pass, one)
		}
	}
}
