package rules

import (
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

// Breach is one rule that one record breaks.
type Breach struct {
	Rule     *Rule
	Severity trace.Severity
	Record   *facts.Record
	Tag      []byte // nil where it is about none
	OfStamp  bool   // it is about the version that the record is stamped with, whatever its span and service
	Detail   func() findings.Detail
}

// NewListener returns a reporter that passes on what the checks of records report, one by one. Other checks must not report to it.
func NewListener(flows *compiled.Flows, rules []*Rule, overrides []Override, listen func(*Breach)) *Reporter {
	r := &Reporter{listen: listen, severity: make([][]trace.Severity, len(rules))}
	for i, rule := range rules {
		r.severity[i] = severities(flows, rule.ID, overrides)
	}
	return r
}

// notify passes a report on to a listener. It reports false where there is none.
func (p *Pass) notify(own trace.Severity, b Breach) bool {
	if p.to.listen == nil {
		return false
	}
	var name *compiled.SpanName
	if b.Record.Span != nil {
		name = b.Record.Span.Name
	}
	if b.Severity = p.to.severityOf(p.number, name, own); b.Severity != trace.Off {
		b.Rule = p.rule
		p.to.listen(&b)
	}
	return true
}
