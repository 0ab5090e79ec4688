package cli

import (
	"math"
	"runtime/debug"
	"testing"
)

// TestMemoryLimit sets the runtime's limit, unless a smaller one was set, and lifts it again.
func TestMemoryLimit(t *testing.T) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(math.MaxInt64))
	const budget = 1 << 30
	for _, before := range []int64{math.MaxInt64, 1 << 40, 500 << 20} {
		debug.SetMemoryLimit(before)
		lift := limitMemory(budget)
		if got, want := debug.SetMemoryLimit(-1), min(before, budget+besides); got != want {
			t.Errorf("the limit is %d, want %d", got, want)
		}
		if lift(); debug.SetMemoryLimit(-1) != before {
			t.Errorf("the limit stays %d, want %d", debug.SetMemoryLimit(-1), before)
		}
	}
	debug.SetMemoryLimit(math.MaxInt64)
	limitMemory(math.MaxInt64)()
	if got := debug.SetMemoryLimit(-1); got != math.MaxInt64 {
		t.Errorf("the limit is %d", got)
	}
}

// TestCollectRarely sets the collector's percentage, unless another one was set, and sets it back.
func TestCollectRarely(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(usual))
	for before, while := range map[int]int{usual: rarely, 50: 50, 800: 800, -1: -1} {
		debug.SetGCPercent(before)
		back := collectRarely()
		if got := debug.SetGCPercent(while); got != while {
			t.Errorf("from %d: it is %d, want %d", before, got, while)
		}
		if back(); debug.SetGCPercent(before) != before {
			t.Errorf("from %d: it is not set back", before)
		}
	}
}
