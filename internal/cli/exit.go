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

// exitError carries an exit code up to Run. Where err is nil the command has already said everything.
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

// failed is for input or output that does not work.
func failed(err error) error { return &exitError{exitFailed, err} }

// misused is for a command line or a configuration that is wrong.
func misused(err error) error { return &exitError{exitUsage, err} }

// found ends a command that has printed its diagnostics or findings.
func found() error { return &exitError{code: exitFindings} }

// exitCode returns the code that err asks for, and the words that are still to be printed, if any.
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

// worse returns the code that matters more when two parts of a command end differently: a failure hides what it did not
// get to see, so it outweighs findings.
func worse(a, b int) int {
	rank := map[int]int{exitOK: 0, exitFindings: 1, exitFailed: 2, exitUsage: 3, exitInterrupt: 4}
	if rank[b] > rank[a] {
		return b
	}
	return a
}
