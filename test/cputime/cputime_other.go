//go:build !unix

package cputime

import "time"

// now returns the wall-clock time: there is no portable processor time.
func now() time.Duration { return time.Duration(time.Now().UnixNano()) }
