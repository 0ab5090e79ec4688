package funnel

import (
	"bufio"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/internal/parts"
)

// A funnel is counted in parts like this: a part has the rows of its records, in a file for each shard of the traces. A shard is reduced to the steps
// that its traces have, and to what has to be looked up by span id in other traces. Sorting the steps and counting them is for the merge.
const (
	stepsFile   = "f-steps"
	pendingFile = "f-pending"
)

// traceFile is the name of the file of a shard.
func traceFile(shard int) string { return fmt.Sprintf("f-%03d", shard) }

// reduced is what was counted of shards before their steps are.
type reduced struct {
	shards []*parts.Part
	traces []int64 // with a step, by stage
	large  int64
}

// Seed makes the division of rows the same in all parts of a job. It must be called before the first record.
func (c *Counter) Seed(seed uint64) { c.byTrace.Seed(seed) }

// WriteRows writes what was kept of records as a part, in so many shards. The counter knows it no more.
func (c *Counter) WriteRows(ctx context.Context, f *parts.Folder, shards int) error {
	for shard := range shards {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := f.File(traceFile(shard), func(w io.Writer) error { return c.byTrace.WriteOf(shard, shards, w) }); err != nil {
			return err
		}
	}
	return nil
}

// ReadShard adds the rows of a shard of a part.
func (c *Counter) ReadShard(ctx context.Context, p *parts.Part, shard int) error {
	return c.readRows(ctx, p, traceFile(shard), c.byTrace, c.plan.isRecord)
}

// readRows adds rows that are not trusted to a store.
func (c *Counter) readRows(ctx context.Context, p *parts.Part, name string, to *group.Store, valid func(row []byte) bool) error {
	return p.File(name, func(r io.Reader) error {
		return group.ReadRows(r, func(rows group.Rows) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			for rest := rows; len(rest) > 0; {
				var row []byte
				if _, row, rest = rest.Next(); !valid(row) {
					return errRow
				}
			}
			return to.AddRows(rows)
		})
	})
}

// errRow is the error of a row that no counter of the same question has written.
var errRow = errors.New("a row is not of this funnel")

// isRecord reports whether a row can be read as a record.
func (p *plan) isRecord(row []byte) bool {
	return len(row) == recordSize+8*len(p.attributes) && int(binary.LittleEndian.Uint16(row[nameAt:])) < len(p.ofName)
}

// isStep reports whether a row can be read as a step.
func (p *plan) isStep(row []byte) bool {
	return int(binary.BigEndian.Uint16(row[stageAt:])) < len(p.stages)
}

// isPending reports whether a row can be read as what is looked up by span id.
func (p *plan) isPending(row []byte) bool {
	if len(row) < pendingSize || !p.isRecord(row[pendingSize:]) {
		return false
	}
	name := binary.LittleEndian.Uint16(row[pendingSize+nameAt:])
	return pendingKind(row[0]) == pendingBefore && int(binary.LittleEndian.Uint16(row[1:])) < len(p.stages) ||
		pendingKind(row[0]) == pendingStep && p.ofName[name] >= 0
}

// Write writes all that is known but the rows.
func (c *Counter) Write(e *parts.Encoder) {
	e.Int(c.first)
	e.Int(c.last)
	e.Uint(uint64(c.known.level))
	e.Uint(uint64(len(c.known.others)))
	for _, h := range slices.Sorted(maps.Keys(c.known.others)) {
		e.Uint(h)
		e.Text(c.known.others[h])
	}
	e.Int(c.reduced.large)
	e.Uint(uint64(len(c.reduced.traces)))
	for _, n := range c.reduced.traces {
		e.Int(n)
	}
}

// mostLevels is a bound of the level of texts that no run reaches.
const mostLevels = 60

// Read adds what another counter of the same question wrote.
func (c *Counter) Read(d *parts.Decoder) {
	if first, last := d.Int(), d.Int(); first != 0 {
		c.seen(first, last)
	}
	other := newTexts()
	other.level = uint(d.Count(mostLevels))
	for range d.Count(maxTexts) {
		h, text := d.Uint(), d.Text()
		if d.Err() != nil {
			return
		}
		other.others[h] = text
	}
	c.known.merge(&other)
	c.reduced.large += d.Int()
	for i := range d.Count(int64(len(c.plan.stages))) {
		c.reduced.traces[i] += d.Int()
	}
}

// ReduceShard makes steps of the rows of a shard, and writes them.
func (c *Counter) ReduceShard(ctx context.Context, complete facts.Completeness, f *parts.Folder) error {
	return f.File(stepsFile, func(steps io.Writer) error {
		return f.File(pendingFile, func(pending io.Writer) error { return c.reduceTo(ctx, complete, steps, pending) })
	})
}

func (c *Counter) reduceTo(ctx context.Context, complete facts.Completeness, toSteps, toPending io.Writer) error {
	f := &finisher{Counter: c, ctx: ctx, complete: complete}
	outSteps, outPending := bufio.NewWriter(toSteps), bufio.NewWriter(toPending)
	steps := newTraceSteps(c.plan, &c.known, complete, func(s *step) error {
		f.row = s.append(f.row[:0])
		_, err := outSteps.Write(f.row)
		return err
	})
	var rows group.Rows
	steps.remote = func(p *pending) error {
		key, row := p.append(f.row)
		f.row, rows = row, group.AppendRow(rows[:0], key, row)
		_, err := outPending.Write(rows)
		return err
	}
	if err := f.each(c.byTrace, steps.work); err != nil {
		return err
	}
	c.reduced.large, c.reduced.traces = f.large, steps.traces
	return cmp.Or(outSteps.Flush(), outPending.Flush())
}

// AddShard adds a shard that was reduced, of which Read has read the rest. Its rows are read by Finish.
func (c *Counter) AddShard(p *parts.Part) { c.reduced.shards = append(c.reduced.shards, p) }

// readShards passes on the steps of shards that were reduced, and adds what is looked up by span id to a store.
func (f *finisher) readShards(bySpanID *group.Store) error {
	f.traces, f.large = f.reduced.traces, f.reduced.large
	for _, p := range f.reduced.shards {
		if err := p.File(stepsFile, f.readSteps); err != nil {
			return err
		}
		if err := f.readRows(f.ctx, p, pendingFile, bySpanID, f.plan.isPending); err != nil {
			return err
		}
	}
	return nil
}

func (f *finisher) readSteps(r io.Reader) error {
	in, row := bufio.NewReader(r), make([]byte, stepSize+8*len(f.plan.attributes))
	one := step{values: make([]uint64, len(f.plan.attributes))}
	for n := 0; ; n++ {
		if n%(1<<14) == 0 && f.ctx.Err() != nil {
			return f.ctx.Err()
		}
		if _, err := io.ReadFull(in, row); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if !f.plan.isStep(row) {
			return errRow
		}
		one.read(row)
		if err := f.take(&one); err != nil {
			return err
		}
	}
}
