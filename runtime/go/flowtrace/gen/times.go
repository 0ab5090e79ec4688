package gen

import (
	"math"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/internal/access"
)

// instant is how long a span lasts that has no duration of its own.
const instant = time.Microsecond

// later returns the end of a span that has no duration of its own.
func later(start int64) int64 {
	if start > math.MaxInt64-int64(instant) {
		return math.MaxInt64
	}
	return start + int64(instant)
}

// At sets the time of the start or, of a measured span that has started, of the end. Of several times the last counts. A
// time that 64 bits of nanoseconds since 1970 cannot hold, such as the zero time, counts as not given.
func (d *Draft) At(t time.Time) { d.given = t }

// Start fixes the start: the time given, else the clock's. Generated code calls it for measured spans, once what is known at the start
// was put.
func (d *Draft) Start() {
	p := d.data.Open(access.Key{})
	if !d.given.IsZero() { // rarely
		at, ok := givenNano(d.given)
		d.given = time.Time{}
		if ok {
			p.Start = at
			return
		}
	}
	d.began = d.emitter.now()
	p.Start = unixNano(d.began)
}

// end fixes the end of a measured span: the time given; else, where the clock has read the start too, the start and a monotonic
// difference; else the clock's time. It reports end-before-start.
func (d *Draft) end() {
	p := d.data.Open(access.Key{})
	at, given := givenNano(d.given)
	switch {
	case given:
		p.End = at
	case d.began.IsZero():
		p.End = unixNano(d.emitter.now())
	default:
		p.End = p.Start + int64(max(0, d.emitter.now().Sub(d.began)))
		if p.End < p.Start {
			p.End = math.MaxInt64
		}
	}
	if p.End < p.Start {
		d.violate(flowtrace.RuleEndBeforeStart, "", rfc3339(p.End), "not before "+rfc3339(p.Start))
		p.End = later(p.Start)
	}
}

// givenNano returns a time that a caller gave in nanoseconds since 1970, not below 0, and whether 64 bits can hold them, which is
// false of the zero time.
func givenNano(t time.Time) (int64, bool) {
	if t.IsZero() { // as nearly always
		return 0, false
	}
	ns := t.UnixNano()
	return max(0, ns), time.Unix(0, ns).Equal(t)
}

// unixNano returns a time of the clock in nanoseconds since 1970, limited to what 64 bits can hold.
func unixNano(t time.Time) int64 {
	switch seconds := t.Unix(); {
	case seconds < 0:
		return 0
	case seconds >= math.MaxInt64/int64(time.Second):
		return math.MaxInt64 / int64(time.Second) * int64(time.Second)
	}
	return t.UnixNano()
}

// rfc3339 writes nanoseconds since 1970 with milliseconds, rounded down.
func rfc3339(ns int64) string { return time.Unix(0, ns).UTC().Format("2006-01-02T15:04:05.000Z") }
