//go:build unix

package cli

import (
	"os"
	"syscall"
)

// passOn sends a signal to a process, which may have ended.
func passOn(p *os.Process, s os.Signal) { _ = p.Signal(s) }

// endedBySignal returns the exit code of a process that a signal has ended: 128 and its number, as shells have it.
func endedBySignal(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return exitFailed
}
