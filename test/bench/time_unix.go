//go:build unix

package main

import (
	"syscall"
	"time"
)

// processorTime returns how long the process has been on a processor, which other processes change less than the time on
// the clock.
func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return time.Duration(time.Now().UnixNano())
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
