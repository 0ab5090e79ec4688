package funnel

import (
	"math"
	"slices"
)

// Comparison is how two sides of a flow differ.
type Comparison struct {
	Where, Base     string
	Keys            []string // tags
	Shares          int      // that the p-values are corrected for
	Differences     []*Difference
	Worst, Explains int     // indices of Differences, -1 for none
	Explained       float64 // which share of the worst the group explains
	UnknownStage    int     // of Worst, else the first with a share
	UnknownAsked    int64
	UnknownCame     int64
	Inferred        []string
	Carry           []string // by Inferred: the span without the tag
	UnequalTime     bool
}

// Difference is how one stage, as a whole or in one group, differs.
type Difference struct {
	Stage                  int
	Time                   bool // it is the 95th percentile of the time, in seconds; else the share
	By                     []Value
	Base, Where, Low, High float64
	P                      float64
	Keys                   int64
	Call                   Call

	base, where *Counts
}

// Call is what is said of a difference.
type Call uint8

// The calls.
const (
	NoneSeen Call = iota
	TooFew
	Fewer
	More
	Slower
	Faster
)

// compare compares the sides of a flow.
func (f *finisher) compare(flow int, w *sweep) *Comparison {
	c := &Comparison{Where: f.where.label, Base: f.base.label, Worst: -1, Explains: -1}
	own := f.plan.flows[flow]
	for _, time := range []bool{false, true} {
		for _, s := range own.stages {
			if s.HasShare {
				c.Differences = append(c.Differences, f.differences(w, flow, s, time)...)
			}
		}
	}
	c.callShares()
	c.callTimes()
	c.findWorst()
	c.Keys = keysOf(own)
	c.findUnequalTime(own, f.question.Window, f.complete.End)
	f.noteUnknown(c, flow, w)
	return c
}

// differences returns the differences of a stage: of the whole, then of the groups that both sides have.
func (f *finisher) differences(w *sweep, flow int, s *Stage, time bool) []*Difference {
	var out []*Difference
	for i := range f.breakdowns {
		if f.isOneSided(i) {
			continue
		}
		for _, base := range f.broken(w, flow, Base, i) {
			other := base.key
			other.Side = Where
			where := w.cells.byKey[other]
			if where == nil || slices.ContainsFunc(base.By, func(v Value) bool { return v.Others }) {
				continue
			}
			one := &Difference{Stage: s.Number, Time: time, By: base.By, P: 1, base: &base.Stages[s.Number], where: &where.Stages[s.Number]}
			if one.base.Asked > 0 && one.where.Asked > 0 {
				out = append(out, one)
			}
		}
	}
	return out
}

// isOneSided reports whether a breakdown is by what the sides differ in.
func (f *finisher) isOneSided(breakdown int) bool {
	return slices.ContainsFunc(f.breakdowns[breakdown], func(a int) bool {
		decides := func(v sideValues) bool { return v.attribute == a }
		return slices.ContainsFunc(f.where.values, decides) || slices.ContainsFunc(f.base.values, decides)
	})
}

// callShares works out the intervals of the shares, and says which differences stand.
func (c *Comparison) callShares() {
	var tested []*Difference
	var values []float64
	for _, d := range c.Differences {
		if d.Time {
			continue
		}
		base, v1 := d.base.share.share()
		where, v2 := d.where.share.share()
		reach := float64(z95 * math.Sqrt(v1+v2))
		d.Base, d.Where, d.Low, d.High = base, where, where-base-reach, where-base+reach
		d.Keys = min(d.base.share.keys, d.where.share.keys)
		if d.Call = TooFew; !d.base.share.enough() || !d.where.share.enough() {
			continue
		}
		d.Call = NoneSeen
		d.P = pValue(math.Abs(where-base)/math.Sqrt(v1+v2), d.Keys)
		tested, values = append(tested, d), append(values, d.P)
	}
	c.Shares = len(tested)
	for i, stands := range holm(values) {
		switch d := tested[i]; {
		case stands && d.Where < d.Base:
			d.Call = Fewer
		case stands:
			d.Call = More
		}
	}
}

// callTimes works out the intervals of the percentiles. A difference stands where the intervals of the two sides do not meet, also when
// they are wide enough for all that are looked at.
func (c *Comparison) callTimes() {
	var tested []*Difference
	const second = 1e9
	for _, d := range c.Differences {
		if !d.Time {
			continue
		}
		base, where := d.base.Time.Quantile(comparedPercentile), d.where.Time.Quantile(comparedPercentile)
		low1, high1 := d.base.interval(z95)
		low2, high2 := d.where.interval(z95)
		d.Base, d.Where, d.Low, d.High = float64(base)/second, float64(where)/second, float64(low2-high1)/second, float64(high2-low1)/second
		d.Keys = min(d.base.below.keys, d.where.below.keys)
		if d.Call = TooFew; d.base.enoughTimes() && d.where.enoughTimes() {
			d.Call = NoneSeen
			tested = append(tested, d)
		}
	}
	wide := deviationsFor(level / float64(max(len(tested), 1)))
	for _, d := range tested {
		low1, high1 := d.base.interval(wide)
		low2, high2 := d.where.interval(wide)
		switch {
		case low2 > high1:
			d.Call = Slower
		case high2 < low1:
			d.Call = Faster
		}
	}
}

// findWorst finds what the first sentence is about: the loss of a whole that weighs most, else that of a group, else another call.
func (c *Comparison) findWorst() {
	weight := func(d *Difference) float64 {
		w := math.Abs(d.Where - d.Base)
		if d.Time {
			w /= 1e6 // shares first
		}
		if len(d.By) > 0 {
			w /= 1e3 // wholes first
		}
		if d.Call == Fewer || d.Call == Slower {
			w *= 1e9 // what is worse first
		}
		return w
	}
	for i, d := range c.Differences {
		if d.Call > TooFew && (c.Worst < 0 || weight(d) > weight(c.Differences[c.Worst])) {
			c.Worst = i
		}
	}
	if c.Worst < 0 || len(c.Differences[c.Worst].By) > 0 {
		return
	}
	worst := c.Differences[c.Worst]
	explained := 0.0
	for i, d := range c.Differences {
		if len(d.By) == 0 || d.Stage != worst.Stage || d.Time != worst.Time || d.Call != worst.Call {
			continue
		}
		if e := math.Abs(d.Where-d.Base) * float64(d.where.Asked); e > explained {
			c.Explains, explained = i, e
		}
	}
	if whole := math.Abs(worst.Where-worst.Base) * float64(worst.where.Asked); whole > 0 && !worst.Time {
		c.Explained = min(explained/whole, 1)
	}
}

// keysOf returns the tags that the branches of a funnel are keyed by.
func keysOf(own *flowPlan) []string {
	var names []string
	for _, s := range own.stages {
		for _, key := range s.Span.Keys {
			if !slices.Contains(names, key.Model.Name) {
				names = append(names, key.Model.Name)
			}
		}
	}
	return names
}

// findUnequalTime reports whether the sides end at different times, so that one had longer to do what has no deadline.
func (c *Comparison) findUnequalTime(own *flowPlan, window, end int64) {
	if window > 0 {
		return
	}
	for _, d := range c.Differences {
		const hour = 3600 * 1e9
		if own.stages[d.Stage].Within > 0 || len(d.By) > 0 || d.Time {
			continue
		}
		one, other := end-d.base.end, end-d.where.end
		if shorter := max(min(one, other), 0); max(one, other)-shorter > hour && shorter < max(d.base.Time.Quantile(0.99), d.where.Time.Quantile(0.99)) {
			c.UnequalTime = true
		}
	}
}

// noteUnknown notes the steps whose side is not known, and what would have to carry the values.
func (f *finisher) noteUnknown(c *Comparison, flow int, w *sweep) {
	own := f.plan.flows[flow]
	c.UnknownStage = slices.IndexFunc(own.stages, func(s *Stage) bool { return s.HasShare })
	if c.Worst >= 0 {
		c.UnknownStage = c.Differences[c.Worst].Stage
	}
	if cell := w.cells.byKey[CellKey{Flow: flow, Side: Neither}]; cell != nil && c.UnknownStage >= 0 {
		c.UnknownAsked, c.UnknownCame = cell.Stages[c.UnknownStage].Asked, cell.Stages[c.UnknownStage].Came
	}
	for i, a := range f.plan.attributes {
		decides := func(v sideValues) bool { return v.attribute == i }
		if w.inferred[i] == 0 || !slices.ContainsFunc(f.where.values, decides) && !slices.ContainsFunc(f.base.values, decides) {
			continue
		}
		tag, span := f.carrier(own, a)
		c.Inferred, c.Carry = append(c.Inferred, tag), append(c.Carry, span)
	}
}

// carrier returns the tag that gives an attribute, and the span that would have to carry it, which is the first with a key; "" where the
// spec has it there or cannot have it.
func (f *finisher) carrier(own *flowPlan, a attribute) (tag, span string) {
	if tag = a.name; a.kind == ofVersion {
		tag = appVersion
	}
	at := slices.IndexFunc(own.stages, func(s *Stage) bool { return len(s.Span.Keys) > 0 })
	known := own.flow.Current.Tag([]byte(tag))
	if a.kind == ofService || at < 0 || known == nil {
		return a.name, ""
	}
	if carrier := own.stages[at].Span; !carrier.Declared.Has(known.Index) && !carrier.Variant.Has(known.Index) {
		return tag, carrier.Model.Name
	}
	return tag, ""
}
