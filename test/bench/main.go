// Command bench measures the validator on generated records of spec/notification.yaml against OpenTelemetry's pdata, which
// only parses the same bytes, on one core, and prints both with their ratio. It is a module of its own, so that pdata stays
// out of the main one.
package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"iter"
	"os"
	"runtime"
	"slices"
	"time"

	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/specgen/specgen/test/cputime"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

func main() {
	records := flag.Int("records", 100_000, "how many records to generate")
	rounds := flag.Int("rounds", 7, "how often to measure; the median counts")
	spec := flag.String("spec", "../../spec/notification.yaml", "the notification flow")
	least := flag.Float64("least", 0, "fail below this ratio")
	save := flag.String("save", "", "also write the records to this file")
	protobuf := flag.Bool("protobuf", false, "OTLP protobuf as the Collector's file exporter writes it, in place of OTLP JSON")
	instrumented := flag.Bool("instrumented", false, "with four more attributes about threads and code, as instrumentation adds them: 0.76 kB a record in place of 0.5")
	cores := flag.Bool("cores", false, "compare two cores with one, by wall clock, in place of pdata")
	alone := flag.Bool("reading", false, "measure reading alone, in every format, beside pdata and encoding/json")
	flag.Parse()
	if *cores {
		if err := compareCores(*records, *rounds, *spec, *least); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	if *alone {
		runtime.GOMAXPROCS(1)
		if err := reading(*records, *rounds); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	if err := run(*records, *rounds, *spec, *least, *save, *protobuf, *instrumented); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(records, rounds int, spec string, least float64, save string, protobuf, instrumented bool) error {
	runtime.GOMAXPROCS(1)
	v, err := validator.Compile(validator.Spec{Path: spec})
	if err != nil {
		return err
	}
	data, n := generate(records, instrumented)
	format, split := "JSON", bytes.Lines
	if protobuf {
		if data, err = framed(data); err != nil {
			return err
		}
		format, split = "protobuf", frames
	}
	if save != "" {
		if err := os.WriteFile(save, data, 0o644); err != nil {
			return err
		}
	}
	fmt.Printf("%d records, %.1f MB of OTLP %s, one core, processor time, median of %d\n", n, float64(len(data))/1e6, format, rounds)
	parse, validate, err := compare(rounds, func() error { return parse(data, split, n) }, func() error { return validate(v, data, n) })
	if err != nil {
		return err
	}
	show("pdata, parse only", parse, len(data), n)
	show("specgen, validate", validate, len(data), n)
	ratio := parse.Seconds() / validate.Seconds()
	fmt.Printf("%-20s %.2f\n", "ratio", ratio)
	if ratio < least {
		return fmt.Errorf("cannot accept a ratio of %.2f: at least %.2f is asked", ratio, least)
	}
	return nil
}

// compare returns the median processor time of each of two things that are done by turns, after one round to warm up.
func compare(rounds int, one, other func() error) (a, b time.Duration, err error) {
	var times [2][]time.Duration
	for i := range rounds + 1 {
		for k, do := range []func() error{one, other} {
			runtime.GC()
			took := cputime.Of(func() { err = do() })
			if err != nil {
				return 0, 0, err
			}
			if i > 0 {
				times[k] = append(times[k], took)
			}
		}
	}
	slices.Sort(times[0])
	slices.Sort(times[1])
	return times[0][len(times[0])/2], times[1][len(times[1])/2], nil
}

// parse has pdata read each request, which split finds.
func parse(data []byte, split func([]byte) iter.Seq[[]byte], want int) error {
	spans := 0
	for request := range split(data) {
		traces, err := unmarshal(request)
		if err != nil {
			return err
		}
		spans += traces.SpanCount()
	}
	if spans != want {
		return fmt.Errorf("cannot compare: pdata read %d records of %d", spans, want)
	}
	return nil
}

func unmarshal(request []byte) (ptrace.Traces, error) {
	if request[0] == '{' {
		return (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(request)
	}
	return (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces(request)
}

// framed makes lines of JSON requests of protobuf, each behind its length in four bytes, big-endian.
func framed(lines []byte) ([]byte, error) {
	var out []byte
	for line := range bytes.Lines(lines) {
		traces, err := unmarshal(line)
		if err != nil {
			return nil, err
		}
		request, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces)
		if err != nil {
			return nil, err
		}
		out = append(binary.BigEndian.AppendUint32(out, uint32(len(request))), request...)
	}
	return out, nil
}

// frames goes through what framed makes.
func frames(data []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for len(data) > 0 {
			n := 4 + int(binary.BigEndian.Uint32(data))
			if !yield(data[4:n]) {
				return
			}
			data = data[n:]
		}
	}
}

func validate(v *validator.Validator, data []byte, want int) error {
	result, err := v.Validate(context.Background(), "generated", data, validator.Options{})
	if err != nil {
		return err
	}
	if result.Summary.FlowRecords != int64(want) || result.Worst() > trace.Info {
		return fmt.Errorf("cannot compare: %d records of %d, findings %+v", result.Summary.FlowRecords, want, result.Findings)
	}
	return nil
}

func show(what string, d time.Duration, size, records int) {
	fmt.Printf("%-20s %8.1f ms  %6.0f MB/s  %5.2f M records/s\n", what, float64(d.Microseconds())/1000,
		float64(size)/1e6/d.Seconds(), float64(records)/1e6/d.Seconds())
}
