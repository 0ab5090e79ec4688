package picture

import (
	"math"
	"time"
)

// Axis is a logarithmic scale of the time since a trace began: 10ms to 1d at most, so that a step after hours does not squeeze
// those before it. Pictures that are to be compared share one.
type Axis struct{ end time.Duration }

// axisFrom is where the scale begins. What is earlier stands at the beginning: below it nothing is told apart.
const axisFrom = 8 * time.Millisecond

// AxisTicks are the times that a scale names.
var AxisTicks = []time.Duration{
	10 * time.Millisecond, 100 * time.Millisecond, time.Second, 10 * time.Second, time.Minute, 10 * time.Minute, time.Hour, 10 * time.Hour, 24 * time.Hour,
}

// NewAxis returns a scale that ends with the first tick after longest, from 1s to 1d on.
func NewAxis(longest time.Duration) Axis {
	for _, tick := range AxisTicks[2:] {
		if longest < tick {
			return Axis{tick}
		}
	}
	return Axis{AxisTicks[len(AxisTicks)-1]}
}

// At returns where a time stands: 0 at the beginning, 1 at the end. Times beyond an end stand at it.
func (a Axis) At(t time.Duration) float64 {
	if t <= axisFrom {
		return 0
	}
	return min(1, math.Log(float64(t)/float64(axisFrom))/math.Log(float64(a.end)/float64(axisFrom)))
}

// Tick is a time that a scale names, and where it stands.
type Tick struct {
	Time time.Duration
	At   float64
}

// Ticks returns the times that the scale names, the earliest first.
func (a Axis) Ticks() []Tick {
	var out []Tick
	for _, t := range AxisTicks {
		if t <= a.end {
			out = append(out, Tick{t, a.At(t)})
		}
	}
	return out
}
