package engine

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
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
	return f.File(marksFile, func(w io.Writer) error {
		out := bufio.NewWriter(w)
		err := e.findings.WriteMarks(ctx, func(row []byte) error { _, err := out.Write(row); return err })
		return cmp.Or(err, out.Flush())
	})
}

func writeRows(ctx context.Context, f *parts.Folder, name string, from *group.Store, shard, shards int) error {
	return f.File(name, func(w io.Writer) error { return from.WriteOf(shard, shards, untilDone{ctx, w}) })
}

// untilDone writes until the context ends.
type untilDone struct {
	ctx context.Context
	io.Writer
}

func (w untilDone) Write(b []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.Writer.Write(b)
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
	return e.readRows(ctx, p, traceFile(shard), e.stores.byTrace, inputs)
}

// ReadSpanIDs adds the rows by span id.
func (e *Engine) ReadSpanIDs(ctx context.Context, p *parts.Part, inputs []uint32) error {
	return e.readRows(ctx, p, spanIDFile, e.stores.bySpanID, inputs)
}

func (e *Engine) readRows(ctx context.Context, p *parts.Part, name string, to *group.Store, inputs []uint32) error {
	return p.File(name, func(r io.Reader) error {
		return group.ReadRows(r, func(rows group.Rows) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return e.importRows(rows, to, inputs)
		})
	})
}

// importRows adds rows that another process wrote.
func (e *Engine) importRows(rows group.Rows, to *group.Store, inputs []uint32) error {
	for rest := rows; len(rest) > 0; {
		_, row, next := rest.Next()
		if err := facts.Import(row, to == e.stores.byTrace, e.flows, inputs); err != nil {
			return err
		}
		rest = next
	}
	return to.AddRows(rows)
}

// ReadMarks adds the marks of a part whose rest was read.
func (e *Engine) ReadMarks(ctx context.Context, p *parts.Part, m *findings.Import) error {
	return p.File(marksFile, func(r io.Reader) error {
		in, row := bufio.NewReader(r), make([]byte, findings.MarkSize)
		for {
			if err := ctx.Err(); err != nil {
				return err
			}
			if _, err := io.ReadFull(in, row); err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
			if err := e.findings.ReadMark(row, m); err != nil {
				return err
			}
		}
	})
}

// CheckShard checks the traces of a shard, of which the rows were read. all is an engine that has read the heads of all parts.
func (e *Engine) CheckShard(ctx context.Context, all *Engine) error {
	complete := all.completeness()
	e.known = &complete
	e.join()
	const always = true // a trace of another shard may ask
	if err := e.checkTraces(ctx, e.newFinishers(), always); err != nil {
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
