//go:build !unix

package cli

import "os"

// passOn does nothing: a console sends Ctrl-C to all of its processes, and there are no other signals.
func passOn(*os.Process, os.Signal) {}

// endedBySignal returns the exit code of a process that ended without one.
func endedBySignal(*os.ProcessState) int { return exitFailed }
