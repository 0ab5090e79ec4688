package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"time"

	"github.com/specgen/specgen/test/interop/receiver"
	"github.com/specgen/specgen/test/vectors"
)

// driverTime is what a driver may take for all cases. It needs a second or two.
const driverTime = 3 * time.Minute

// driver is how the driver of one language is run.
type driver struct {
	language string
	command  []string // and its first arguments
}

// export runs the driver with a file of calls on its standard input, since not every driver sees all files, and has it send its
// spans to the receiver. It returns what the driver printed. A driver that ends with an error gives its last words.
func (d driver) export(ctx context.Context, calls []byte, url string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, driverTime)
	defer cancel()
	arguments := append(d.command[1:len(d.command):len(d.command)], "-", "--export", url)
	command := exec.CommandContext(ctx, d.command[0], arguments...)
	command.WaitDelay = 10 * time.Second
	var printed, said bytes.Buffer
	command.Stdin = bytes.NewReader(calls)
	command.Stdout, command.Stderr = &printed, &said
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("cannot run the driver of %s: %w: %s; mend it, or see that the vectors are right", d.language, err, last(said.String()))
	}
	return printed.Bytes(), nil
}

// last returns the end of a text.
func last(text string) string {
	const most = 2000
	text = strings.TrimSpace(text)
	return text[max(0, len(text)-most):]
}

// check compares what was received from a driver with the cases, and returns how many cases it sent and what differs.
// A case is a request to the path with its number, if it has spans that are sampled and the language did not leave it out.
func check(cases []vectors.Case, printed []byte, requests []receiver.Request) (int, []string, error) {
	lines := bytes.Split(bytes.TrimSpace(printed), []byte("\n"))
	if len(lines) != len(cases) {
		return 0, nil, fmt.Errorf("cannot check: %d lines for %d cases; mend the driver", len(lines), len(cases))
	}
	sent := 0
	var out []string
	for k := range cases {
		var line vectors.Line
		if err := json.Unmarshal(lines[k], &line); err != nil {
			return 0, nil, fmt.Errorf("cannot check: line %d is no result: %w; mend the driver", k+1, err)
		}
		if line.LeftOut != "" || cases[k].Expect.Exported() == 0 {
			continue
		}
		sent++
		path := fmt.Sprintf("/%d/v1/traces", k)
		var of []receiver.Request
		for _, request := range requests {
			if request.Path == path {
				of = append(of, request)
			}
		}
		differences, err := checkCase(&cases[k], of)
		if err != nil {
			return 0, nil, err
		}
		out = append(out, differences...)
	}
	if len(requests) > sent {
		out = append(out, fmt.Sprintf("%d requests for %d cases", len(requests), sent))
	}
	return sent, out, nil
}

func checkCase(c *vectors.Case, requests []receiver.Request) ([]string, error) {
	if len(requests) != 1 {
		return []string{fmt.Sprintf("%s: %d requests, want one", c.Name, len(requests))}, nil
	}
	got := c.Expect // but for what was decoded
	if err := json.Unmarshal(requests[0].Body, &got.OTLP); err != nil {
		return nil, err
	}
	return c.Compare(&got), nil
}

// exchange has a driver send the spans of all cases, and compares them with what was decoded. It returns what the driver
// printed, what was decoded, and in how many cases.
func exchange(ctx context.Context, d driver, calls []byte) (printed []byte, requests []receiver.Request, sent int, err error) {
	var cases []vectors.Case
	if err := json.Unmarshal(calls, &cases); err != nil {
		return nil, nil, 0, fmt.Errorf("cannot read the vectors: %w; make them again with make_calls.py or make_order_calls.py", err)
	}
	r, err := receiver.Start()
	if err != nil {
		return nil, nil, 0, err
	}
	printed, err = d.export(ctx, calls, r.URL())
	requests, refused := r.Take()
	for _, text := range refused {
		err = errors.Join(err, fmt.Errorf("the receiver refused %s", text))
	}
	if err = errors.Join(err, r.Close()); err != nil {
		return printed, requests, 0, err
	}
	sent, differences, err := check(cases, printed, requests)
	if len(differences) > 0 {
		err = fmt.Errorf("%s: %d differences\n%s", d.language, len(differences), strings.Join(differences, "\n"))
	}
	return printed, requests, sent, err
}

// threeLost is how a driver says that 3 spans were lost.
var threeLost = regexp.MustCompile(`\b3 (spans were lost|rejected)\b|\brejected: 3\b`)

// rejected has a driver send to a receiver that takes none of its spans and says so, as partial success. The driver must
// notice, at its first case, and end with an error that says how many were lost.
func rejected(ctx context.Context, d driver, calls []byte) error {
	r, err := receiver.Start(receiver.Rejecting(3))
	if err != nil {
		return err
	}
	_, err = d.export(ctx, calls, r.URL())
	if closing := r.Close(); closing != nil {
		return closing
	}
	if err == nil || !threeLost.MatchString(err.Error()) {
		return fmt.Errorf("%s: cannot count on partial success: the driver says %v, want that 3 spans were lost; mend the exporter", d.language, err)
	}
	return nil
}

// written writes what came of an exchange beside each other: what the driver printed, and what was decoded.
func written(base string, printed []byte, requests []receiver.Request) error {
	var decoded bytes.Buffer
	for _, request := range requests {
		fmt.Fprintf(&decoded, "{\"path\":%q,\"type\":%q,\"request\":%s}\n", request.Path, request.ContentType, request.Body)
	}
	return errors.Join(os.WriteFile(base+".jsonl", printed, 0o644), os.WriteFile(base+".decoded.jsonl", decoded.Bytes(), 0o644))
}
