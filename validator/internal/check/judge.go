package check

import (
	"errors"
	"math/rand/v2"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/trace"
)

// Judge holds records to a plan. It is not safe for concurrent use; many can share a plan. Close it in the end.
type Judge struct {
	plan     *compiled.Flows
	opts     Options
	severity severities
	tally    *findings.Collector
	byTrace  *group.Store
	bySpan   *group.Store // spans that may be parents in another trace, and who asks for them
	seed     uint64       // of hashes of contents
	subject  Subject
	stamp    lastStamp
	names    []uint32 // of the tally, by step
	rule     *Rule    // that is being run
	row      []byte
	message  []byte // that is hashed to a span id
	err      error  // of a store, kept until the record ends

	most     int  // rows of a trace that are judged together
	cut      bool // a trace had more
	looked   int  // how often a trace's row was looked at for lacks and parents elsewhere: a test holds it to their number
	input    uint32
	newest   newest
	end      int64 // of the input: what it says in the end
	broken   bool  // a part of an input could not be read
	counts   Counts
	sources  []int64        // flow records by source
	seen     []compiled.Set // tags seen, by span
	views    resourceViews
	carried  []compiled.Set // tags seen, by service
	services []int64        // records, by service
}

// lastStamp is the stamp of the record before, which is nearly always that of the next one too.
type lastStamp struct {
	name, version []byte
	family        *compiled.FlowVersions
	flow          *compiled.Flow
	known         bool
}

// Counts is what was read.
type Counts struct {
	Records     int64
	FlowRecords int64
	Families    []int64 // flow records, by family
	Traces      int64   // with at least one record of a flow
	Steps       []int64 // records, by step
	StepTraces  []int64 // traces with at least one record of the step
}

// NewJudge returns a judge.
func NewJudge(p *compiled.Flows, opts Options) *Judge {
	j := &Judge{
		plan: p, opts: opts, seed: rand.Uint64(), most: max(leastMost, int(opts.Memory/memoryPerRow)),
		tally:   findings.New(opts.Examples, opts.Memory/8, opts.TempDir),
		byTrace: group.New(opts.Memory/8*6, opts.TempDir),
		bySpan:  group.New(opts.Memory/8, opts.TempDir),
		seen:    make([]compiled.Set, len(p.Spans)),
		views:   resourceViews{known: map[resourceOf]*resourceView{}}, carried: make([]compiled.Set, len(p.Services)), services: make([]int64, len(p.Services)),
	}
	for i, s := range p.Spans {
		j.seen[i] = compiled.NewSet(len(s.Flow.Tags))
	}
	for _, s := range p.SpanNames {
		j.names = append(j.names, j.tally.Declare(s.Text))
	}
	for _, family := range p.All {
		for _, flow := range family.Versions {
			for _, t := range flow.Tags {
				j.tally.Declare(t.Name)
			}
		}
	}
	j.counts.Families = make([]int64, len(p.All))
	j.counts.Steps, j.counts.StepTraces = make([]int64, len(p.SpanNames)), make([]int64, len(p.SpanNames))
	j.settleSeverities()
	return j
}

// Input says that the records that follow are from the input with the number.
func (j *Judge) Input(n uint32) { j.input = n }

// Record judges a record. Its errors are those of temporary files.
func (j *Judge) Record(r *trace.Record) error {
	j.counts.Records++
	family, flow, stamped, known := j.belongs(r)
	if family == nil {
		return j.other(r, 0)
	}
	j.counts.FlowRecords++
	j.counts.Families[family.Index]++
	s := &j.subject
	s.begin(j, r, flow, stamped, known)
	if !r.Defects.Has(trace.BadStart|trace.BadEnd) && plausible(r.End) {
		j.newest.add(r.End)
	}
	for _, rule := range recordRules {
		j.rule = rule
		if rule.record(s); s.Span == nil {
			break // a span under an unknown name is not reported for anything else
		}
	}
	j.cover(s)
	if err := j.keep(s); j.err == nil {
		j.err = err
	}
	return j.err
}

// belongs finds the flow that judges a record: by its stamp, else by its name.
func (j *Judge) belongs(r *trace.Record) (family *compiled.FlowVersions, flow *compiled.Flow, stamped, known bool) {
	l := &j.stamp
	if l.flow == nil && l.family == nil || string(l.name) != string(r.Flow) || string(l.version) != string(r.FlowVersion) {
		l.name, l.version = append(l.name[:0], r.Flow...), append(l.version[:0], r.FlowVersion...)
		l.flow, l.family = nil, j.plan.ByFlowName(r.Flow)
		if l.family != nil {
			l.flow, l.known = l.family.Select(r.FlowVersion)
		}
	}
	if l.family != nil {
		return l.family, l.flow, len(r.FlowVersion) > 0, l.known
	}
	if family = j.plan.BySpanName(r.Name); family == nil {
		return nil, nil, false, false
	}
	return family, family.Current, false, true
}

// cover notes what was seen.
func (j *Judge) cover(s *Subject) {
	for len(j.sources) <= int(s.source) {
		j.sources = append(j.sources, 0)
	}
	j.sources[s.source]++
	if s.Span != nil {
		j.counts.Steps[s.Span.Name.Index]++
		j.seen[s.Span.Index].Or(s.Seen)
	}
	if s.Service == nil {
		return
	}
	set := j.carried[s.Service.ID]
	if j.services[s.Service.ID]++; set == nil {
		set = compiled.NewSet(len(s.Flow.Tags))
		j.carried[s.Service.ID] = set
	}
	set.Or(s.Seen)
	set.Or(s.Carried)
}

// Broken reports a place that cannot be read.
func (j *Judge) Broken(offset, line int64, message string) error {
	j.broken = true
	sev := j.severityOf(&brokenInput, nil, brokenInput.Severity)
	if sev == trace.Off {
		return nil
	}
	at := findings.Place{Input: j.input, Line: line, Offset: offset}
	return j.tally.ReportInput(findings.Key{Rule: brokenInput.index, Severity: sev}, at, func() findings.Detail {
		return findings.Detail{Actual: message, Expected: "whole, well-formed input", Message: "an input cannot be read as a whole"}
	})
}

func (j *Judge) severityOf(r *Rule, step *compiled.SpanName, own trace.Severity) trace.Severity {
	i := 0
	if step != nil {
		i = step.Index + 1
	}
	if sev := j.severity[r.index][i]; sev != unset {
		return sev
	}
	return own
}

// Finish judges traces and the input, and returns the findings. No record can follow.
func (j *Judge) Finish() ([]*findings.Finding, error) {
	j.end = j.newest.end()
	if err := j.judgeTraces(); err != nil {
		return nil, err
	}
	for _, r := range rules {
		if r.input != nil {
			j.rule = r
			r.input(j)
		}
	}
	return j.tally.Findings()
}

// Counts returns what was read. Traces are counted by Finish.
func (j *Judge) Counts() Counts { return j.counts }

// Tally returns the names behind the numbers of findings.
func (j *Judge) Tally() *findings.Collector { return j.tally }

// ServiceCounts calls do for every source of flow records.
func (j *Judge) ServiceCounts(do func(service string, records int64)) {
	for n, count := range j.sources {
		if count > 0 {
			service, _ := j.tally.SourceOf(uint32(n))
			do(service, count)
		}
	}
}

// Close removes temporary files.
func (j *Judge) Close() error {
	return errors.Join(j.tally.Close(), j.byTrace.Close(), j.bySpan.Close())
}

// RuleOf returns the documentation of the rule with the number.
func RuleOf(index uint8) Doc { return rules[index].Doc }
