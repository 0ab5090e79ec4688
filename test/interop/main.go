// Command interop has the drivers of the languages send the spans of testdata/vectors/calls.json and order-calls.json through their
// batch processors and OTLP/HTTP exporters to a receiver that decodes them with OpenTelemetry's pdata, and holds what was decoded
// to the vectors:
//
//	interop CALLS[,CALLS] OUT LANGUAGE COMMAND…
//
// COMMAND is the driver, to which - for a file of calls on standard input and --export URL are added. OUT is a folder for what the
// driver printed (LANGUAGE.calls.jsonl, LANGUAGE.order-calls.jsonl) and what was decoded (LANGUAGE.calls.decoded.jsonl and the like). What
// does not fit into a request, and partial success, are tried with the first file's flow alone. It is a module of its own, so that
// pdata stays out of the main one.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
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
	paths, out, d := strings.Split(args[0], ","), args[1], driver{args[2], args[3:]}
	var files [][]byte
	for _, path := range paths {
		calls, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("cannot read the vectors: %w; give the path of calls.json", err)
		}
		files = append(files, calls)
	}
	var failed error
	sent := 0
	for i, calls := range files {
		printed, requests, n, err := exchange(ctx, d, calls)
		if printed != nil { // also where something is wrong with it
			name := d.language + "." + strings.TrimSuffix(filepath.Base(paths[i]), ".json")
			err = errors.Join(err, written(filepath.Join(out, name), printed, requests))
		}
		failed = errors.Join(failed, err)
		sent += n
	}
	if failed != nil {
		return failed
	}
	if err := rejected(ctx, d, files[0]); err != nil {
		return err
	}
	parts, err := bulk(ctx, d)
	if err != nil {
		return err
	}
	fmt.Printf("%s: pdata decodes the spans of %d cases as they should be, and %d more in %d requests; partial success is read\n", d.language, sent, bulkOps, parts)
	return nil
}
