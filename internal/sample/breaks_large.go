package sample

import (
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// largeTraceRecords is how many records a trace has that is too large to be judged as a whole.
const largeTraceRecords = 70_000

// largeTrace finds a run with a record that may be there thousands of times.
func (s *Sampler) largeTrace(v *validator.Validator) error {
	also := map[string]bool{}
	for i := range uint64(len(s.plans)) * 4 {
		s.large = map[uint64]bool{i: true}
		r, records, err := s.largeRun(i)
		if err != nil || r == nil {
			continue
		}
		rules, err := s.judged(v, "large-trace", records)
		if err == nil && len(rules) == 1 && rules[0] == "large-trace" {
			return nil
		}
		for _, other := range rules {
			also[other] = true
		}
	}
	s.large = nil
	return fmt.Errorf("cannot break the rule large-trace: %s", s.why(&way{rule: "large-trace", needs: "span that may be in a trace thousands of times"}, 1, also))
}

// largeRun makes a run in which one record is there thousands of times, each time with another id.
func (s *Sampler) largeRun(number uint64) (*run, []made, error) {
	plans := uint64(len(s.plans))
	p := s.plans[number%plans]
	r, err := p.newRun(number/plans, s.startOf(number), s.opts.Unsampled, true)
	if err != nil {
		return nil, nil, err
	}
	one := &scene{run: r, records: r.records()}
	for _, of := range slices.Backward(p.spans) {
		m, ok := one.pick(of, nil)
		if !ok || of.Occurs.PerParent || of.Occurs.Multiplicity == model.Once || of.Occurs.Multiplicity == model.AtMostOnce ||
			of.DerivesID() && r.keyed(of) < largeTraceRecords || len(of.FollowedBy) > 0 ||
			slices.ContainsFunc(of.children, func(child *span) bool { return mandatory(of, child) }) {
			continue
		}
		for i := range largeTraceRecords {
			again := one.again(m)
			again.Links = nil
			again.Start, again.End = again.Start+int64(i)*1000, again.End+int64(i)*1000
			again.SpanID = r.anotherKey(again)
		}
		return r, one.records, nil
	}
	return nil, nil, nil
}

// anotherKey gives a copy of a record other values of its key, and returns the id that they give it.
func (r *run) anotherKey(m made) trace.SpanID {
	n := *m.node
	n.tags = slices.Clone(n.tags)
	n.trace.count[n.span]++
	for _, key := range n.span.Occurs.Keys {
		for i := range n.tags {
			if n.tags[i].tag == key && !key.TraceScope && !r.ids[key] {
				n.tags[i].value = r.keyFor(&n, key)
				m.Tags[tagAt(m, key)].Value = n.tags[i].value
			}
		}
	}
	return r.spanID(&n)
}
