// Command interop has the drivers of the languages send the spans of testdata/vectors/calls.json through their batch
// processors and OTLP/HTTP exporters to a receiver that decodes them with OpenTelemetry's pdata, and holds what was decoded
// to the vectors:
//
//	interop CALLS OUT LANGUAGE COMMAND…
//
// COMMAND is the driver, to which - for calls.json on standard input and --export URL are added. OUT is a folder for what the driver
// printed (LANGUAGE.jsonl) and what was decoded (LANGUAGE.decoded.jsonl). It is a module of its own, so that pdata stays out of
// the main one.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
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
	if len(args) < 4 {
		return errors.New("cannot test nothing: give calls.json, a folder for results, a language, and the command of its driver")
	}
	out, d := args[1], driver{args[2], args[3:]}
	calls, err := os.ReadFile(args[0])
	if err != nil {
		return fmt.Errorf("cannot read the vectors: %w; give the path of calls.json", err)
	}
	printed, requests, sent, err := exchange(ctx, d, calls)
	if printed != nil { // also where something is wrong with it
		err = errors.Join(err, written(out, d.language, printed, requests))
	}
	if err != nil {
		return err
	}
	if err := rejected(ctx, d, calls); err != nil {
		return err
	}
	parts, err := bulk(ctx, d)
	if err != nil {
		return err
	}
	fmt.Printf("%s: pdata decodes the spans of %d cases as they should be, and %d more in %d requests; partial success is read\n", d.language, sent, bulkOps, parts)
	return nil
}
