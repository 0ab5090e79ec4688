// Command stages runs the parts of make test: two at once, each with its output by itself, and without those that have passed before with
// exactly the same inputs.
//
//	go run ./test/stages NAME …
//
// A stage is `make NAME`. Its inputs are the files of the work tree as they are now, the tools that it finds and the settings that it sees:
// rather too many than one too few, see stages.go. What a stage that passed has printed is kept below SPECGEN_CACHE, and printed again with
// "(cached)" for the time, as the go command has it. A stage that failed, or whose files have changed meanwhile, is not kept. SPECGEN_FRESH=1
// runs all stages, SPECGEN_STAGES says how many at once.
//
// After a stage that failed no other begins. The last lines say what each has used. The exit code is 1 where one has failed.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	r, err := newRunner(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "cannot run the stages:", err)
		os.Exit(1)
	}
	if !r.run(ctx) {
		stop()
		os.Exit(1)
	}
}

// newRunner reads the arguments and the environment.
func newRunner(names []string) (*runner, error) {
	r := &runner{root: ".", out: os.Stdout, fresh: os.Getenv("SPECGEN_FRESH") == "1", atOnce: 2, kept: filepath.Join(cacheFolder(), "passed")}
	r.command = func(name string) []string {
		return []string{"make", "--no-print-directory", name}
	}
	for _, name := range names {
		s, ok := stages[name]
		if !ok {
			return nil, fmt.Errorf("there is no stage %q; test/stages/stages.go lists them", name)
		}
		s.name = name
		r.stages = append(r.stages, s)
	}
	if !filepath.IsAbs(r.kept) {
		return nil, fmt.Errorf("there is no folder to keep results in; set SPECGEN_CACHE to one, as a path from the root")
	}
	if text := os.Getenv("SPECGEN_STAGES"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("SPECGEN_STAGES is %q; set it to how many stages run at once, from 1", text)
		}
		r.atOnce = n
	}
	return r, nil
}
