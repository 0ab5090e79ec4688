package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"time"

	"github.com/specgen/specgen/test/cputime"
)

// format is one format in which the records are read.
type format struct {
	name  string
	make  func(lines []byte) ([]byte, error)
	split func([]byte) iter.Seq[[]byte] // into requests that pdata reads; nil where it reads none
	json  func([]byte) error            // by encoding/json; nil where it is none
}

var formats = []format{
	{"OTLP JSON", func(lines []byte) ([]byte, error) { return lines, nil }, bytes.Lines, decode[otlpRequest]},
	{"OTLP protobuf", framed, frames, nil},
	{"SpanEvent", spanEvents, nil, decode[spanEvent]},
	{"Jaeger", jaegerJSON, nil, decode[jaegerAnswer]},
	{"Zipkin", zipkinJSON, nil, decode[[]zipkinSpan]},
}

// reading prints a table of how long reading alone takes: the validator's readers, pdata, and encoding/json into structures.
func reading(records, rounds int) error {
	lines, n := requests(records)
	dir, err := os.MkdirTemp("", "reading")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) // made above
	fmt.Printf("%d records, one core, processor time in ms, median of %d\n\n", n, rounds)
	fmt.Println("| format | MB | specgen | M records/s | pdata | encoding/json |")
	fmt.Println("| --- | ---: | ---: | ---: | ---: | ---: |")
	for _, f := range formats {
		data, err := f.make(lines)
		if err != nil {
			return err
		}
		file := filepath.Join(dir, "records")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			return err
		}
		own, err := timeReading(file, rounds, n)
		if err != nil {
			return err
		}
		var peers [2]string
		if f.split != nil {
			peers[0], err = median(rounds, func() error { return parse(data, f.split, n) })
		}
		if f.json != nil && err == nil {
			peers[1], err = median(rounds, func() error { return f.json(data) })
		}
		if err != nil {
			return err
		}
		fmt.Printf("| %s | %.1f | %.1f | %.2f | %s | %s |\n", f.name, float64(len(data))/1e6, float64(own.Microseconds())/1000,
			float64(n)/1e6/own.Seconds(), peers[0], peers[1])
	}
	return nil
}

// timeReading measures the validator's readers, which only a package below validator may call.
func timeReading(file string, rounds, want int) (time.Duration, error) {
	command := exec.Command("go", "run", "./validator/internal/readers/timereading", "-rounds", strconv.Itoa(rounds), file)
	command.Dir, command.Stderr = filepath.Join("..", ".."), os.Stderr
	out, err := command.Output()
	if err != nil {
		return 0, fmt.Errorf("cannot measure reading: %w; see above", err)
	}
	var one struct {
		Records int           `json:"records"`
		Time    time.Duration `json:"ns"`
	}
	if err := json.Unmarshal(out, &one); err != nil {
		return 0, err
	}
	if one.Records != want {
		return 0, fmt.Errorf("cannot compare: %d records of %d were read", one.Records, want)
	}
	return one.Time, nil
}

// median returns the median processor time in ms, after one round to warm up.
func median(rounds int, do func() error) (string, error) {
	var times []time.Duration
	for i := range rounds + 1 {
		runtime.GC()
		var err error
		took := cputime.Of(func() { err = do() })
		if err != nil {
			return "", err
		}
		if i > 0 {
			times = append(times, took)
		}
	}
	slices.Sort(times)
	return fmt.Sprintf("%.1f", float64(times[len(times)/2].Microseconds())/1000), nil
}
