package cli

import "errors"

// The exit codes of every command.
const (
	exitOK        = 0
	exitFailed    = 1   // the tool or its input failed: a file cannot be read, or ends in the middle
	exitUsage     = 2   // the command line or specgen.yaml is wrong
	exitFindings  = 3   // diagnostics or findings at or above --fail-on, or generated files that are not up to date
	exitInterrupt = 130 // Ctrl-C, as shells have it: 128 + SIGINT
)

// exitError carries an exit code up to Run. Where err is nil the command has already printed everything.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return "specgen has found something"
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// failed returns the error of a command whose input or output fails.
func failed(err error) error { return &exitError{exitFailed, err} }

// misused returns the error of a wrong command line or configuration.
func misused(err error) error { return &exitError{exitUsage, err} }

// found returns the error of a command that has printed its diagnostics or findings.
func found() error { return &exitError{code: exitFindings} }

// exitCode returns the exit code for err, and the message that is still to be printed, if any.
func exitCode(err error) (int, string) {
	if err == nil {
		return exitOK, ""
	}
	var exit *exitError
	if !errors.As(err, &exit) {
		return exitUsage, err.Error() // cobra's own: an unknown command, a wrong number of arguments
	}
	if exit.err == nil {
		return exit.code, ""
	}
	return exit.code, exit.err.Error()
}

// worse returns the more important exit code of two parts of a command. A failure outweighs findings, as it may have prevented
// further findings.
func worse(a, b int) int {
	rank := map[int]int{exitOK: 0, exitFindings: 1, exitFailed: 2, exitUsage: 3, exitInterrupt: 4}
	if rank[b] > rank[a] {
		return b
	}
	return a
}
