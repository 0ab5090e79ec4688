package cli

import (
	"math"
	"runtime/debug"
)

// besides is what the command takes at most besides the budget of --memory, with some room up to what is promised, 64 MiB.
const besides = 48 << 20

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
