package sample

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// breakage is what is broken.
type breakage struct {
	validator *validator.Validator
	rules     []*broken // that runs break in turn
	// Of rules about the whole input:
	without []func(m made)  // changes that every record undergoes, so that something is never seen
	drop    map[*span]bool  // spans that are never seen
	tail    []byte          // is written behind all else
	large   map[uint64]bool // the numbers of runs with a trace that is too large
}

// broken is a rule, with what was seen to break it and nothing else.
type broken struct {
	rule     string
	attempts [][]attempt // by plan
}

// attempt is a recipe with the plan of the runs that it changes.
type attempt struct {
	plan   *plan
	recipe recipe
	start  int64 // when the runs begin, in microseconds since 1970; 0 for their usual time
}

// Trying recipes: each on so many runs at most, until it has worked so often; a few that work are enough.
const (
	triedRuns    = 24
	triedWorks   = 2
	enoughOfEach = 6
)

// numberOfOther is the number of a run that is none of those that are tried.
const numberOfOther = 1_000_000

// expiredRule is broken after the spans' last day.
const expiredRule = "expired-span"

// findBreaks finds out how the rules can be broken: every recipe is tried, and judged by the validator.
func (s *Sampler) findBreaks(v *validator.Validator) error {
	s.validator = v
	for _, rule := range s.opts.Break {
		if s.wholeInput(rule) != nil {
			if err := s.wholeInput(rule)(v); err != nil {
				return err
			}
			continue
		}
		i := slices.IndexFunc(ways, func(w way) bool { return w.rule == rule })
		if i < 0 {
			return fmt.Errorf("cannot break the rule %s: it is not known how", rule)
		}
		one, err := s.findWays(v, &ways[i])
		if err != nil {
			return err
		}
		s.rules = append(s.rules, one)
	}
	return nil
}

// findWays returns the recipes that break the rule and nothing else.
func (s *Sampler) findWays(v *validator.Validator, w *way) (*broken, error) {
	if w.otlp && s.opts.To == validator.SpanEvent {
		return nil, fmt.Errorf("cannot break the rule %s: SpanEvents have no place for it; take --to %s", w.rule, validator.OTLPJSON)
	}
	out := &broken{rule: w.rule}
	found, tried := false, 0
	also := map[string]bool{}
	for _, p := range s.plans {
		var works []attempt
		for _, a := range s.attempts(p, w) {
			if tried++; len(works) < enoughOfEach && s.works(v, w.rule, a, also) {
				works = append(works, a)
			}
		}
		out.attempts = append(out.attempts, works)
		found = found || len(works) > 0
	}
	if found {
		return out, nil
	}
	return nil, fmt.Errorf("cannot break the rule %s: %s", w.rule, s.why(w, tried, also))
}

// why says why a rule cannot be broken.
func (s *Sampler) why(w *way, tried int, also map[string]bool) string {
	var names []string
	for _, p := range s.plans {
		names = append(names, p.flow.Name)
	}
	flows := "the flow " + names[0]
	if len(names) > 1 {
		flows = "the flows " + strings.Join(names, ", ")
	}
	delete(also, w.rule)
	if len(also) == 0 {
		return fmt.Sprintf("%s has no %s", flows, w.needs)
	}
	var others []string
	for rule := range also {
		others = append(others, rule)
	}
	slices.Sort(others)
	return fmt.Sprintf("in %s whatever breaks it breaks another rule too: %s", flows, strings.Join(others, ", "))
}

// attempts returns what may break the rule in runs of a plan.
func (s *Sampler) attempts(p *plan, w *way) (out []attempt) {
	if w.gone == nil {
		for _, r := range w.recipes(p) {
			out = append(out, attempt{plan: p, recipe: r})
		}
		return out
	}
	for _, of := range p.flow.Spans {
		if !w.gone(of) {
			continue
		}
		opts := s.opts
		var start int64
		if w.rule == expiredRule {
			opts.Start = of.Expires.AddDate(0, 0, 2)
			start = opts.Start.UnixMicro()
		}
		with, err := newPlan(p.flow, &opts, uint64(slices.Index(s.plans, p)), of)
		if err != nil || with.wanted == nil {
			continue
		}
		out = append(out, attempt{with, func(one *scene) bool {
			_, ok := one.pick(with.wanted, nil)
			return ok
		}, start})
	}
	return out
}

// works tries a recipe, and notes which other rules it breaks.
func (s *Sampler) works(v *validator.Validator, rule string, a attempt, also map[string]bool) bool {
	worked := 0
	for number := range uint64(triedRuns) {
		r, records, err := s.change(a, number, number%3 != 2)
		if err != nil || r == nil {
			continue
		}
		rules, err := s.judged(v, rule, records)
		if err != nil {
			return false
		}
		if len(rules) != 1 || rules[0] != rule {
			for _, other := range rules {
				also[other] = true
			}
			return false
		}
		if worked++; worked == triedWorks {
			break
		}
	}
	return worked > 0
}

// judged returns the rules that the records break, as they are written.
func (s *Sampler) judged(v *validator.Validator, rule string, records []made) ([]string, error) {
	records = slices.Clone(records)
	for _, p := range s.plans { // whether an outcome is missing is known once the input is later
		if p.longest() == shortest {
			continue
		}
		from := s.opts.Start
		if rule != "missing-outcome" {
			from = from.Add(s.opts.Spread + p.longest())
		}
		whole, err := p.newRun(numberOfOther, from.UnixMicro(), true, true)
		if err != nil {
			return nil, err
		}
		records = append(records, whole.records()...)
	}
	var text bytes.Buffer
	if err := write(&text, records, s.opts.To); err != nil {
		return nil, err
	}
	unseen := validator.Severity{Rule: "never-seen", Is: trace.Off}
	result, err := v.Validate(context.Background(), "sample", text.Bytes(), validator.Options{
		Severity: []validator.Severity{unseen}, Format: s.opts.To, Examples: 1,
	})
	if err != nil {
		return nil, err
	}
	var out []string
	for _, f := range result.Findings {
		if !slices.Contains(out, f.Rule) {
			out = append(out, f.Rule)
		}
	}
	return out, nil
}

// change makes a run of the attempt's plan, and breaks it. The run is nil where it does not have what it takes.
func (s *Sampler) change(a attempt, number uint64, covers bool) (*run, []made, error) {
	start := a.start
	if start == 0 {
		start = s.startOf(number*uint64(len(s.plans)) + uint64(s.placeOf(a.plan)))
	} else { // after the last day of a span
		start += int64(number) * int64(s.every/time.Microsecond)
	}
	r, err := a.plan.newRun(number, start, s.opts.Unsampled, covers)
	if err != nil {
		return nil, nil, err
	}
	r.random = newRandom(r.seed, 9, number)
	one := &scene{run: r, records: r.records()}
	if !a.recipe(one) || len(one.records) == 0 {
		return nil, nil, nil
	}
	return r, one.records, nil
}

// placeOf returns which of the plans a plan is, or is of the same flow as.
func (s *Sampler) placeOf(p *plan) int {
	return slices.IndexFunc(s.plans, func(one *plan) bool { return one.flow == p.flow })
}

// broken returns the records of a run that is broken; no run where it is not to be, or cannot be.
func (s *Sampler) broken(number uint64) (*run, []made, error) {
	if s.large[number] {
		return s.largeRun(number)
	}
	every := uint64(max(1, s.opts.OneIn))
	if len(s.rules) == 0 || number%every != 0 {
		return nil, nil, nil
	}
	plans := uint64(len(s.plans))
	turn := number / every
	for i := range s.rules {
		rule := s.rules[(int(turn%uint64(len(s.rules)))+i)%len(s.rules)]
		if rule.rule == "missing-outcome" && number == 0 {
			continue // the run that is later than those that miss something
		}
		list := rule.attempts[number%plans]
		for _, covers := range []bool{false, true} {
			for j := range list {
				a := list[(int(turn/uint64(len(s.rules))%uint64(len(list)))+j)%len(list)]
				r, records, err := s.change(a, number/plans, covers)
				if err != nil {
					return nil, nil, err
				}
				if r == nil {
					continue
				}
				// What worked on some runs may do more to this one.
				if found, err := s.judged(s.validator, rule.rule, records); err != nil || len(found) == 1 && found[0] == rule.rule {
					return r, records, err
				}
			}
		}
	}
	return nil, nil, nil
}

// neverSeen leaves something out of all records that no other rule asks for.
func (s *Sampler) neverSeen(v *validator.Validator) error {
	for _, p := range s.plans {
		for _, of := range slices.Backward(p.spans) {
			for _, use := range of.Tags {
				if !use.Required && use.Deprecated == nil && use.Tag.Deprecated == nil {
					s.without = append(s.without, func(m made) {
						if at := tagAt(m, use.Tag); m.node.span == of && at >= 0 {
							m.Tags = slices.Delete(m.Tags, at, at+1)
						}
					})
					if s.showsNothingElse(v) {
						return nil
					}
					s.without = nil
				}
			}
		}
		for _, of := range slices.Backward(p.spans) {
			s.drop = map[*span]bool{of: true}
			if s.showsNothingElse(v) {
				return nil
			}
			s.drop = nil
		}
	}
	return fmt.Errorf("cannot break the rule never-seen: every span, tag and service has to be there")
}

// showsNothingElse reports whether never-seen is found in the first runs, and nothing else.
func (s *Sampler) showsNothingElse(v *validator.Validator) bool {
	runs := 0
	for _, p := range s.plans {
		runs += 2 * p.covering
	}
	var all []made
	for i := range uint64(runs) {
		_, records, _, err := s.records(i)
		if err != nil {
			return false
		}
		all = append(all, records...)
	}
	var text bytes.Buffer
	if write(&text, all, s.opts.To) != nil {
		return false
	}
	result, err := v.Validate(context.Background(), "sample", text.Bytes(), validator.Options{Format: s.opts.To})
	return err == nil && len(result.Findings) > 0 && !slices.ContainsFunc(result.Findings, func(f trace.Finding) bool { return f.Rule != "never-seen" })
}

// leftOut takes out of records what is never to be seen.
func (s *Sampler) leftOut(records []made) []made {
	if len(s.drop) > 0 {
		records = slices.DeleteFunc(records, func(m made) bool { return s.drop[m.node.span] })
	}
	for _, change := range s.without {
		for _, m := range records {
			change(m)
		}
	}
	return records
}

// brokenInput ends the output in the middle of a record.
func (s *Sampler) brokenInput(*validator.Validator) error {
	r, err := s.plans[0].newRun(0, s.opts.Start.UnixMicro(), true, true)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := write(&text, r.records()[:1], s.opts.To); err != nil {
		return err
	}
	s.tail = text.Bytes()[:text.Len()/2]
	return nil
}

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

// wholeInput returns what breaks a rule about the whole input, or nil.
func (s *Sampler) wholeInput(rule string) func(*validator.Validator) error {
	switch rule {
	case "never-seen":
		return s.neverSeen
	case "broken-input":
		return s.brokenInput
	case "large-trace":
		return s.largeTrace
	}
	return nil
}
