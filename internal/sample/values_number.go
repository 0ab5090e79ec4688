package sample

import (
	"math"
)

// ints decides between which numbers ints lie: near the least one, as counts do.
func (v *values) ints() {
	const usual = 40
	low, high := int64(0), int64(math.MaxInt64)
	if v.tag.Min != nil {
		low = atLeast(v.tag.Min)
	}
	if v.tag.Max != nil {
		if high = atMost(v.tag.Max); v.tag.Min == nil && high < low {
			low = high
			if high > math.MinInt64+usual {
				low = high - usual
			}
		}
	}
	v.low, v.spread = low, 0
	if high > low {
		v.spread = min(uint64(high)-uint64(low), usual)
	}
}

// double returns a number with few digits, as people write amounts.
func (v *values) double(r *random) (float64, bool) {
	low, high := 0.0, 100.0
	if v.tag.Min != nil {
		low, _ = v.tag.Min.Float64()
		high = low + 100
	}
	if v.tag.Max != nil {
		most, _ := v.tag.Max.Float64()
		if v.tag.Min == nil && most < 100 {
			low = most - 100
		}
		high = min(high, most)
	}
	if v.set.Double(low) != nil {
		return high, v.set.Double(high) == nil
	}
	for _, unit := range []float64{100, 10_000} { // hundredths where there is room for them
		first, last := math.Ceil(low*unit), math.Floor(high*unit)
		if last-first < 100 || math.Abs(first) > 1e15 {
			continue
		}
		if f := (first + float64(r.below(uint64(last-first)))) / unit; v.set.Double(f) == nil {
			return f, true
		}
	}
	if r.next()&1 == 0 && v.set.Double(high) == nil {
		return high, true
	}
	return low, true
}
