package check

import (
	"time"

	"github.com/specgen/specgen/validator/trace"
)

// Options is how a run judges.
type Options struct {
	Incomplete bool          // the input is a cut-out: no finding rests on absence
	Settle     time.Duration // traces whose newest record is that close to the input's end are still open
	Coverage   bool          // never-seen is an error
	Overrides  []Override
	Examples   int
	Memory     int64
	TempDir    string
}

// Override changes the severity of a rule; the last one that fits counts.
type Override struct {
	Rule     string
	Span     string // "" for every span
	Severity trace.Severity
}

// severities answers how bad a rule is on a step: [rule][1+step], 0 for no step. unset means the rule's own default.
type severities [][]trace.Severity

const unset = trace.Severity(0xFF)

func (j *Judge) settleSeverities() {
	j.severity = make(severities, len(rules))
	for i, r := range rules {
		row := make([]trace.Severity, 1+len(j.plan.SpanNames))
		for k := range row {
			row[k] = unset
			for _, o := range j.opts.Overrides {
				if o.Rule == r.ID && (o.Span == "" || k > 0 && o.Span == j.plan.SpanNames[k-1].Text) {
					row[k] = o.Severity
				}
			}
		}
		j.severity[i] = row
	}
}
