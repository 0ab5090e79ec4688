//go:build !unix

package main

import "time"

// processorTime returns the time on the clock, where the system has nothing better that is portable.
func processorTime() time.Duration { return time.Duration(time.Now().UnixNano()) }
