package validator

import (
	"context"
	"fmt"

	"github.com/specgen/specgen/validator/internal/engine"
	"github.com/specgen/specgen/validator/internal/readers"
	"github.com/specgen/specgen/validator/trace"
)

// What a [Collection] holds at most, so that its memory is bounded whatever the inputs.
const (
	MaxCollectedTraces  = 1_000
	MaxCollectedRecords = 131_072
	MaxCollectedBytes   = 48 << 20
)

// Query says which traces are collected: those with the ids, or those in which all terms hold, or the worst.
type Query struct {
	IDs   []trace.ID
	Terms []Term
	Worst int // how many traces, where there are neither ids nor terms
}

// Term is one condition on a trace: one of its records of a flow has the tag with the value. The key may also be "service" or "version", of
// the app, or a tag that trace ids derive from: that holds for the one trace with the id, although its records do not carry the tag.
type Term struct{ Key, Value string }

// Collection is the records of some traces, each held against the specs. It belongs to the caller.
type Collection struct {
	Inputs  []Input
	Records int64 // that were searched
	Matched int   // traces that fit, those included of which nothing was kept
	// TooMany says that more traces fit than are counted, so that Matched is a lower bound.
	TooMany bool
	Traces  []trace.ID // of which records were kept: for Query.Worst the worst first, else as they came
	// Kept are the records of the traces, and those of other traces that they name or that name them, in the order of the inputs.
	Kept []*trace.Judged
	Cut  bool  // there were more records than a collection holds; what is missing among those kept means nothing then
	End  int64 // when the inputs end, in nanoseconds since 1970; 0 where no record of a flow was read
}

// Complete reports whether every input was read completely.
func (c *Collection) Complete() bool { return (&Result{Inputs: c.Inputs}).Complete() }

// Collect reads the inputs, each of which can be opened several times, finds the traces of the query, and holds their records against the specs. It reads the inputs twice, once more
// to find the traces by terms or the worst ones, and once less where no record names another trace. What it keeps is bounded: see
// MaxCollectedTraces. Of opts those options count that say how to read and to judge. It fails if the context ends, a temporary file
// cannot be used, or the options are invalid; an input that cannot be read is a broken Input.
func (v *Validator) Collect(ctx context.Context, inputs []Source, q Query, opts Options) (*Collection, error) {
	if err := opts.check(v); err != nil {
		return nil, err
	}
	s := &collecting{v: v, ctx: ctx, inputs: inputs, opts: opts, out: &Collection{}}
	ids, err := s.find(q)
	if err != nil {
		return nil, err
	}
	s.wanted.traces = ids
	if err := s.collect(); err != nil {
		return nil, err
	}
	s.opts.Incomplete = s.opts.Incomplete || s.out.Cut
	return s.out, v.judge(ctx, s.out.Kept, s.scan, s.wanted.came, s.opts)
}

// collecting is one call of Collect.
type collecting struct {
	v      *Validator
	ctx    context.Context
	inputs []Source
	opts   Options
	out    *Collection
	scan   *engine.Scan
	wanted wanted
	kept   kept
	byID   bool // the traces were given, and are those that match if they are there
}

// find returns the ids of the traces, in order.
func (s *collecting) find(q Query) ([]trace.ID, error) {
	switch {
	case len(q.Terms) > 0:
		return s.byTerms(q)
	case len(q.IDs) == 0:
		return s.worst(max(q.Worst, 1))
	case len(q.IDs) > MaxCollectedTraces:
		return nil, fmt.Errorf("cannot collect %d traces at once: at most %d", len(q.IDs), MaxCollectedTraces)
	}
	s.byID = true
	return q.IDs, nil
}

// collect keeps the records of the wanted traces and those that name them, and then those that they name.
func (s *collecting) collect() error {
	s.scan = engine.NewScan(s.v.flows)
	s.wanted.begin(s.scan)
	if err := s.pass(s.scan, s.wanted.own); err != nil {
		return err
	}
	s.out.End = s.scan.End()
	if s.wanted.names(s.kept.records) {
		if err := s.pass(engine.NewScan(s.v.flows), s.wanted.related); err != nil {
			return err
		}
	}
	s.out.Kept, s.out.Cut = s.kept.inOrder(), s.kept.cut
	for _, id := range s.wanted.traces {
		if s.wanted.came[id] {
			s.out.Traces = append(s.out.Traces, id)
		}
	}
	if s.byID {
		s.out.Matched = len(s.out.Traces)
	}
	return nil
}

// pass reads all inputs, and keeps the records that are wanted. In the first one it notes what the inputs are.
func (s *collecting) pass(scan *engine.Scan, wants func(*trace.Record, *engine.Scan) bool) error {
	first := len(s.out.Inputs) == 0
	for i, source := range s.inputs {
		in, err := s.read(source, &passing{collecting: s, input: i, scan: scan, wants: wants})
		if err != nil {
			return err
		}
		scan.Unreadable = scan.Unreadable || in.Broken > 0
		if first {
			s.out.Inputs = append(s.out.Inputs, in)
			s.out.Records += in.Records
		}
	}
	return nil
}

func (s *collecting) read(source Source, to *passing) (Input, error) {
	to.seen = Input{File: source.Name}
	in := source.Open()
	defer in.Close()
	seen, err := readers.Read(interruptible{s.ctx, in}, readers.Options{Format: string(s.opts.Format), TempDir: s.opts.TempDir}, to)
	to.seen.Format, to.seen.Compression, to.seen.Bytes = Format(seen.Format), seen.Compression, seen.Bytes
	to.seen.Complete = to.seen.Broken == 0 && err == nil
	return to.seen, err
}

// passing is one input in one pass: the sink of its reader.
type passing struct {
	*collecting
	input int
	seen  Input
	scan  *engine.Scan
	wants func(*trace.Record, *engine.Scan) bool
}

// Record keeps the record if it is wanted.
func (p *passing) Record(one *trace.Record) error {
	p.seen.Records++
	if p.wants(one, p.scan) {
		p.kept.add(one, p.inputs[p.input].Name, p.input)
	}
	return nil
}

// Broken notes what is wrong with the input, unless it is that the context has ended.
func (p *passing) Broken(problem *trace.Problem) error {
	if err := p.ctx.Err(); err != nil {
		return err
	}
	if p.seen.Broken++; p.seen.Broken == 1 {
		p.seen.Problem = *problem
	}
	return nil
}

// Skipped counts requests with other signals than traces.
func (p *passing) Skipped(n int64) { p.seen.Skipped += n }
