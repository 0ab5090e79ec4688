package jsonrecord

import (
	"math"

	"github.com/specgen/specgen/validator/trace"
)

// SettleMicros makes nanoseconds of a start in microseconds, and the end of that and of Duration, in microseconds too. It marks what
// does not fit.
func (b *Builder) SettleMicros() {
	const most = math.MaxInt64 / 1000
	if b.Start > most || b.Start < -most {
		b.Defects |= trace.BadStart
	}
	b.Start *= 1000
	if b.Duration > most || b.Duration < -most || b.Defects.Has(trace.BadStart) {
		b.Defects |= trace.BadEnd
		return
	}
	b.End = b.Start + b.Duration*1000
	if b.Duration > 0 && b.End < b.Start {
		b.Defects |= trace.BadEnd
	}
}
