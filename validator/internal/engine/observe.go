package engine

import "github.com/specgen/specgen/validator/internal/facts"

// Observer is told of every record of a flow, with the facts about it, besides the rules.
type Observer interface {
	// Record may read the record until it returns. It is safe for concurrent use. Its error ends the run.
	Record(r *facts.Record) error
}

// observe tells the observer of a record. It reports whether rules are to look at it too.
func (e *Engine) observe(r *facts.Record) (judge bool, err error) {
	if e.opts.Observer == nil {
		return true, nil
	}
	return !e.opts.ObserveOnly, e.opts.Observer.Record(r)
}

// Observed says when absence is conclusive for the observer. Unlike for rules, a place that cannot be read does not make everything
// uncertain.
func (e *Engine) Observed() facts.Completeness {
	c := e.completeness()
	c.Partial = e.opts.Incomplete
	return c
}
