// Package cputime measures work in processor time, for tests and benchmarks: other processes on a loaded machine change it far
// less than the time on the clock.
package cputime

import "time"

// Of returns the processor time that the process spends while do runs, garbage collection and other goroutines included. It
// must not be called while tests run in parallel.
func Of(do func()) time.Duration {
	start := now()
	do()
	return now() - start
}
