package engine

import "slices"

// Forks returns the engine and Options.Jobs - 1 others. Each takes a part of the records, in a goroutine of its own; rows and findings
// are those of all of them. Finish and what follows it are called on the first, when none of the others is used any more.
func (e *Engine) Forks() []*Engine { return append([]*Engine{e}, e.forks...) }

// join adds what forks have counted.
func (e *Engine) join() {
	for _, f := range e.forks {
		e.add(f)
	}
}

// add adds what another engine has counted of the records that it has read.
func (e *Engine) add(f *Engine) {
	e.counts.Records += f.counts.Records
	e.counts.FlowRecords += f.counts.FlowRecords
	e.coverage.Merge(f.coverage) // and so counts.Spans
	e.end.merge(&f.end)
	e.unreadable = e.unreadable || f.unreadable
	e.stopped = e.stopped || f.stopped
	for service, n := range f.services.records {
		*e.services.of(service) += *n
	}
}

// joinTraces adds how many traces forks have counted.
func (e *Engine) joinTraces() {
	for _, one := range append(slices.Clone(e.forks), e.large) {
		if one != nil {
			e.addTraces(one)
		}
	}
}

// addTraces adds how many traces another engine has counted.
func (e *Engine) addTraces(f *Engine) {
	e.counts.Traces += f.counts.Traces
	for i, n := range f.counts.SpanTraces {
		e.counts.SpanTraces[i] += n
	}
}
