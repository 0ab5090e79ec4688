//go:build !unix

package main

import "os/exec"

// own leaves the command as it is: only the command itself is killed when time is up.
func own(*exec.Cmd) {}
