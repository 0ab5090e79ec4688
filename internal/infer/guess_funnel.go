package infer

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/specgen/specgen/internal/model"
)

// Limits of a funnel.
const (
	maxStages = 12
	leastLeft = 20 // a stage is one that a record in so many of the stage before leads to, at least
)

// guessFunnel takes the longest way from a span to one below it, by parents and by links; of two as long that with more records.
func (d *Draft) guessFunnel() {
	type way struct {
		stages  []*spanGuess
		records int64
	}
	best := make(map[*spanGuess]way)
	var longest way
	isBetter := func(a, b way) bool {
		return cmp.Or(cmp.Compare(len(a.stages), len(b.stages)), cmp.Compare(a.records, b.records)) > 0
	}
	for _, s := range d.spans { // in the order of their depth: parents first
		to := way{[]*spanGuess{s}, s.span.records}
		for _, before := range d.spans {
			from, ok := best[before]
			if n := leading(before, s); !ok || n == 0 || n*leastLeft < before.place.records || len(from.stages) == maxStages || before.depth > s.depth {
				continue
			}
			w := way{append(slices.Clone(from.stages), s), from.records + s.span.records}
			if isBetter(w, to) {
				to = w
			}
		}
		best[s] = to
		if isBetter(to, longest) {
			longest = to
		}
	}
	if d.funnel = longest.stages; len(d.funnel) < 2 {
		d.funnel = nil
	}
}

// leading returns how many records of a span lead to one of another span: as its parent, or by a link in either direction.
func leading(from, to *spanGuess) int64 {
	if from == to {
		return 0
	}
	if e := to.place.above[from.span]; e != nil && slices.Contains(to.parents, from) {
		return e.parents
	}
	of := from.place.links[to.span]
	if of == nil || !slices.ContainsFunc(from.links, func(l *linkGuess) bool { return l.to == to }) {
		return 0
	}
	return of.records
}

// trimFunnel cuts the funnel where a stage does not follow from the one before any longer.
func (d *Draft) trimFunnel() {
	for i := 1; i < len(d.funnel); i++ {
		if leading(d.funnel[i-1], d.funnel[i]) == 0 {
			d.funnel = d.funnel[:i]
			break
		}
	}
	if len(d.funnel) < 2 {
		d.funnel = nil
	}
}

// stageWords says how many come to a stage.
func (d *Draft) stageWords(i int) string {
	s := d.funnel[i]
	if i == 0 {
		return plural(s.place.records, "record", "records")
	}
	before := d.funnel[i-1]
	return fmt.Sprintf("%s; %s of the stage before lead here", plural(s.place.records, "record", "records"), number(leading(before, s))+" of "+number(before.place.records))
}

// guessFailures finds an enum whose values say when the span failed: every record with such a value is an error, and no other is.
func (d *Draft) guessFailures(s *spanGuess) {
	s.failures = nil
	if s.span.failed < 2 || s.span.failed == s.span.records {
		return
	}
	for _, u := range s.uses {
		if u.tag.kind != model.KindEnum || u.tag.list {
			continue
		}
		f := &failure{tag: u.tag}
		counts := s.span.uses[u.tag.tag]
		failed, others := int64(0), false
		for _, v := range u.tag.values {
			i := u.tag.tag.values.number([]byte(v.wire))
			if i < 0 || i >= len(counts.values) || counts.values[i].records == 0 {
				others = true
				continue
			}
			if o := counts.values[i]; o.failed == o.records {
				f.values = append(f.values, v)
				failed += o.failed
			} else {
				others = true
			}
		}
		if failed == s.span.failed && others {
			f.why = fmt.Sprintf("all %s with the status error have these values, and no other record has", plural(failed, "record", "records"))
			s.failures = append(s.failures, f)
			return
		}
	}
}
