// Command delivery holds the exporters of the four languages to "Batch processor" and "Exporter's retries" of docs/runtime-contract.md:
//
//	delivery SCENARIOS LANGUAGE COMMAND…
//
// COMMAND is the driver of a language, which is run once for each scenario with the arguments - --deliver. testdata/delivery/README.md
// says what it reads and prints. Its spans go to a receiver that answers as the scenario says: late, never, broken off, with a status. In
// each scenario every span must be counted once, and heard of if it was lost.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	scenarioTime = time.Minute     // for one, with the start of a driver's process
	exitTime     = 3 * time.Second // from a driver's last line to its end: no timer may hold it
	atOnce       = 4               // scenarios, most of whose time is waiting
)

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
	lines, err := s.drive(ctx, command, r.url())
	if err != nil {
		return fmt.Errorf("%s: %w", s.Name, err)
	}
	if wrong := s.check(lines, r); len(wrong) > 0 {
		return fmt.Errorf("%s (%s):\n    %s", s.Name, s.What, strings.Join(wrong, "\n    "))
	}
	return nil
}

// drive runs the driver and returns what it printed.
func (s *scenario) drive(ctx context.Context, command []string, url string) ([]line, error) {
	ctx, cancel := context.WithTimeout(ctx, scenarioTime)
	defer cancel()
	input, err := json.Marshal(map[string]any{"name": s.Name, "endpoint": url, "client": s.Client, "do": s.Do})
	if err != nil {
		return nil, err
	}
	c := exec.CommandContext(ctx, command[0], append(command[1:len(command):len(command)], "-", "--deliver")...)
	c.WaitDelay = exitTime
	var printed timed
	var said bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = bytes.NewReader(input), &printed, &said
	err = c.Run()
	if ctx.Err() != nil {
		return nil, fmt.Errorf("the driver did not end within %v: %s%s", scenarioTime, printed.text.String(), said.String())
	}
	if err != nil {
		return nil, fmt.Errorf("the driver failed: %w: %s", err, said.String())
	}
	if held := time.Since(printed.last); held > exitTime {
		return nil, fmt.Errorf("the process lived %v after its last step: a timer or a connection holds it", held.Round(time.Millisecond))
	}
	var lines []line
	for text := range bytes.Lines(printed.text.Bytes()) {
		var l line
		if err := json.Unmarshal(text, &l); err != nil {
			return nil, fmt.Errorf("the driver printed %q: %w", text, err)
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// timed keeps what is written and when the last of it was.
type timed struct {
	text bytes.Buffer
	last time.Time
}

func (t *timed) Write(b []byte) (int, error) {
	t.last = time.Now()
	return t.text.Write(b)
}
