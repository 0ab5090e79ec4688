package page

import (
	"fmt"
	"math/bits"
	"time"
)

// Percent is a share of a width, in tenths of a percent. It is an integer because pages are the same bytes on every machine, on which the
// last digit of a logarithm is not the same.
type Percent int

// String returns the number without a sign of percent.
func (p Percent) String() string {
	sign := ""
	if p < 0 {
		sign, p = "-", -p
	}
	if p%10 == 0 {
		return fmt.Sprintf("%s%d", sign, p/10)
	}
	return fmt.Sprintf("%s%d.%d", sign, p/10, p%10)
}

// Tenths returns the number in tenths of a percent, as boxes of drawings count that are 1000 wide.
func (p Percent) Tenths() int { return int(p) }

// whole is the width of an axis.
const whole Percent = 1000

// Axis is a logarithmic axis of times from the start of a trace, or since the step before. It is not changed once it was made. picture.Axis is
// its counterpart on a terminal.
type Axis struct {
	least, most int64 // nanoseconds
	margin      Percent
	Labels      []Label
}

// Label is a text on an axis. Class is first or last where the label is at an end, and so not centred.
type Label struct {
	At    Percent
	Class string
	Text  string
}

// steps are where an axis may have labels, and where it may end.
var steps = []time.Duration{
	time.Millisecond, 10 * time.Millisecond, 100 * time.Millisecond, time.Second, 10 * time.Second, time.Minute, 10 * time.Minute, time.Hour,
	6 * time.Hour, 24 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour, 365 * 24 * time.Hour, 10 * 365 * 24 * time.Hour,
}

var stepNames = []string{"1ms", "10ms", "100ms", "1s", "10s", "1m", "10m", "1h", "6h", "1d", "7d", "30d", "1y", "10y"}

// NewAxis returns the axis from 10ms on that has room for a time, in nanoseconds, and for at least a second. What comes before 10ms is at
// the left end, at a small distance from the first label.
func NewAxis(most int64) *Axis { return axisBetween(1, 3, most, 40, whole/9) }

// NewTimesAxis returns the axis from 1ms to one day, on which the times between steps are compared.
func NewTimesAxis() *Axis { return axisBetween(0, 9, 0, 0, whole/5) }

// axisBetween returns an axis from the first of steps to the first one, from the least end on, that has room for most. room is how far apart
// labels are at least.
func axisBetween(first, end int, most int64, margin, room Percent) *Axis {
	for end < len(steps)-1 && int64(steps[end]) < most {
		end++
	}
	a := &Axis{least: int64(steps[first]), most: int64(steps[end]), margin: margin}
	for i := first; i <= end; i++ {
		label := Label{At: a.At(int64(steps[i])), Text: stepNames[i]}
		n := len(a.Labels)
		switch {
		case i == end:
			label.Class = "last"
			for n > 1 && label.At-a.Labels[n-1].At < room {
				n--
			}
			a.Labels = a.Labels[:n]
		case n > 0 && label.At-a.Labels[n-1].At < room:
			continue
		case label.At == 0:
			label.Class = "first"
		}
		a.Labels = append(a.Labels, label)
	}
	return a
}

// At returns where a time is, in nanoseconds. It never lies beyond the ends.
func (a *Axis) At(nanos int64) Percent {
	switch {
	case nanos <= 0:
		return 0
	case nanos < a.least:
		return a.margin * Percent(nanos*8/a.least) / 8
	case nanos >= a.most:
		return whole
	}
	span := log2(uint64(a.most)) - log2(uint64(a.least))
	return a.margin + Percent(int64(whole-a.margin)*(log2(uint64(nanos))-log2(uint64(a.least)))/span)
}

// log2 returns the binary logarithm of a number above 0 times 2^16, rounded down.
func log2(n uint64) int64 {
	whole := bits.Len64(n) - 1
	out := int64(whole)
	x := n << (63 - whole) // in [1, 2) times 2^63
	for range 16 {
		hi, _ := bits.Mul64(x, x) // in [1, 4) times 2^62
		out <<= 1
		if hi>>63 == 1 {
			out, x = out|1, hi
		} else {
			x = hi << 1
		}
	}
	return out
}

// ThreeLabels are those of an axis with a middle.
func ThreeLabels(left, middle, right string) []Label {
	return []Label{{At: 40, Text: left}, {At: whole / 2, Text: middle}, {At: whole - 40, Text: right}}
}

// arm is how far the ends of an axis with a middle are from it.
const arm = whole/2 - 40

// AroundMiddle returns where a value is on an axis from -most to most. What lies beyond is at the end.
func AroundMiddle(value, most float64) Percent {
	if most <= 0 {
		return whole / 2
	}
	return whole/2 + Percent(min(1.08, max(-1.08, value/most))*float64(arm))
}

// AroundMiddleOf returns where a value is on a logarithmic axis from half a base to twice it.
func AroundMiddleOf(value, base float64) Percent {
	const one = 1 << 16
	ratio := one / 4.0
	if value > 0 && base > 0 {
		ratio = max(ratio, min(one*4, value/base*one))
	}
	exponent := log2(uint64(ratio)) - log2(one) // times 2^16
	const most = int64(arm) * 108 / 100
	return whole/2 + Percent(max(-most, min(most, int64(arm)*exponent>>16)))
}
