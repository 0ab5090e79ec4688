package engine

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/specgen/specgen/validator/internal/facts"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/internal/group"
	"github.com/specgen/specgen/validator/internal/parts"
)

// Of what an engine knows, the head is what a shard needs of all parts; the rest is for the report. Rows are files: those by trace one for
// each shard, those by span id, and marks.
const (
	spanIDFile = "s"
	marksFile  = "m"
)

// MaxShards is how many shards there can be.
const MaxShards = group.Partitions

// traceFile is the name of the file of a shard.
func traceFile(shard int) string { return fmt.Sprintf("t-%03d", shard) }

// maxRow is how many bytes a row has at most with its key.
const maxRow = 16 << 20

// WriteRows writes the rows of the engine as a part, those by trace in so many shards. The engine knows them no more.
func (e *Engine) WriteRows(ctx context.Context, f *parts.Folder, shards int) error {
	e.join()
	for shard := range shards {
		if err := writeRows(ctx, f, traceFile(shard), e.stores.byTrace, shard, shards); err != nil {
			return err
		}
	}
	if err := writeRows(ctx, f, spanIDFile, e.stores.bySpanID, 0, 1); err != nil {
		return err
	}
	return f.Rows(marksFile, func(add func([]byte) error) error { return e.findings.WriteMarks(ctx, add) })
}

func writeRows(ctx context.Context, f *parts.Folder, name string, from *group.Store, shard, shards int) error {
	var both []byte
	return f.Rows(name, func(add func([]byte) error) error {
		return from.EachOf(shard, shards, func(key [group.KeySize]byte, row []byte) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			both = append(append(both[:0], key[:]...), row...)
			return add(both)
		})
	})
}

// WriteHead writes what a shard needs of all parts.
func (e *Engine) WriteHead(to *parts.Encoder) {
	to.Bool(e.unreadable)
	to.Bool(e.stopped)
	to.Bool(e.cut.Load())
	e.end.write(to)
}

// ReadHead adds the head of a part.
func (e *Engine) ReadHead(from *parts.Decoder) {
	e.unreadable = from.Bool() || e.unreadable
	e.stopped = from.Bool() || e.stopped
	if from.Bool() {
		e.cut.Store(true)
	}
	e.end.read(from)
}

// WriteRest writes the rest of what the engine knows.
func (e *Engine) WriteRest(to *parts.Encoder) {
	for _, n := range [...]int64{e.counts.Records, e.counts.FlowRecords, e.counts.Traces} {
		to.Int(n)
	}
	for _, n := range e.counts.SpanTraces {
		to.Int(n)
	}
	to.Uint(uint64(len(e.services.records)))
	for _, service := range slices.Sorted(maps.Keys(e.services.records)) {
		to.Uint(service)
		to.Int(*e.services.records[service])
	}
	e.coverage.Write(to)
	e.findings.Write(to)
}

// ReadRest adds the rest of what another engine knows, and returns how to read its marks. inputs are the numbers here of the inputs there.
func (e *Engine) ReadRest(from *parts.Decoder, inputs []uint32) *findings.Import {
	for _, n := range [...]*int64{&e.counts.Records, &e.counts.FlowRecords, &e.counts.Traces} {
		*n += from.Int()
	}
	for i := range e.counts.SpanTraces {
		e.counts.SpanTraces[i] += from.Int()
	}
	for range from.Count(1 << 20) {
		service, n := from.Uint(), from.Int()
		if from.Err() != nil {
			break
		}
		*e.services.of(service) += n
		if len(e.services.records) > 2*maxServiceCounts {
			e.services.join(e.findings)
		}
	}
	e.coverage.Read(from, e.flows)
	m := &findings.Import{Rules: len(e.rules), Flows: len(e.flows.All), Examples: e.opts.Examples, Inputs: inputs}
	e.findings.Read(from, m)
	return m
}

// ReadTraces adds the rows by trace of a shard.
func (e *Engine) ReadTraces(ctx context.Context, p *parts.Part, shard int, inputs []uint32) error {
	return e.readRows(ctx, p, traceFile(shard), e.byTrace, inputs)
}

// ReadSpanIDs adds the rows by span id.
func (e *Engine) ReadSpanIDs(ctx context.Context, p *parts.Part, inputs []uint32) error {
	return e.readRows(ctx, p, spanIDFile, e.bySpanID, inputs)
}

func (e *Engine) readRows(ctx context.Context, p *parts.Part, name string, to *group.Writer, inputs []uint32) error {
	return p.Rows(name, maxRow, func(both []byte) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if len(both) < group.KeySize {
			return errors.New("a row has no key")
		}
		row, err := facts.Import(e.row[:0], both[group.KeySize:], to == e.byTrace, e.flows, inputs)
		if err != nil {
			return err
		}
		e.row = row
		return to.Add([group.KeySize]byte(both), row)
	})
}

// ReadMarks adds the marks of a part whose rest was read.
func (e *Engine) ReadMarks(ctx context.Context, p *parts.Part, m *findings.Import) error {
	return p.Rows(marksFile, 64, func(row []byte) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return e.findings.ReadMark(row, m)
	})
}

// CheckShard checks the traces of a shard, of which the rows were read. all is an engine that has read the heads of all parts.
func (e *Engine) CheckShard(ctx context.Context, all *Engine) error {
	complete := all.completeness()
	e.known = &complete
	e.join()
	if err := checkEach(ctx, e.stores.byTrace, e.newFinishers(), (*finisher).checkTrace); err != nil {
		return err
	}
	e.joinTraces()
	e.forks, e.large = nil, nil // what they have counted is known
	return nil
}

func (n *inputEnd) write(to *parts.Encoder) {
	to.Uint(uint64(len(n.days)))
	for _, number := range slices.Sorted(maps.Keys(n.days)) {
		to.Int(number)
		for _, h := range n.days[number].hours {
			to.Uint(uint64(h.records))
			to.Uint(uint64(h.first))
			to.Uint(uint64(h.last))
		}
	}
	to.Int(n.records)
}

// read adds what was written.
func (n *inputEnd) read(from *parts.Decoder) {
	more := inputEnd{days: map[int64]*day{}}
	for range from.Count(100_000) { // there are fewer plausible days
		number, one := from.Int(), &day{}
		for i := range one.hours {
			one.hours[i] = hour{uint32(from.Count(math.MaxUint32)), uint32(from.Count(math.MaxUint32)), uint32(from.Count(math.MaxUint32))}
		}
		if from.Err() != nil {
			return
		}
		more.days[number] = one
	}
	more.records = from.Int()
	n.merge(&more)
}
