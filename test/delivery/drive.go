package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"
)

const (
	scenarioTime = 2 * time.Minute // for one, with the start of a driver's process
	// From a driver's last line to its end: no timer may hold it. Those that could run for ten seconds and more.
	exitTime = 7 * time.Second
)

// drive runs the driver and returns what it printed.
func (s *scenario) drive(ctx context.Context, command []string, r *receiver) ([]line, error) {
	ctx, cancel := context.WithTimeout(ctx, scenarioTime)
	defer cancel()
	c := exec.CommandContext(ctx, command[0], append(command[1:len(command):len(command)], "-", "--deliver")...)
	c.WaitDelay = exitTime
	printed := timed{lines: make(chan struct{}, len(s.Do))}
	var said bytes.Buffer
	c.Stdout, c.Stderr = &printed, &said
	in, err := c.StdinPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		return nil, fmt.Errorf("cannot run the driver: %w", err)
	}
	running, ended := context.WithCancel(ctx)
	fed := make(chan error, 1)
	go func() { fed <- s.feed(running, in, r, printed.lines) }()
	err = c.Wait()
	ended()
	if unfed := <-fed; unfed != nil {
		return nil, fmt.Errorf("%w: %s%s", unfed, printed.text.String(), said.String())
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("the driver did not end within %v: %s%s", scenarioTime, printed.text.String(), said.String())
	}
	if err != nil {
		return nil, fmt.Errorf("the driver failed: %w: %s", err, said.String())
	}
	if held := time.Since(printed.last); held > exitTime {
		return nil, fmt.Errorf("the process lived %v after its last step: a timer or a connection holds it", held.Round(time.Millisecond))
	}
	return printed.read()
}

// feed gives the driver the scenario and its steps, each after the line of the one before and what the receiver has to see first. Once ctx
// is done, as the driver has ended, it returns: what the driver printed says how.
func (s *scenario) feed(ctx context.Context, in io.WriteCloser, r *receiver, printed <-chan struct{}) error {
	defer in.Close()
	first, err := json.Marshal(map[string]any{"name": s.Name, "endpoint": r.url(), "client": s.Client})
	if err != nil {
		return err
	}
	_, err = in.Write(append(first, '\n'))
	for i, raw := range s.Do {
		if err != nil { // the driver reads no more
			return nil
		}
		var step struct {
			AfterRequests int `json:"after_requests"`
		}
		if err := json.Unmarshal(raw, &step); err != nil {
			return err
		}
		if err := r.await(ctx, step.AfterRequests); err != nil {
			return fmt.Errorf("before step %d: %w", i+1, err)
		}
		if _, err = in.Write(append(bytes.ReplaceAll(raw, []byte("\n"), nil), '\n')); i == len(s.Do)-1 {
			return nil
		}
		select {
		case <-printed:
		case <-ctx.Done():
			return nil
		}
	}
	return errors.New("there is no step")
}

// timed keeps what is written and when the last of it was, and tells of each line.
type timed struct {
	text  bytes.Buffer
	last  time.Time
	lines chan struct{} // has room for as many as there are steps; more lines are told to nobody
}

func (t *timed) Write(b []byte) (int, error) {
	t.last = time.Now()
	for range bytes.Count(b, []byte("\n")) {
		select {
		case t.lines <- struct{}{}:
		default:
		}
	}
	return t.text.Write(b)
}

func (t *timed) read() ([]line, error) {
	var lines []line
	for text := range bytes.Lines(t.text.Bytes()) {
		var l line
		if err := json.Unmarshal(text, &l); err != nil {
			return nil, fmt.Errorf("the driver printed %q: %w", text, err)
		}
		lines = append(lines, l)
	}
	return lines, nil
}
