// Package engine runs the rules on the records of one run of the validator:
//
//  1. Record works out the facts about a record (facts.Examiner) and runs the checks of records. Those that look only at the shape of a
//     record do not run where its shape is known to break no rule. It stores rows: one under the record's trace id; a lookup under the
//     trace id of its parent, if that is another trace, and under that of each record that it links to.
//  2. Finish groups the rows by trace, works out the facts about each trace in the order that facts.Trace states (copies, parents,
//     cycles, what is missing, what is explained by that), and runs the checks on them. What has to be looked up by span id in
//     other traces becomes rows under span ids. If a record names its parent by its span id alone, or denies a link from another than the one that
//     it names, the records that may be such parents have rows there as well.
//  3. Finish then groups the rows by span id, matches parents with their children in other traces, finds links whose targets name
//     another parent, counts links by target
//     (facts.RemoteParents, facts.LinkCounts), and runs the checks on those.
//  4. The checks of the input run last.
//
// A check runs on a fact if all conditions hold that its rule needs. Rules depend neither on each other nor on the order in
// which they run: package findings counts reports in any order.
//
// In the end the findings are counted, and package causes says which of them are one defect, and which defect explains which.
//
// The dependencies are engine → rules → facts → compiled, with findings and group below them: package facts does not import
// rules, and rules does not import engine.
//
// A row has about 80 bytes: ids, times, a hash of the content, a hash of the key, service and version, the place in the
// input, and the texts of tags with scope: trace. A record of no flow leaves a short row with its name, so that a finding
// can say that its child's parent is "GET /messages". Some exporters of OTLP write the id of a parent in another trace as
// parentSpanId and name no trace: such ids are looked up by span id alone, among the records that may be a parent in
// another trace.
//
// Of several records with one span id the content that occurs most is kept, then the earliest; ties are settled by what the
// records say, and only then by where they stand. So the order of inputs and records changes nothing but
// the places of examples.
//
// The rows of one trace cannot be divided. Of a trace with too many rows the earliest are judged together, the rule
// large-trace reports it, and rules about missing spans are off for it.
package engine

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/specgen/specgen/validator/internal/causes"
	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/internal/rules"
	"github.com/specgen/specgen/validator/trace"
)

// Engine checks records against flows. It is not safe for concurrent use; several engines can share the flows, and forks of one engine
// check a part of its records each. Close removes its temporary files and must be called.
type Engine struct {
	flows    *compiled.Flows
	opts     Options
	rules    []*rules.Rule
	checks   checkLists
	examiner *facts.Examiner
	coverage *facts.Coverage
	reporter *rules.Reporter
	findings *findings.Collector
	byTrace  *group.Writer
	bySpanID *group.Writer
	stores   *stores
	forks    []*Engine
	large    *Engine // a fork for traces that take much memory; nil without others
	row      []byte  // buffer for the row that is being written

	input      uint32 // the number of the input that records are from
	end        inputEnd
	unreadable bool // a part of an input could not be read: what is missing may be in it
	stopped    bool // there would have been more records
	counts     Counts
	services   serviceCounts
	known      *facts.Completeness // of all parts, where the engine checks a shard of them
	cut        atomic.Bool         // a trace had more rows than are checked together
	defects    []*causes.Defect
	checked    func(*facts.Trace) // of CheckTraces, or nil
}

// Counts is what was read.
type Counts struct {
	Records     int64
	FlowRecords int64
	Traces      int64   // with at least one record of a flow
	Spans       []int64 // records, by SpanName.Index
	SpanTraces  []int64 // traces with at least one record of the span, by SpanName.Index
}

// stores are the rows of an engine and its forks.
type stores struct {
	byTrace, bySpanID *group.Store
	noRoom            atomic.Pointer[error] // rows cannot be put by on disk any more
}

// full is called when rows cannot be put by on disk.
func (s *stores) full(err error) { s.noRoom.CompareAndSwap(nil, &err) }

// New returns an engine that runs the rules. Their order changes no finding.
func New(flows *compiled.Flows, list []*rules.Rule, opts Options) *Engine {
	budget := opts.budget()
	kept := &stores{byTrace: group.New(budget/8*6, opts.TempDir), bySpanID: group.New(budget/8, opts.TempDir)}
	kept.byTrace.NoRoom(kept.full)
	kept.bySpanID.NoRoom(kept.full)
	kept.byTrace.KeepFirst(firstRows(opts.Memory))
	kept.bySpanID.KeepFirst(firstRows(opts.Memory))
	collected := findings.New(opts.Examples, budget/8, opts.TempDir)
	if opts.Seed != 0 {
		kept.byTrace.Seed(opts.Seed)
		kept.bySpanID.Seed(opts.Seed)
		collected.Seed(opts.Seed)
	}
	e := newEngine(flows, list, opts, collected, kept)
	for range opts.Jobs - 1 {
		e.forks = append(e.forks, newEngine(flows, list, opts, e.findings.Fork(), kept))
	}
	if len(e.forks) > 0 {
		e.large = newEngine(flows, list, opts, e.findings.Fork(), kept)
	}
	e.findings.NoRoom(kept.full)
	return e
}

func newEngine(flows *compiled.Flows, list []*rules.Rule, opts Options, collector *findings.Collector, kept *stores) *Engine {
	e := &Engine{
		flows: flows, opts: opts, rules: list, findings: collector, coverage: facts.NewCoverage(flows), stores: kept,
		reporter: rules.NewReporter(flows, list, opts.Overrides, collector), examiner: facts.NewExaminer(flows, collector),
		byTrace: kept.byTrace.Writer(), bySpanID: kept.bySpanID.Writer(),
	}
	if opts.ExamineInFull {
		e.examiner.ExamineInFull()
	}
	collector.CountIn(opts.Overview)
	e.checks.row = newRowChecks(len(flows.Spans))
	for i, rule := range list {
		e.checks.add(rule, e.reporter, i)
	}
	e.counts.Spans, e.counts.SpanTraces = e.coverage.Spans, facts.Unshared[int64](len(flows.SpanNames))
	return e
}

// Input sets the number of the input that the following records are from.
func (e *Engine) Input(n uint32) { e.input = n }

// Record checks a record and stores its rows. Its errors are those of temporary files. After the first one, Interrupt and Finish may still be
// called: all that was read is there.
func (e *Engine) Record(raw *trace.Record) error {
	if err := e.record(raw); err != nil {
		return err
	}
	if err := e.stores.noRoom.Load(); err != nil {
		return *err
	}
	return nil
}

func (e *Engine) record(raw *trace.Record) error {
	e.counts.Records++
	r := e.examiner.Examine(raw, e.input)
	if r == nil {
		return e.keepOther(raw, 0)
	}
	e.counts.FlowRecords++
	if !raw.Defects.Has(trace.BadStart|trace.BadEnd) && facts.Plausible(raw.End) {
		e.end.add(raw.End)
	}
	if judge, err := e.observe(r); err != nil || !judge {
		return err
	}
	e.checks.record.run(r, e.examiner, e.reporter)
	e.coverage.Add(r)
	e.services.add(r.Source.Service, e.findings)
	if e.opts.Overview != nil {
		if err := e.opts.Overview.Record(r.Source); err != nil {
			return err
		}
	}
	if err := e.keep(r); err != nil {
		return err
	}
	return e.reporter.Err()
}

// Unreadable reports a place of the input that cannot be read.
func (e *Engine) Unreadable(offset, line int64, problem string) error {
	e.unreadable = true
	e.checks.unreadablePlace.run(facts.UnreadablePlace{Input: e.input, Line: line, Offset: offset, Problem: problem}, 0)
	return e.reporter.Err()
}

// Interrupt says that there would have been more records: no absence is conclusive.
func (e *Engine) Interrupt() { e.stopped = true }

// Finish checks the traces and the input, and returns the findings. Record must not be called afterwards. It returns early, with
// the context's error, when the context ends.
func (e *Engine) Finish(ctx context.Context) ([]*findings.Finding, error) {
	e.join()
	if err := e.checkAll(ctx); err != nil {
		return nil, err
	}
	seen := e.completeness()
	seen.Partial = seen.Partial || e.unreadable // what is never seen is worth saying only of all that there is
	input := facts.NewInput(e.flows, e.coverage, seen)
	input.CoverageRequired = e.opts.RequireCoverage
	e.checks.input.run(input, input.Holds)
	return e.countFindings(ctx)
}

// countFindings counts the findings, and brings those together that are one defect.
func (e *Engine) countFindings(ctx context.Context) ([]*findings.Finding, error) {
	ruleOf := func(number uint8) string { return e.Rule(number).ID }
	defects := causes.Collect(e.findings.Collected(), e.findings, ruleOf, e.flows)
	found, counted, err := e.findings.FindingsTogether(ctx, defects.Plan(), 1+len(e.forks))
	if err != nil {
		return nil, err
	}
	e.lower(found)
	e.defects = defects.Decide(found, counted)
	return found, nil
}

// lower makes warnings of errors that rest on absence where a part of an input could not be read.
func (e *Engine) lower(found []*findings.Finding) {
	for _, f := range found {
		if e.Doubtful(f.Rule) {
			f.Severity = min(f.Severity, trace.Warning)
		}
	}
}

// Doubtful reports whether what the rule with the number finds to be missing may be in a part of an input that could not be read.
func (e *Engine) Doubtful(number uint8) bool { return e.unreadable && e.rules[number].OfAbsence() }

// Defects returns what the findings are that Finish returned, the worst first.
func (e *Engine) Defects() []*causes.Defect { return e.defects }

// nanos returns a time in nanoseconds since 1970, 0 for none.
func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// completeness says when absence is conclusive, now that everything was read.
func (e *Engine) completeness() facts.Completeness {
	if e.known != nil {
		return *e.known
	}
	return facts.Completeness{Partial: e.opts.Incomplete || e.stopped, Settle: int64(e.opts.Settle), End: e.end.time(), From: nanos(e.opts.From), Until: nanos(e.opts.Until)}
}

// Counts returns what was read. Traces are counted by Finish.
func (e *Engine) Counts() Counts { return e.counts }

// Names returns the names behind the hashes of findings.
func (e *Engine) Names() *findings.Collector { return e.findings }

// Rule returns the rule with the number that a finding has.
func (e *Engine) Rule(number uint8) *rules.Rule { return e.rules[number] }

// ServiceCounts calls do for every service with flow records, once or more often. Services that are not kept apart have one name.
func (e *Engine) ServiceCounts(do func(service string, records int64)) {
	for service, count := range e.services.records {
		do(e.findings.ServiceOf(service), *count)
	}
}

// Close removes temporary files.
func (e *Engine) Close() error {
	return errors.Join(e.findings.Close(), e.stores.byTrace.Close(), e.stores.bySpanID.Close())
}
