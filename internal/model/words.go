package model

import (
	"strconv"
	"time"
)

// DurationWords writes a duration that was measured, with the two figures that matter: 41ms, 1.2s, 3m 54s, 2h 9m. A duration that a
// spec gives is exact: see DurationText.
func DurationWords(d time.Duration) string {
	if d < 0 {
		if d == -1<<63 {
			d++
		}
		return "-" + DurationWords(-d)
	}
	const day = 24 * time.Hour
	switch {
	case d < time.Microsecond:
		return strconv.FormatInt(int64(d), 10) + unitOfLeast(d)
	case d < 999_500*time.Nanosecond:
		return figures(d, time.Microsecond, "µs")
	case d < 999_500*time.Microsecond:
		return figures(d, time.Millisecond, "ms")
	case d < 59_500*time.Millisecond:
		return figures(d, time.Second, "s")
	case d.Round(time.Second) < time.Hour:
		return twoUnits(d, time.Minute, "m", time.Second, "s")
	case d.Round(time.Minute) < day:
		return twoUnits(d, time.Hour, "h", time.Minute, "m")
	}
	return twoUnits(d, day, "d", time.Hour, "h")
}

// unitOfLeast is the unit of what is shorter than a microsecond.
func unitOfLeast(d time.Duration) string {
	if d == 0 {
		return "s"
	}
	return "ns"
}

// figures writes a duration in one unit, below ten of it with one decimal.
func figures(d, unit time.Duration, name string) string {
	if tenths := (d + unit/20) / (unit / 10); tenths < 100 && tenths%10 != 0 {
		return strconv.FormatInt(int64(tenths/10), 10) + "." + strconv.FormatInt(int64(tenths%10), 10) + name
	}
	return strconv.FormatInt(int64((d+unit/2)/unit), 10) + name
}

// twoUnits writes a duration in a unit and the next smaller one, which is left out where there is none of it.
func twoUnits(d, unit time.Duration, name string, small time.Duration, smallName string) string {
	d = d.Round(small)
	text := strconv.FormatInt(int64(d/unit), 10) + name
	if rest := d % unit / small; rest > 0 {
		text += " " + strconv.FormatInt(int64(rest), 10) + smallName
	}
	return text
}
