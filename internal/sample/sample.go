// Package sample makes traces that keep the specs of flows: values of every tag's constraints, ids that derive, parents, links, shares
// that are lost on the way and times as they are in life. The same options give the same bytes on every machine.
//
// A run is one time that a flow is gone through, in one trace or several. A plan is what is decided of a flow once; a run follows from
// the plan and its number alone, so that runs can be made in any order, and memory does not grow with their number.
package sample

import (
	"errors"
	"fmt"
	"time"

	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// Options say what is made. Start, and Traces or Records, have to be set.
type Options struct {
	Seed   uint64
	Start  time.Time     // when the first run begins
	Spread time.Duration // over which the runs begin
	// Traces and Records are how many there are at least: the run in which the number is reached is the last one. Of both, the one that is
	// reached first counts; 0 is no limit.
	Traces, Records int64
	Keep            map[string]float64 // by the name of a span: which share of its parents' records it follows
	Unsampled       bool               // traces that sampling does not keep are there too
	Break           []string           // rules, of which each broken run breaks one, in turn
	OneIn           int64              // of so many runs one is broken; 0 is 1
	Jobs            int                // goroutines; 0 is one
	To              validator.Format   // of what is written
}

// Sampler makes runs. It is safe for concurrent use.
type Sampler struct {
	opts  Options
	plans []*plan
	every time.Duration // between the starts of runs
	breakage
}

// New returns a sampler for the flows of a validator.
func New(v *validator.Validator, opts Options) (*Sampler, error) {
	s := &Sampler{opts: opts}
	if opts.Traces <= 0 && opts.Records <= 0 {
		return nil, errors.New("cannot tell how much to make: give a number of traces or of records above 0")
	}
	flows := v.Flows()
	for name := range opts.Keep {
		if !v.HasSpan(name) {
			return nil, fmt.Errorf("cannot keep a share of %q: no flow has such a span", name)
		}
	}
	for i, flow := range flows {
		p, err := newPlan(flow, &s.opts, uint64(i), nil)
		if err != nil {
			return nil, err
		}
		s.plans = append(s.plans, p)
	}
	if err := s.estimate(); err != nil {
		return nil, err
	}
	return s, s.findBreaks(v)
}

// sized is how many runs are made to see how much is in one.
const sized = 200

// estimate works out how far apart runs begin, so that they fill the spread.
func (s *Sampler) estimate() error {
	var traces, records int64
	n := uint64(sized)
	for i := range n {
		r, err := s.run(i)
		if err != nil {
			return err
		}
		t, all := r.size()
		traces, records = traces+t, records+all
	}
	runs := int64(1) << 62
	if s.opts.Traces > 0 {
		runs = min(runs, s.opts.Traces*sized/max(traces, 1))
	}
	if s.opts.Records > 0 {
		runs = min(runs, s.opts.Records*sized/max(records, 1))
	}
	s.every = s.opts.Spread / time.Duration(max(runs, 1))
	return nil
}

// run makes the run with the number.
func (s *Sampler) run(number uint64) (*run, error) {
	n := uint64(len(s.plans))
	return s.plans[number%n].newRun(number/n, s.startOf(number), s.opts.Unsampled, false)
}

// startOf returns when a run begins, in microseconds since 1970.
func (s *Sampler) startOf(number uint64) int64 {
	jitter := newRandom(s.opts.Seed, 7, number)
	return s.opts.Start.UnixMicro() + int64(number)*int64(s.every)/1000 + int64(jitter.below(uint64(s.every/1000)+1))
}

// size returns how many traces and records of a run are kept.
func (r *run) size() (traces, records int64) {
	for _, t := range r.traces {
		if t.kept && len(t.count) > 0 {
			traces++
		}
	}
	for _, n := range r.steps {
		if n.trace.kept {
			records++
		}
	}
	return traces, records
}

// made is a record with what it was made of.
type made struct {
	*trace.Record
	node *node
}

// records returns the records of a run that are kept.
func (r *run) records() []made {
	out := make([]made, 0, len(r.steps))
	all := make([]trace.Record, len(r.steps))
	for i, n := range r.steps {
		if n.trace.kept {
			r.fill(&all[i], n)
			out = append(out, made{&all[i], n})
		}
	}
	return out
}

func (r *run) fill(to *trace.Record, n *node) {
	to.TraceID, to.SpanID = n.trace.id, n.id
	if n.parent != nil {
		if to.ParentID = n.parent.id; n.parent.trace.id != n.trace.id {
			to.ParentTraceID = n.parent.trace.id
		}
	}
	to.Name, to.Service, to.Resource = []byte(n.span.Name), n.service.wire, n.resource
	to.Flow, to.FlowVersion = r.name, r.version
	to.Start = n.start * 1000
	to.End = to.Start + n.duration*1000
	to.Kind = trace.SpanKind(n.span.Kind)
	if n.failed != "" {
		to.Failed, to.StatusMessage = true, []byte(n.failed)
	}
	to.Tags = make([]trace.Tag, len(n.tags))
	for i, t := range n.tags {
		to.Tags[i] = trace.Tag{Key: []byte(t.tag.Name), Value: t.value}
	}
	for _, l := range n.links {
		to.Links = append(to.Links, trace.Link{TraceID: l.trace.id, SpanID: l.id})
	}
}
