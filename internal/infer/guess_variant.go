package infer

import (
	"slices"

	"github.com/specgen/specgen/internal/model"
	"github.com/specgen/specgen/validator/trace"
)

// Limits of what is counted to find tags that depend on the value of another one.
const (
	maxChoosers = 6 // tags of a span that may choose
	maxCases    = 8 // values of one
	leastOfCase = 5 // records with a value, for what they lack to mean something
)

// beside is on how many records a tag stands beside each of the first values of each chooser.
type beside [maxChoosers]*[maxCases]int64

// countBeside counts which tags of a record stand beside which values of the tags that may choose.
func (o *Observer) countBeside(s *span, r *trace.Record) {
	var values [maxChoosers]int
	found := false
	for i := range values {
		values[i] = -1
	}
	for i := range r.Tags {
		t := o.tags.by[string(r.Tags[i].Key)]
		if t == nil || repeats(r.Tags, i) {
			continue
		}
		if n := t.number(&r.Tags[i].Value); n >= 0 && n < maxCases && t.values.all() && len(t.values.texts) <= maxCases {
			if c := s.chooser(t); c >= 0 {
				values[c], found = n, true
			}
		}
	}
	if !found {
		return
	}
	for i := range r.Tags {
		t := o.tags.by[string(r.Tags[i].Key)]
		u := s.uses[t]
		if t == nil || u == nil || repeats(r.Tags, i) {
			continue
		}
		for c, value := range values {
			if value < 0 || s.choosers[c] == t {
				continue
			}
			if u.beside[c] == nil {
				u.beside[c] = new([maxCases]int64)
			}
			u.beside[c][value]++
		}
	}
}

// chooser returns the number of a tag among those that may choose, or -1 where there are too many.
func (s *span) chooser(t *tag) int {
	if i := slices.Index(s.choosers, t); i >= 0 {
		return i
	}
	if len(s.choosers) == maxChoosers {
		return -1
	}
	s.choosers = append(s.choosers, t)
	return len(s.choosers) - 1
}

// variantGuess is the tags of a span that depend on the value of an enum.
type variantGuess struct {
	chooser *tagGuess
	cases   []*caseGuess
	uses    []*useGuess // what they are without the variant: optional
}

// caseGuess is the tags beside one value.
type caseGuess struct {
	value   *valueGuess
	records int64
	uses    []*useGuess
}

// guessVariants finds the enum by whose value most of the optional tags of a span are there or not.
func (d *Draft) guessVariants(s *spanGuess) {
	var best *variantGuess
	for c, t := range s.span.choosers {
		g := d.byTag[t]
		i := slices.IndexFunc(s.uses, func(u *useGuess) bool { return u.tag == g })
		if g == nil || i < 0 || !s.uses[i].required || g.kind != model.KindEnum || g.open || g.list {
			continue
		}
		if v := s.variantOver(g, c); v != nil && (best == nil || len(v.uses) > len(best.uses)) {
			best = v
		}
	}
	if s.variant = best; best == nil {
		return
	}
	s.uses = slices.DeleteFunc(s.uses, func(u *useGuess) bool { return slices.Contains(best.uses, u) })
}

// variantOver returns the tags that are there with some values of an enum and never with others, or nil.
func (g *spanGuess) variantOver(chooser *tagGuess, c int) *variantGuess {
	v := &variantGuess{chooser: chooser}
	counts := g.span.uses[chooser.tag].values
	numbers := make([]int, len(chooser.values))
	for i, value := range chooser.values {
		one := &caseGuess{value: value}
		if numbers[i] = chooser.tag.values.number([]byte(value.wire)); numbers[i] >= maxCases {
			return nil
		}
		if numbers[i] < len(counts) {
			one.records = counts[numbers[i]].records
		}
		v.cases = append(v.cases, one)
	}
	for _, u := range g.uses {
		if u.required || slices.ContainsFunc(g.failures, func(f *failure) bool { return f.tag == u.tag }) {
			continue
		}
		if of := g.span.uses[u.tag.tag].beside[c]; of != nil && v.depends(u, of, numbers) {
			v.uses = append(v.uses, u)
			for i, one := range v.cases {
				if n := of[numbers[i]]; n > 0 {
					one.uses = append(one.uses, &useGuess{tag: u.tag, required: n == one.records, records: n, of: one.records})
				}
			}
		}
	}
	if len(v.uses) == 0 {
		return nil
	}
	for _, one := range v.cases {
		slices.SortFunc(one.uses, compareUses)
	}
	return v
}

// depends reports whether a tag is there with some values and never with others, as far as enough records show it.
func (v *variantGuess) depends(u *useGuess, of *[maxCases]int64, numbers []int) bool {
	total := int64(0)
	with, without := false, false
	for i, one := range v.cases {
		n := of[numbers[i]]
		total += n
		with = with || n >= leastOfCase
		without = without || n == 0 && one.records >= leastOfCase
	}
	return with && without && total == u.records
}

// dropVariant makes the tags of a span's variant optional ones of the span, and reports whether there was one.
func (g *spanGuess) dropVariant() bool {
	if g.variant == nil {
		return false
	}
	for _, u := range g.variant.uses {
		u.required = false
		g.uses = append(g.uses, u)
	}
	slices.SortFunc(g.uses, compareUses)
	g.variant = nil
	return true
}

// allUses returns the span's uses of tags with those in its variant.
func (g *spanGuess) allUses() []*useGuess {
	if g.variant == nil {
		return g.uses
	}
	return slices.Concat(g.uses, g.variant.uses)
}
