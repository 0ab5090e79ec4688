package sample

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

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
