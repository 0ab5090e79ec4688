package rules

import (
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

// Override changes the severity of a rule; the last one that applies wins.
type Override struct {
	Rule     string // its id
	Span     string // "" for every span
	Severity trace.Severity
}

// Reporter passes on what the rules of a run report. It is not safe for concurrent use.
type Reporter struct {
	findings *findings.Collector
	names    []uint64           // the hashes of span names, by SpanName.Index
	severity [][]trace.Severity // by rule, then by 1 + SpanName.Index, 0 for no span; unset where nothing overrides it
	err      error              // the first of the collector
	reports  int64              // about records and rows, those of rules that are off included
	listen   func(*Breach)      // takes the reports in place of the collector; nil for none
}

const unset = trace.Severity(0xFF)

// NewReporter returns a reporter of the rules, which are numbered by their order, to a collector.
func NewReporter(flows *compiled.Flows, rules []*Rule, overrides []Override, to *findings.Collector) *Reporter {
	r := &Reporter{findings: to, severity: make([][]trace.Severity, len(rules))}
	for _, name := range flows.SpanNames {
		r.names = append(r.names, to.Declare(name.Text))
	}
	for _, versions := range flows.All {
		for _, flow := range versions.Versions {
			for _, t := range flow.Tags {
				to.Declare(t.Name)
			}
			for _, s := range flow.Services {
				to.DeclareService(s.Model.Name)
			}
		}
	}
	for i, rule := range rules {
		r.severity[i] = severities(flows, rule.ID, overrides)
	}
	return r
}

// severities returns the severities of a rule, by 1 + SpanName.Index.
func severities(flows *compiled.Flows, rule string, overrides []Override) []trace.Severity {
	row := make([]trace.Severity, 1+len(flows.SpanNames))
	for i := range row {
		row[i] = unset
		for _, o := range overrides {
			if o.Rule == rule && (o.Span == "" || i > 0 && o.Span == flows.SpanNames[i-1].Text) {
				row[i] = o.Severity
			}
		}
	}
	return row
}

// Start returns the pass of the rule with the number, and its checks.
func (r *Reporter) Start(rule *Rule, number int) (*Pass, Checks) {
	return &Pass{rule: rule, number: uint8(number), to: r}, rule.checks()
}

// Reports returns how many reports about records and rows there were, those of rules that are off included.
func (r *Reporter) Reports() int64 { return r.reports }

// Err returns the first error of temporary files.
func (r *Reporter) Err() error { return r.err }

func (r *Reporter) keep(err error) {
	if r.err == nil {
		r.err = err
	}
}

func (r *Reporter) severityOf(rule uint8, name *compiled.SpanName, own trace.Severity) trace.Severity {
	i := 0
	if name != nil {
		i = name.Index + 1
	}
	if severity := r.severity[rule][i]; severity != unset {
		return severity
	}
	return own
}
