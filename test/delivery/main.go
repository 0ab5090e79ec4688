// Command delivery holds the exporters of the four languages to "Batch processor" and "Exporter's retries" of docs/runtime-contract.md:
//
//	delivery SCENARIOS LANGUAGE COMMAND…
//
// COMMAND is the driver of a language, which is run once for each scenario with the arguments - --deliver. testdata/delivery/README.md
// says what it reads and prints. Its spans go to a receiver that answers as the scenario says: late, never, broken off, with a status. In
// each scenario every span must be counted once, and heard of if it was lost.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"sync"
)

const atOnce = 4 // scenarios, most of whose time is waiting

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) < 3 {
		return errors.New("cannot test nothing: give scenarios.json, a language, and the command of its driver")
	}
	all, err := readScenarios(args[0])
	if err != nil {
		return err
	}
	if only := os.Getenv("ONLY"); only != "" {
		all = slices.DeleteFunc(all, func(s scenario) bool { return s.Name != only })
	}
	problems := make([]error, len(all))
	slots := make(chan struct{}, atOnce)
	var group sync.WaitGroup
	for i := range all {
		group.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			problems[i] = all[i].play(ctx, args[2:])
		})
	}
	group.Wait()
	if err := errors.Join(problems...); err != nil {
		return fmt.Errorf("%s:\n%w", args[1], err)
	}
	fmt.Printf("%s: every span is counted once in %d scenarios\n", args[1], len(all))
	return nil
}

// play runs a driver through a scenario. The error has all that is wrong.
func (s *scenario) play(ctx context.Context, command []string) error {
	r, err := startReceiver(s.Server)
	if err != nil {
		return err
	}
	defer r.close()
	lines, err := s.drive(ctx, command, r)
	if err != nil {
		return fmt.Errorf("%s: %w", s.Name, err)
	}
	if wrong := s.check(lines, r); len(wrong) > 0 {
		return fmt.Errorf("%s (%s):\n    %s", s.Name, s.What, strings.Join(wrong, "\n    "))
	}
	return nil
}
