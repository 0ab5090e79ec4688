package cli

import (
	"math"
	"runtime/debug"
)

// besides is what the command takes at most besides the budget of --memory, with some room up to what is promised, 64 MiB.
const besides = 40 << 20

// limitMemory makes the collector of garbage keep the process within the budget, unless the environment variable GOMEMLIMIT asks for less.
// What it returns lifts the limit.
func limitMemory(budget int64) (lift func()) {
	before := debug.SetMemoryLimit(-1)
	if budget > math.MaxInt64-besides || before < budget+besides {
		return func() {}
	}
	debug.SetMemoryLimit(budget + besides)
	return func() { debug.SetMemoryLimit(before) }
}

// rarely is the percentage of the heap that may be added before garbage is collected, while specs are read: that is from 16 MB on in place of 4.
// Reading a spec makes about 15 MB, nearly all of it garbage, and collecting it meanwhile took a quarter of a process that reads little.
const rarely = 400

// collectRarely lets the collector of garbage wait, unless the environment variable GOGC says when it works. What it returns takes that back.
func collectRarely() (usually func()) {
	before := debug.SetGCPercent(rarely)
	if before != usual {
		debug.SetGCPercent(before)
		return func() {}
	}
	return func() { debug.SetGCPercent(before) }
}

// usual is the runtime's own percentage.
const usual = 100
