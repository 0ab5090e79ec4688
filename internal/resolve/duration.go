package resolve

import (
	"strconv"
	"strings"
	"time"

	"github.com/specgen/specgen/internal/spec"
)

// DurationExamples are durations in each unit that ParseDuration knows.
const DurationExamples = "500ms, 30s, 5m, 2h or 1d"

// units are those of durations, in the order in which they are tried: ms before m and s.
var units = []struct {
	suffix string
	length time.Duration
}{
	{"ms", time.Millisecond},
	{"s", time.Second},
	{"m", time.Minute},
	{"h", time.Hour},
	{"d", 24 * time.Hour},
}

// ParseDuration reads a duration as specs write it: a whole number and a unit. It is false where the text is none, or one
// that a time.Duration cannot hold.
func ParseDuration(text string) (time.Duration, bool) {
	for _, unit := range units {
		digits, ok := strings.CutSuffix(text, unit.suffix)
		if !ok {
			continue
		}
		n, err := strconv.ParseUint(digits, 10, 32)
		if err != nil || time.Duration(n) > (1<<63-1)/unit.length {
			return 0, false
		}
		return time.Duration(n) * unit.length, true
	}
	return 0, false
}

// duration reads the duration of a field. It returns 0 where there is none, or none that it can read, which it reports.
func (r *resolver) duration(f spec.Field[string]) time.Duration {
	if !f.Present {
		return 0
	}
	d, ok := ParseDuration(f.Value)
	if !ok {
		r.unreadable("duration/unreadable", f, "a duration, such as "+DurationExamples)
	}
	return d
}
