package engine

import (
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/internal/rules"
	"github.com/specgen/specgen/validator/trace"
)

// Checker runs the checks of records, and no others: it keeps nothing of a record. It is not safe for concurrent use; several checkers
// can share the flows.
type Checker struct {
	checks   checkLists
	examiner *facts.Examiner
	reporter *rules.Reporter
}

// NewChecker returns a checker that tells report of each rule that a record breaks.
func NewChecker(flows *compiled.Flows, list []*rules.Rule, overrides []rules.Override, report func(*rules.Breach)) *Checker {
	c := &Checker{examiner: facts.NewExaminer(flows, unnamed{})}
	c.reporter = rules.NewListener(flows, list, overrides, report)
	for i, rule := range list {
		c.checks.add(rule, c.reporter, i)
	}
	return c
}

// Check checks a record. It reports whether the record is of a flow.
func (c *Checker) Check(raw *trace.Record) bool {
	const input = 0
	r := c.examiner.Examine(raw, input)
	if r == nil {
		return false
	}
	c.checks.record.run(r, c.examiner, c.reporter)
	return true
}

// unnamed tells no source from another: who listens gets names.
type unnamed struct{}

// Source returns no source.
func (unnamed) Source(_, _ []byte) findings.Source { return findings.Source{} }
