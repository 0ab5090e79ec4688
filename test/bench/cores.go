package main

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/specgen/specgen/test/cputime"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// compareCores measures one input on one core and on two, by turns. Both have two for the runtime, as it is for who uses the command.
func compareCores(records, rounds int, spec string, least float64) error {
	if runtime.NumCPU() < 2 {
		return fmt.Errorf("cannot compare: this machine has one core")
	}
	runtime.GOMAXPROCS(2)
	v, err := validator.Compile(validator.Spec{Path: spec})
	if err != nil {
		return err
	}
	data, n := requests(records)
	fmt.Printf("%d records, %.1f MB of OTLP JSON, wall clock, median of %d\n", n, float64(len(data))/1e6, rounds)
	var times, used [2][]time.Duration // by the clock, and of processors
	var ratios, besides []float64      // of each round: a shared machine is faster now and slower then
	for i := range rounds + 1 {
		for k := range times {
			runtime.GC()
			var took time.Duration
			processor := cputime.Of(func() { took, err = onCores(v, data, n, 1+k) })
			if err != nil {
				return err
			}
			if i > 0 {
				times[k], used[k] = append(times[k], took), append(used[k], processor)
			}
		}
		if i > 0 {
			ratios = append(ratios, times[0][i-1].Seconds()/times[1][i-1].Seconds())
			besides = append(besides, used[1][i-1].Seconds()/used[0][i-1].Seconds())
		}
	}
	slices.Sort(ratios)
	slices.Sort(besides)
	for k, name := range []string{"one core", "two cores"} {
		slices.Sort(times[k])
		show(name, times[k][rounds/2], len(data), n)
	}
	ratio := ratios[rounds/2]
	fmt.Printf("%-20s %.2f, the median of those of each round; %.2f of the fastest ones\n", "ratio", ratio, times[0][0].Seconds()/times[1][0].Seconds())
	fmt.Printf("%-20s %.2f: what two cores take besides\n", "processor time", besides[rounds/2])
	if ratio < least {
		return fmt.Errorf("cannot accept a ratio of %.2f: at least %.2f is asked", ratio, least)
	}
	return nil
}

func onCores(v *validator.Validator, data []byte, want, jobs int) (time.Duration, error) {
	start := time.Now()
	run, err := v.NewRun(validator.Options{Jobs: jobs})
	if err != nil {
		return 0, err
	}
	defer run.Close()
	if err := run.Read(context.Background(), "generated", bytes.NewReader(data)); err != nil {
		return 0, err
	}
	result, err := run.Finish(context.Background())
	took := time.Since(start)
	if err == nil && (result.Summary.FlowRecords != int64(want) || result.Worst() > trace.Info) {
		err = fmt.Errorf("cannot compare: %d records of %d", result.Summary.FlowRecords, want)
	}
	return took, err
}
