package infer

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// spanGuess is a span of the draft.
type spanGuess struct {
	span     *span
	place    *place
	kind     *kindGuess
	services []*serviceGuess
	parents  []*spanGuess
	optional bool // the parent may be missing: none is in the list
	any      bool
	why      string // of the parent
	uses     []*useGuess
	links    []*linkGuess
	key      *key // the span's id derives from it
	always   bool // once, in place of at most once
	measured bool
	kindWord string
	failures []*failure
	variant  *variantGuess // nil for none
	codeName string
	depth    int
}

// useGuess is a tag of a span or of a service.
type useGuess struct {
	tag      *tagGuess
	required bool
	records  int64
	of       int64
}

// linkGuess is a span that records of another one link to.
type linkGuess struct {
	to  *spanGuess
	min int
	why string
}

// failure is an enum with the values with which a span fails.
type failure struct {
	tag    *tagGuess
	values []*valueGuess
	why    string
}

func (g *spanGuess) name() string { return g.span.name }

// guessParents takes as parents what the records' parents are. Where most are outside the flow, any parent will do.
func (d *Draft) guessParents() {
	for _, s := range d.spans {
		d.guessParent(s)
	}
	d.breakCycles()
}

func (d *Draft) guessParent(s *spanGuess) {
	p := s.place
	inside, wrong := int64(0), false
	for above, e := range p.above {
		parent := d.bySpan[above]
		s.parents = append(s.parents, parent)
		inside += e.records()
		wrong = wrong || e.other > 0 && parent.kind == s.kind
	}
	slices.SortFunc(s.parents, func(a, b *spanGuess) int {
		return cmp.Or(cmp.Compare(p.above[b.span].records(), p.above[a.span].records()), cmp.Compare(a.name(), b.name()))
	})
	s.why = parentWords(s)
	few := inside*10 < p.missing
	switch {
	case p.outside > 0 || wrong || few && !s.leads() || len(s.parents) > 64:
		s.any, s.parents = true, nil
	case p.missing > 0 && len(s.parents) == 0:
		s.any = true
	default:
		s.optional = p.roots > 0
	}
}

// leads reports whether every parent that was found is in another trace: of a trace that is sampled most are missing.
func (g *spanGuess) leads() bool {
	for _, e := range g.place.above {
		if e.same > 0 {
			return false
		}
	}
	return len(g.place.above) > 0
}

// parentWords says what the parents of a span's records are.
func parentWords(s *spanGuess) string {
	p, words := s.place, ""
	add := func(n int64, what string) {
		if n > 0 {
			words += fmt.Sprintf(", %s %s", number(n), what)
		}
	}
	for _, parent := range s.parents[:min(len(s.parents), 8)] {
		e := p.above[parent.span]
		add(e.same, "below "+quote(parent.name()))
		add(e.other, "below "+quote(parent.name())+" of another trace")
	}
	if more := len(s.parents) - 8; more > 0 {
		words += fmt.Sprintf(", the others below %d more", more)
	}
	add(p.outside, "below spans that are not listed here")
	add(p.missing, "below a parent that is not in the data")
	add(p.roots, "without a parent")
	if words == "" {
		return "no record with valid ids"
	}
	return ofRecordsNoun(p.records) + words[1:]
}

func ofRecordsNoun(n int64) string { return "of " + plural(n, "record", "records") + ":" }

// breakCycles gives a span any parent where spans would wait for each other.
func (d *Draft) breakCycles() {
	for {
		begins := d.canBegin()
		i := slices.IndexFunc(d.spans, func(s *spanGuess) bool { return !begins[s] })
		if i < 0 {
			return
		}
		d.spans[i].anyParent()
	}
}

// anyParent takes back what a span's parents are.
func (g *spanGuess) anyParent() {
	g.any, g.optional, g.parents = true, false, nil
	if g.key != nil && g.key.parent {
		g.key = nil
	}
}

// canBegin returns the spans to which parents lead from one that needs none.
func (d *Draft) canBegin() map[*spanGuess]bool {
	begins := make(map[*spanGuess]bool, len(d.spans))
	for changed := true; changed; {
		changed = false
		for _, s := range d.spans {
			if begins[s] {
				continue
			}
			if len(s.parents) == 0 || s.optional || slices.ContainsFunc(s.parents, func(p *spanGuess) bool { return begins[p] }) {
				begins[s], changed = true, true
			}
		}
	}
	return begins
}

// guessSpan guesses what else there is of a span.
func (d *Draft) guessSpan(s *spanGuess) {
	s.measured = s.span.instants < s.span.records
	s.guessKind()
	d.guessOccurs(s)
	d.guessFailures(s)
	d.guessVariants(s)
}

// guessKind takes the kind that all records have that have one.
func (g *spanGuess) guessKind() {
	known := g.span.records - g.span.kinds[trace.UnknownKind]
	for kind := trace.KindInternal; kind <= trace.KindConsumer; kind++ {
		if n := g.span.kinds[kind]; n > 0 && n == known && kind != trace.KindInternal {
			g.kindWord = kind.String()
		}
	}
}

func (d *Draft) guessLinks(s *spanGuess) {
	for to, l := range s.place.links {
		g := &linkGuess{to: d.bySpan[to], why: ofRecords(l.records, s.place.records) + " of the span"}
		if l.records == s.place.records && l.records > 1 && d.o.sample.complete() && s.span.dropped == 0 && s.place.records == s.span.records {
			g.min = 1
		}
		s.links = append(s.links, g)
	}
	slices.SortFunc(s.links, func(a, b *linkGuess) int { return cmp.Compare(a.to.name(), b.to.name()) })
}

// guessOccurs takes the key that all span ids derive from, if there is one.
func (d *Draft) guessOccurs(s *spanGuess) {
	for i := range s.span.keys.left {
		c := &s.span.keys.left[i]
		if d.canBeKey(s, c) {
			s.key = c
			break
		}
	}
	if s.key == nil || s.kind.sampled() {
		return
	}
	switch {
	case s.key.parent:
		s.always = !slices.ContainsFunc(s.parents, func(p *spanGuess) bool {
			return s.place.above[p.span].parents < p.place.records || p.kind.sampled()
		})
	case len(s.key.tags) > 0:
		s.always = true
	default:
		s.always = s.place.traces == s.kind.traces
	}
}

func (d *Draft) canBeKey(s *spanGuess, c *key) bool {
	if c.parent {
		return len(s.parents) > 0 && !s.optional
	}
	if len(c.tags) == 0 {
		return !slices.Contains(s.parents, s)
	}
	for _, name := range c.tags {
		i := slices.IndexFunc(s.uses, func(u *useGuess) bool { return u.tag.name() == name })
		if i < 0 || !s.uses[i].required || s.uses[i].tag.list || s.uses[i].tag.kind == model.KindDouble {
			return false
		}
	}
	return true
}

// order puts spans after their parents, those with most records first.
func (d *Draft) order() {
	for _, s := range d.spans {
		s.depth = -1
	}
	for at, left := 0, len(d.spans); left > 0; at++ {
		next := d.below(at)
		for _, s := range next {
			s.depth = at
		}
		left -= len(next)
	}
	slices.SortStableFunc(d.spans, func(a, b *spanGuess) int {
		return cmp.Or(cmp.Compare(a.depth, b.depth), cmp.Compare(b.span.records, a.span.records), cmp.Compare(a.name(), b.name()))
	})
}

// below returns the spans without a depth that are below one with a depth, or else those that need no parent.
func (d *Draft) below(at int) []*spanGuess {
	var out, first []*spanGuess
	for _, s := range d.spans {
		switch {
		case s.depth >= 0:
		case slices.ContainsFunc(s.parents, func(p *spanGuess) bool { return p.depth >= 0 }):
			out = append(out, s)
		case len(s.parents) == 0 && at == 0, s.optional:
			first = append(first, s)
		}
	}
	if at == 0 && slices.ContainsFunc(first, func(s *spanGuess) bool { return len(s.parents) == 0 }) {
		return slices.DeleteFunc(first, func(s *spanGuess) bool { return len(s.parents) > 0 })
	}
	if len(out) > 0 {
		return out
	}
	return first[:1]
}

// durationText writes a duration for a comment.
func durationText(ns int64) string {
	d := time.Duration(ns)
	switch {
	case d >= time.Minute:
		d = d.Round(time.Second)
	case d >= time.Second:
		d = d.Round(10 * time.Millisecond)
	case d >= time.Millisecond:
		d = d.Round(10 * time.Microsecond)
	}
	return model.DurationText(d)
}
