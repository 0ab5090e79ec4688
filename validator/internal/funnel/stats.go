package funnel

import (
	"cmp"
	"math"
	"slices"
)

// The fewest keys, and outcomes of either kind, of which something is said.
const (
	leastKeys     = 30
	leastOutcomes = 10
)

// level is the probability to call anything where there is no difference at all.
const level = 0.05

// z95 is how many standard deviations a 95 % interval reaches.
const z95 = 1.96

// share returns the share of outcomes that count, and its variance. The outcomes of one key are taken together, as a device that is off
// loses many; the variance is never below that of independent ones.
func (c *clusters) share() (p, v float64) {
	if c.n == 0 {
		return 0, 0
	}
	n := float64(c.n)
	p = float64(c.x) / n
	v = p * (1 - p) / n
	if c.keys > 1 {
		m := float64(c.keys)
		squares := float64(c.xx) - float64(2*p*float64(c.xn)) + float64(float64(p*p)*float64(c.nn))
		v = max(v, squares/float64(n*n)*float64(m/(m-1)))
	}
	return p, v
}

// enough reports whether there is enough to say something.
func (c *clusters) enough() bool {
	return c.keys >= leastKeys && c.x >= leastOutcomes && c.n-c.x >= leastOutcomes
}

// pValue returns how likely a difference of so many standard deviations is where there is none, for so many keys: Student's distribution,
// by Wallace's approximation.
func pValue(deviations float64, keys int64) float64 {
	nu := float64(max(keys-1, 1))
	square := float64(deviations * deviations)
	z := (8*nu + 1) / (8*nu + 3) * math.Sqrt(nu*math.Log1p(square/nu))
	return math.Erfc(z / math.Sqrt2)
}

// deviationsFor returns how many standard deviations an interval reaches outside of which the given probability lies.
func deviationsFor(probability float64) float64 { return math.Sqrt2 * math.Erfinv(1-probability) }

// holm returns which of several p-values stand at the level when all of them are looked at.
func holm(values []float64) []bool {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[a], values[b]) })
	stand := make([]bool, len(values))
	for rank, i := range order {
		if values[i] > level/float64(len(values)-rank) {
			break
		}
		stand[i] = true
	}
	return stand
}

// interval returns the interval of the compared percentile: that of its rank, so many standard deviations wide.
func (c *Counts) interval(deviations float64) (low, high int64) {
	_, v := c.below.share()
	reach := float64(deviations * math.Sqrt(v))
	return c.Time.Quantile(max(comparedPercentile-reach, 0)), c.Time.Quantile(min(comparedPercentile+reach, 1))
}

// enoughTimes reports whether there are enough times to compare the percentile.
func (c *Counts) enoughTimes() bool {
	return c.below.keys >= leastKeys && float64(c.Time.Total())*(1-comparedPercentile) >= leastOutcomes
}
