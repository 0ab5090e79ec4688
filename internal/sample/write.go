package sample

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"slices"

	"github.com/specgen/specgen/validator"
)

// Written is how much was written.
type Written struct {
	Runs, Traces, Records int64
	Broken                int64 // runs that break a rule
}

// Runs are written in blocks, of so many runs each but for the first ones, which are smaller. Blocks of runs with many records have fewer runs, so
// that memory does not grow with the spec: a core holds about two blocks. The records of a block are in the order of their times or, where a
// format writes what they share once, of their emitters.
const (
	blockRuns    = 256
	firstBlock   = 32
	blockRecords = 20_000
)

// runsOfBlock returns how many runs a block has at most. It follows from the flows alone, as the order of the output depends on it.
func (s *Sampler) runsOfBlock() uint64 {
	most := 1
	for _, p := range s.plans {
		if r, err := p.newRun(0, s.opts.Start.UnixMicro(), true, true); err == nil { // an error comes again when the run is written
			most = max(most, len(r.steps))
		}
	}
	return uint64(max(1, min(blockRuns, blockRecords/most)))
}

// mostWaiting is how many runs are made in the hope that one of them can be broken.
const mostWaiting = 10_000

// block is some runs as bytes.
type block struct {
	text    bytes.Buffer
	records [][]made // of each run
	traces  []int64  // likewise, how many
	broken  []bool   // likewise
	err     error
}

// Write writes runs until there are enough of them. It ends early if the context does.
func (s *Sampler) Write(ctx context.Context, w io.Writer) (Written, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	jobs := max(1, s.opts.Jobs)
	queue := make(chan chan *block, jobs)
	most := s.runsOfBlock()
	go func() {
		defer close(queue)
		for first, runs := uint64(0), min(firstBlock, most); ; first, runs = first+runs, min(2*runs, most) {
			one := make(chan *block, 1)
			select {
			case queue <- one:
			case <-ctx.Done():
				return
			}
			go func() { one <- s.block(ctx, first, runs) }()
		}
	}()
	var done Written
	for one := range queue {
		b := <-one
		if err := ctx.Err(); err != nil {
			return done, err
		}
		runs, last := s.take(b, &done)
		if b.err != nil && !last { // else what fails is not needed
			return done, b.err
		}
		if runs < len(b.records) { // the run with the number needed is the last one
			b.text.Reset()
			if err := write(&b.text, slices.Concat(b.records[:runs]...), s.opts.To); err != nil {
				return done, err
			}
		}
		if _, err := w.Write(b.text.Bytes()); err != nil {
			return done, err
		}
		if last {
			_, err := w.Write(s.tail)
			return done, err
		}
	}
	return done, ctx.Err()
}

// take counts the runs of a block, up to the last one that is needed, and reports whether that is among them.
func (s *Sampler) take(b *block, done *Written) (runs int, last bool) {
	for i := range b.records {
		runs++
		done.Runs++
		done.Traces += b.traces[i]
		done.Records += int64(len(b.records[i]))
		if b.broken[i] {
			done.Broken++
		}
		enough := s.opts.Traces > 0 && done.Traces >= s.opts.Traces || s.opts.Records > 0 && done.Records >= s.opts.Records
		waits := len(s.rules) > 0 && done.Broken == 0 && done.Runs < mostWaiting // what was asked for is to be there
		if enough && !waits {
			return runs, true
		}
	}
	return runs, false
}

// block makes some runs and writes them, unless nobody waits for them any longer.
func (s *Sampler) block(ctx context.Context, first, runs uint64) *block {
	b := &block{}
	for i := first; i < first+runs; i++ {
		if b.err = ctx.Err(); b.err != nil {
			return b
		}
		traces, records, broken, err := s.records(i)
		if err != nil {
			b.err = err
			break
		}
		b.traces, b.records, b.broken = append(b.traces, traces), append(b.records, records), append(b.broken, broken)
	}
	if err := write(&b.text, slices.Concat(b.records...), s.opts.To); err != nil {
		b.err, b.records = err, nil
	}
	return b
}

// records makes the records of a run, broken if it is its turn.
func (s *Sampler) records(number uint64) (traces int64, records []made, broken bool, err error) {
	if r, records, err := s.broken(number); r != nil || err != nil {
		if err != nil {
			return 0, nil, false, err
		}
		traces, _ = r.size()
		return traces, s.leftOut(records), true, nil
	}
	r, err := s.run(number)
	if err != nil {
		return 0, nil, false, err
	}
	traces, _ = r.size()
	return traces, s.leftOut(r.records()), false, nil
}

// write writes records in the order of their times or, where a format writes once what they share, of their emitters.
func write(w io.Writer, all []made, to validator.Format) error {
	byEmitter := to != validator.SpanEvent
	slices.SortStableFunc(all, func(x, y made) int {
		if byEmitter {
			if order := cmp.Or(bytes.Compare(x.Flow, y.Flow), bytes.Compare(x.Service, y.Service)); order != 0 {
				return order
			}
			if x.Resource != y.Resource {
				return cmp.Compare(emitterOf(x), emitterOf(y))
			}
		}
		return cmp.Compare(x.Start, y.Start)
	})
	c, err := validator.NewConverter(w, validator.ConvertOptions{To: to})
	if err != nil {
		return err
	}
	for _, one := range all {
		if err := c.Write(one.Record); err != nil {
			return err
		}
	}
	return c.Close()
}

// emitterOf returns the place of a record's emitter among those of its service; a changed one comes last.
func emitterOf(m made) int {
	if m.node == nil {
		return devices
	}
	if at := slices.Index(m.node.service.resources, m.Resource); at >= 0 {
		return at
	}
	return devices
}
