// Command go drives the generated Go clients through testdata/vectors/calls.json or order-calls.json, and prints a JSON line for each
// case: {name, spans, unsampled, otlp, violations}, or {name, left_out} where Go cannot hold it.
//
//	go run ./test/vectors/drivers/go CALLS [--export URL [--json] [--gzip]]
//	go run ./test/vectors/drivers/go - --deliver
//
// CALLS is the path of the file, "-" for standard input. With --export, the spans of case number k, from 0, that are sampled also go
// through a batch processor and the OTLP/HTTP exporter to URL/k.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/specgen/specgen/runtime/go/flowtrace"
	"github.com/specgen/specgen/runtime/go/flowtrace/otlphttp"
	"github.com/specgen/specgen/runtime/go/flowtrace/spanevent"
	"github.com/specgen/specgen/test/vectors"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	var config otlphttp.Config
	flags := flag.NewFlagSet("driver", flag.ContinueOnError)
	flags.StringVar(&config.Endpoint, "export", "", "also send the spans of case k to this URL/k")
	flags.BoolVar(&config.JSON, "json", false, "send JSON instead of protobuf")
	flags.BoolVar(&config.Gzip, "gzip", false, "send compressed")
	delivers := flags.Bool("deliver", false, "do the steps of a scenario of testdata/delivery instead")
	if err := flags.Parse(args); err != nil {
		return err
	}
	path := flags.Arg(0)
	if path == "" {
		return errors.New("cannot drive nothing: give the path of calls.json")
	}
	if err := flags.Parse(flags.Args()[1:]); err != nil { // those behind the path
		return err
	}
	if *delivers {
		return deliver(os.Stdin, out)
	}
	cases, err := vectors.Read[callCase](path)
	if err != nil {
		return err
	}
	for k := range cases {
		line, err := one(k, &cases[k], config)
		if err != nil {
			return err
		}
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// one returns the line of a case, which was exported if it is to be.
func one(k int, c *callCase, config otlphttp.Config) ([]byte, error) {
	if c.Needs == "utf16" {
		return encoded(&vectors.Line{Name: c.Name, LeftOut: c.Needs})
	}
	if config.Endpoint == "" {
		d, err := driven(c, nil)
		if err != nil {
			return nil, err
		}
		return d.line()
	}
	config.Endpoint = fmt.Sprintf("%s/%d", config.Endpoint, k)
	exporter, err := otlphttp.New(config)
	if err != nil {
		return nil, err
	}
	batch := flowtrace.NewBatchSpanProcessor(exporter, flowtrace.BatchConfig{})
	d, err := driven(c, batch)
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	err = errors.Join(err, batch.ForceFlush(ctx), batch.Shutdown(ctx))
	if stats := batch.Stats(); stats.Exported != stats.Emitted {
		err = errors.Join(err, fmt.Errorf("cannot export %q: %d spans were lost; see that the receiver runs", c.Name, stats.Emitted-stats.Exported))
	}
	if err != nil {
		return nil, err
	}
	return d.line()
}

// line is what a driver prints of a case.
func (d *drive) line() ([]byte, error) {
	var lines []byte
	out := vectors.Line{Name: d.c.Name}
	var exported []flowtrace.SpanData
	for i := range d.spans {
		lines = spanevent.Append(lines, &d.spans[i])
		if d.spans[i].Context().IsSampled() {
			exported = append(exported, d.spans[i])
		} else {
			out.Unsampled = append(out.Unsampled, i)
		}
	}
	out.OTLP = otlphttp.AppendJSON(nil, exported)
	for line := range bytes.Lines(lines) {
		out.Spans = append(out.Spans, line)
	}
	for _, v := range d.violations {
		out.Violations = append(out.Violations, vectors.Violation{Rule: v.Rule, Span: v.Span, Tag: v.Tag, Value: v.Value, Expected: v.Expected})
	}
	return encoded(&out)
}

// encoded leaves the texts of spans as the client wrote them.
func encoded(line *vectors.Line) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(line)
	return out.Bytes(), err
}
