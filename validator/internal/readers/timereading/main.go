// Command timereading measures the readers alone: each named file is read into a sink that does nothing, on one core, and the median of
// the processor times is printed, a line of JSON for each file. test/bench calls it.
//
//	go run ./validator/internal/readers/timereading [-rounds N] FILE…
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"time"

	"github.com/specgen/specgen/test/cputime"
	"github.com/specgen/specgen/validator/internal/readers"
	"github.com/specgen/specgen/validator/trace"
)

func main() {
	rounds := flag.Int("rounds", 7, "how often to read; the median counts")
	flag.Parse()
	runtime.GOMAXPROCS(1)
	if err := run(flag.Args(), *rounds, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "timereading:", err)
		os.Exit(1)
	}
}

// result is what is printed of a file.
type result struct {
	File    string        `json:"file"`
	Format  string        `json:"format"`
	Records int           `json:"records"`
	Time    time.Duration `json:"ns"`
}

func run(files []string, rounds int, out io.Writer) error {
	if len(files) == 0 || rounds < 1 {
		return errors.New("cannot measure nothing: name a file, and one round at least")
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("cannot measure: %w; name a file", err)
		}
		one, err := measure(data, rounds)
		if err != nil {
			return fmt.Errorf("cannot measure %s: %w; see what is wrong with it", file, err)
		}
		one.File = file
		if err := json.NewEncoder(out).Encode(one); err != nil {
			return err
		}
	}
	return nil
}

// measure reads data once to warm up, then as often as it is told to.
func measure(data []byte, rounds int) (one result, err error) {
	var times []time.Duration
	for i := range rounds + 1 {
		var sink nothing
		var seen readers.Seen
		runtime.GC()
		took := cputime.Of(func() { seen, err = readers.Read(bytes.NewReader(data), readers.Options{}, &sink) })
		if err != nil {
			return one, err
		}
		if one.Format, one.Records = seen.Format, int(sink); i > 0 {
			times = append(times, took)
		}
	}
	slices.Sort(times)
	one.Time = times[len(times)/2]
	return one, nil
}

// nothing is a sink that counts records.
type nothing int

// Record counts.
func (n *nothing) Record(*trace.Record) error { *n++; return nil }

// Broken ends the reading.
func (n *nothing) Broken(problem *trace.Problem) error { return problem }

// Skipped does nothing.
func (n *nothing) Skipped(int64) {}
