package validator

import (
	"github.com/specgen/specgen/validator/internal/engine"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/rules"
	"github.com/specgen/specgen/validator/trace"
)

// Checker checks single records as they come, by the rules that need no other record, and says at once what is wrong: those findings that
// a [Run] over a part of the data ([Options.Incomplete]) has, one by one. It keeps nothing of a record and writes no files, so that it can
// run for as long as a service does. A record that breaks no rule costs no allocation, once its [trace.Resource] was seen.
//
// A Checker is not safe for concurrent use. Goroutines take one each: checkers of one Validator share the specs.
type Checker struct {
	checker *engine.Checker
	report  func(*Breach)
	one     trace.Record // the latest
	given   *trace.Record
	breach  Breach
}

// CheckerOptions are the options of a Checker.
type CheckerOptions struct {
	// Severity changes the severities of rules. Where several entries apply, the last one wins.
	Severity []Severity
	// Report is called for each rule that a record breaks, while Check runs; nil ignores them.
	Report func(*Breach)
}

// Breach is one rule that one record breaks. It is valid until Report returns.
type Breach struct {
	Rule     string
	Severity trace.Severity
	Flow     string
	Span     string // as the record has it; "" in unknown-version
	Tag      string // "" where it is about none
	Service  string // "" in unknown-version
	Version  string // of the app, as in a [trace.Finding]; in unknown-version that of the flow
	Declared bool   // the spec has Span, Tag and Service: there are only so many such breaches
	Record   *trace.Record

	detail func() findings.Detail
}

// BreachDetail is the text of a breach.
type BreachDetail struct {
	Message    string // one sentence without a full stop
	Actual     string // what was seen
	Expected   string // what the spec requires
	Suggestion string // a name of the spec that may have been meant, or ""
	Spec       trace.Place
}

// Detail works out the text of the breach, which takes longer than finding it.
func (b *Breach) Detail() BreachDetail {
	d := b.detail()
	return BreachDetail{Message: d.Message, Actual: d.Actual, Expected: d.Expected, Suggestion: d.Suggestion, Spec: place(d.Spec)}
}

// NewChecker returns a checker. It fails only if the options are invalid.
func (v *Validator) NewChecker(opts CheckerOptions) (*Checker, error) {
	all := Options{Severity: opts.Severity}
	if err := all.check(v); err != nil {
		return nil, err
	}
	c := &Checker{report: opts.Report}
	c.checker = engine.NewChecker(v.flows, rules.All(), all.forEngine().Overrides, c.tell)
	return c, nil
}

// Check checks one record, as [Run.Record] does. It reports whether the record is of a flow. The caller may reuse the record, and all that
// it refers to, when Check returns, except for its Resource: that must not change as long as the checker is in use.
func (c *Checker) Check(one *trace.Record) bool {
	c.given, c.one = one, *one
	c.one.Layout = 0 // the caller may have changed the record since it was read
	record.Normalize(&c.one)
	return c.checker.Check(&c.one)
}

// tell passes a breach on in words.
func (c *Checker) tell(b *rules.Breach) {
	if c.report == nil {
		return
	}
	r := b.Record
	c.breach = Breach{Rule: b.Rule.ID, Severity: b.Severity, Flow: r.Flow.AllVersions.Name, Declared: true, Record: c.given, detail: b.Detail}
	out := &c.breach
	if b.OfStamp {
		out.Version = findings.NameText(r.Raw.FlowVersion)
		c.report(out)
		return
	}
	service, version := r.Emitter()
	out.Service, out.Version, out.Tag = findings.NameText(service), findings.NameText(version), findings.NameText(b.Tag)
	if r.Span != nil {
		out.Span = r.Span.Model.Name
	} else {
		out.Span = findings.NameText(r.Raw.Name)
	}
	out.Declared = r.Span != nil && r.Service != nil && (len(b.Tag) == 0 || r.Flow.Tag(b.Tag) != nil)
	c.report(out)
}
