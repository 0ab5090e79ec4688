package engine

import (
	"context"

	"github.com/specgen/specgen/validator/internal/compiled"
	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/trace"
)

// Scan is what has to be known of an input as a whole to judge some of its records: when it ends. It is not safe for concurrent use.
type Scan struct {
	Unreadable bool // a part of the input could not be read
	examiner   *facts.Examiner
	end        inputEnd
}

// NewScan returns a scan of no records.
func NewScan(flows *compiled.Flows) *Scan {
	return &Scan{examiner: facts.NewExaminer(flows, unnamed{})}
}

// Add takes a record into account. It returns the flow that the record is checked against, nil for none.
func (s *Scan) Add(raw *trace.Record) *compiled.Flow {
	flow := s.examiner.FlowOf(raw)
	if flow != nil && !raw.Defects.Has(trace.BadStart|trace.BadEnd) && facts.Plausible(raw.End) {
		s.end.add(raw.End)
	}
	return flow
}

// Facts returns what is known of a record by itself, nil where it is of no flow. It is valid until the next call.
func (s *Scan) Facts(raw *trace.Record) *facts.Record { return s.examiner.Examine(raw, 0) }

// End returns when the input ends, in nanoseconds since 1970; 0 where it has no record of a flow.
func (s *Scan) End() int64 { return s.end.time() }

// Listen has each report about a record or a trace passed on as it is made.
func (e *Engine) Listen(heard func(*findings.Heard)) { e.findings.Listen(heard) }

// CheckKept runs the checks of traces on the records so far, which are a part of the scanned input, and counts nothing. It takes the place
// of Finish.
func (e *Engine) CheckKept(ctx context.Context, of *Scan) error {
	e.end, e.unreadable = of.end, e.unreadable || of.Unreadable
	return e.checkAll(ctx)
}

// FlowOf returns the flow that the record is checked against, nil for none.
func (s *Scan) FlowOf(raw *trace.Record) *compiled.Flow { return s.examiner.FlowOf(raw) }

// CheckTraces runs the checks of traces on all records, and counts nothing. Each trace is passed on when it was checked, with the time when
// the input ends. It takes the place of Finish.
func (e *Engine) CheckTraces(ctx context.Context, checked func(t *facts.Trace, end int64)) error {
	end := e.completeness().End
	e.checked = func(t *facts.Trace) { checked(t, end) }
	return e.checkAll(ctx)
}
