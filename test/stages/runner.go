package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// runner runs stages.
type runner struct {
	root    string // of the work tree
	kept    string // the folder of what has passed
	out     io.Writer
	stages  []stage
	atOnce  int
	fresh   bool // runs what has passed before, too
	command func(name string) []string

	files        tree
	surroundings string
}

// result is how a stage ended.
type result struct {
	stage     stage
	output    []byte
	err       error
	wall, cpu time.Duration
	cached    bool
}

// run runs all stages, and tells whether all have passed.
func (r *runner) run(ctx context.Context) bool {
	var err error
	if r.files, err = readTree(r.root); err != nil {
		fmt.Fprintf(r.out, "all stages run, since nothing tells what they read: %v\n", err)
	}
	r.surroundings = surroundings()
	results := r.schedule(ctx)
	return r.sum(results)
}

// schedule runs the stages in their order, as many at once as may be, each after those that it waits for. It begins none once one has failed.
func (r *runner) schedule(ctx context.Context) []result {
	var results []result
	left, running, failed := slices.Clone(r.stages), 0, false
	done := make(chan result)
	toCome := map[string]bool{}
	for _, s := range r.stages {
		toCome[s.name] = true
	}
	ready := func(s stage) bool {
		return !slices.ContainsFunc(s.after, func(name string) bool { return toCome[name] })
	}
	for {
		for at := slices.IndexFunc(left, ready); at >= 0 && running < r.atOnce && !failed && ctx.Err() == nil; at = slices.IndexFunc(left, ready) {
			s := left[at]
			left = slices.Delete(left, at, at+1)
			running++
			fmt.Fprintf(r.out, "%s begins\n", s.name)
			go func() { done <- r.stage(ctx, s) }()
		}
		if running == 0 {
			return results
		}
		one := <-done
		running--
		toCome[one.stage.name] = false
		failed = failed || one.err != nil
		results = append(results, one)
		r.print(one)
	}
}

// stage runs one stage, or takes what is kept of it.
func (r *runner) stage(ctx context.Context, s stage) result {
	if r.files != nil && !r.fresh {
		if output, ok := r.passed(s); ok {
			return result{stage: s, output: output, cached: true}
		}
	}
	began := time.Now()
	argv := r.command(s.name)
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir = r.root
	// What make has told this program is about its own targets.
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "MAKEFLAGS=") || strings.HasPrefix(v, "MFLAGS=") || strings.HasPrefix(v, "MAKELEVEL=")
	})
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) } // which make passes on
	cmd.WaitDelay = 10 * time.Second
	output, err := combined(cmd)
	one := result{stage: s, output: output, err: err, wall: time.Since(began)}
	if state := cmd.ProcessState; state != nil {
		one.cpu = state.UserTime() + state.SystemTime()
	}
	if err == nil && r.files != nil {
		one.output = append(one.output, r.keep(s, output)...)
	}
	return one
}

// combined runs a command and returns what was printed until it ended. That goes through a file: a pipe stays open as long as something has it
// that the command has left behind, such as a compiler's daemon, and Wait would wait for that and then fail.
func combined(cmd *exec.Cmd) ([]byte, error) {
	file, err := os.CreateTemp("", "specgen-stage-")
	if err != nil {
		return nil, err
	}
	defer func() {
		_ = file.Close() // all of it was read
		_ = os.Remove(file.Name())
	}()
	cmd.Stdout, cmd.Stderr = file, file
	err = cmd.Run()
	output, unread := os.ReadFile(file.Name())
	if err == nil {
		err = unread
	}
	return output, err
}

// print writes what a stage has printed, below its name.
func (r *runner) print(one result) {
	fmt.Fprintf(r.out, "\n== %s: %s\n%s", one.stage.name, one.verdict(), one.output)
	if len(one.output) > 0 && one.output[len(one.output)-1] != '\n' {
		fmt.Fprintln(r.out)
	}
	fmt.Fprintf(r.out, "== end of %s\n", one.stage.name)
}

func (one result) verdict() string {
	switch {
	case one.cached:
		return "(cached), it has passed with the same inputs and printed"
	case one.err != nil:
		return fmt.Sprintf("FAILED after %.0f s: %v", one.wall.Seconds(), one.err)
	}
	return fmt.Sprintf("passed in %.0f s, %.0f s of CPU", one.wall.Seconds(), one.cpu.Seconds())
}

// sum writes how all stages ended, and tells whether they have passed.
func (r *runner) sum(results []result) bool {
	passed := 0
	fmt.Fprintln(r.out)
	for _, s := range r.stages {
		verdict := "not run"
		if at := slices.IndexFunc(results, func(one result) bool { return one.stage.name == s.name }); at >= 0 {
			verdict, _, _ = strings.Cut(results[at].verdict(), ", it has")
			if results[at].err == nil {
				passed++
			}
		}
		fmt.Fprintf(r.out, "%-13s %s\n", s.name, verdict)
	}
	fmt.Fprintf(r.out, "%d of %d stages have passed\n", passed, len(r.stages))
	return passed == len(r.stages)
}
