package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/specgen/specgen/internal/live"
	"github.com/specgen/specgen/internal/report"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// quietAfter is how long nothing has to come, once the command has ended.
const quietAfter = 300 * time.Millisecond

// mostBroken is how many requests that cannot be read the report has one by one.
const mostBroken = 100

// listenTo runs a command and judges what it sends.
func (a *app) listenTo(ctx context.Context, command []string, job *validation, config live.Config, flags listenFlags) error {
	run, err := job.validator.NewRun(job.options)
	if err != nil {
		return failed(err)
	}
	defer run.Close()
	if config.Addr == "" {
		config.Addr = anyPort
	}
	config.Record = func(r *trace.Record) error { return run.Record(r) }
	config.Broken = brokenRequests(run)
	if a.verbose {
		lines := &live.Lines{W: a.stderr, Color: a.colored(a.stderr)}
		config.Judged = func(r *live.Round) { _ = lines.Print(r) }
	}
	server, err := a.serve(config)
	if err != nil {
		return err
	}
	if a.verbose {
		fmt.Fprintf(a.stderr, "specgen: listening on %s, a page on %s\n", server.URL(), server.PageURL())
	}
	code, runErr := a.runCommand(command, server.URL())
	awaitQuiet(server, flags.grace.value)
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), max(flags.grace.value, time.Second))
	defer cancel()
	if err := server.Close(closing); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return failed(err)
	}
	if runErr != nil {
		return runErr
	}
	result, err := run.Finish(context.WithoutCancel(ctx))
	if err != nil {
		return failed(err)
	}
	return worstOf(a.judgeCommand(job, result, server.Counts(), code), code)
}

// brokenRequests returns what takes the requests that cannot be read: the first of them are findings.
func brokenRequests(run *validator.Run) func(string, trace.Problem) error {
	n := 0
	return func(name string, problem trace.Problem) error {
		if n++; n > mostBroken {
			return nil
		}
		return run.Unreadable(fmt.Sprintf("request %d to %s", n, name), problem)
	}
}

// judgeCommand prints the report on standard error, and returns the verdict.
func (a *app) judgeCommand(job *validation, result *validator.Result, counts live.Counts, code int) error {
	nothing := result.Summary.FlowRecords == 0 && !job.allowEmpty && counts.Broken == 0
	if nothing && !a.format.ForPrograms {
		return failed(nothingCame(counts, code))
	}
	findings := report.Findings{Result: result, FailOn: job.failOn}
	onStderr := *a
	onStderr.stdout = a.stderr
	if err := onStderr.printResult(findings); err != nil {
		return err
	}
	if nothing {
		return failed(nothingCame(counts, code))
	}
	return job.verdict(findings)
}

// nothingCame says that no record of a flow came, and what to look at.
func nothingCame(counts live.Counts, code int) error {
	ended := ""
	if code != 0 {
		ended = fmt.Sprintf("the command ended with %d, and ", code)
	}
	if counts.Others > 0 {
		return fmt.Errorf("%sno record of the flow came, but %d other spans did: look whether the command emits the flow, and whether the spec is the right one; "+
			"else pass --allow-empty", ended, counts.Others)
	}
	return errors.New(ended + "no record of the flow came: look whether the command exports spans with OTLP over HTTP, to OTEL_EXPORTER_OTLP_ENDPOINT and not to an address of " +
		"its own, whether it flushes them before it ends, and whether it runs where 127.0.0.1 is this machine (a container has its own); else pass --allow-empty")
}

// worstOf returns the verdict, or where that is fine an error with the code of the command.
func worstOf(verdict error, code int) error {
	if verdict != nil || code == 0 {
		return verdict
	}
	return &exitError{code: code}
}

// awaitQuiet waits until nothing more comes.
func awaitQuiet(server *live.Server, most time.Duration) {
	for end := time.Now().Add(most); time.Now().Before(end); {
		left := quietAfter - server.Quiet()
		if left <= 0 {
			return
		}
		time.Sleep(min(left, time.Until(end)))
	}
}

// runCommand runs a command until it ends, and passes signals on. It returns the exit code: 128 and the number of the signal that ended it,
// as shells do.
func (a *app) runCommand(command []string, endpoint string) (int, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = exporterEnv(os.Environ(), endpoint)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = a.stdin, a.stdout, a.stderr
	cmd.WaitDelay = 2 * time.Second // for pipes that a child of the command keeps open
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	if err := cmd.Start(); err != nil {
		return 0, failed(fmt.Errorf("cannot run %s: %w; look at its spelling, or name its path", command[0], errors.Unwrap(err)))
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	onTerminal := isTerminal(a.stdout) || isTerminal(a.stderr)
	for seen := 0; ; {
		select {
		case err := <-ended:
			return commandCode(cmd, err)
		case s := <-signals:
			if seen++; seen > 1 {
				_ = cmd.Process.Kill() // it may have ended by itself
			} else if s != os.Interrupt || !onTerminal {
				passOn(cmd.Process, s) // a terminal sends Ctrl-C to the command, too
			}
		}
	}
}

// commandCode returns the exit code of a command that has ended.
func commandCode(cmd *exec.Cmd, err error) (int, error) {
	if err != nil && !errors.Is(err, exec.ErrWaitDelay) {
		if _, ok := errors.AsType[*exec.ExitError](err); !ok {
			return 0, failed(fmt.Errorf("cannot run the command to its end: %w", err))
		}
	}
	if code := cmd.ProcessState.ExitCode(); code >= 0 {
		return code, nil
	}
	return endedBySignal(cmd.ProcessState), nil
}

// exporterEnv returns an environment in which OpenTelemetry's exporters and those of the runtimes send to the endpoint, soon.
func exporterEnv(env []string, endpoint string) []string {
	set := []string{
		"OTEL_EXPORTER_OTLP_ENDPOINT=" + endpoint, "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "OTEL_TRACES_EXPORTER=otlp", "OTEL_BSP_SCHEDULE_DELAY=200",
	}
	out := slices.DeleteFunc(slices.Clone(env), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return strings.HasPrefix(name, "OTEL_EXPORTER_OTLP_TRACES_") || slices.ContainsFunc(set, func(s string) bool { return strings.HasPrefix(s, name+"=") })
	})
	return append(out, set...)
}
