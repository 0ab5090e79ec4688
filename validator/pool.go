package validator

import (
	"context"
	"io"
	"sync"
	"sync/atomic"

	"github.com/specgen/specgen/validator/internal/engine"
	"github.com/specgen/specgen/validator/internal/readers"
)

// Source is an input that is opened when it is its turn.
type Source struct {
	Name string // shown in findings
	// Open returns the input, which is closed when it was read. Where it cannot be opened, reading it has to fail.
	Open func() io.ReadCloser
}

// ReadAll reads inputs as Read does, one by one, up to [Options.Jobs] at the same time.
func (r *Run) ReadAll(ctx context.Context, sources []Source) error {
	if err := r.usable(); err != nil {
		return err
	}
	if r.opts.Jobs == 1 {
		for _, one := range sources {
			in := one.Open()
			err := r.Read(ctx, one.Name, in)
			in.Close() // what could go wrong did so while it was read
			if err != nil {
				return err
			}
		}
		return nil
	}
	p := newPool(ctx, r)
	p.readAll(sources)
	r.err = p.end(ctx)
	return r.err
}

// pool reads inputs on several goroutines: some cut them into pieces, as many others read the pieces.
type pool struct {
	run    *Run
	ctx    context.Context
	stop   context.CancelCauseFunc
	pieces chan piece
	ended  sync.WaitGroup // of those that read pieces
}

// piece is a part of an input, on its way.
type piece struct {
	*readers.Piece
	of *reading
}

func newPool(ctx context.Context, r *Run) *pool {
	p := &pool{run: r, pieces: make(chan piece)}
	p.ctx, p.stop = context.WithCancelCause(ctx)
	for _, e := range r.engine.Forks() {
		p.ended.Go(func() {
			for one := range p.pieces {
				if err := one.of.readPiece(one.Piece, e); err != nil {
					p.stop(err)
				}
			}
		})
	}
	return p
}

// end waits until all was read, and returns why that ended early, if it did.
func (p *pool) end(ctx context.Context) error {
	close(p.pieces)
	p.ended.Wait()
	defer p.stop(nil)
	if err := ctx.Err(); err != nil {
		return err
	}
	return context.Cause(p.ctx)
}

// readAll reads the inputs, which get their numbers in their order.
func (p *pool) readAll(sources []Source) {
	first := len(p.run.inputs)
	p.run.inputs = append(p.run.inputs, make([]Input, len(sources))...)
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(len(sources), p.run.opts.Jobs) {
		all.Go(func() {
			for p.ctx.Err() == nil {
				n := int(next.Add(1)) - 1
				if n >= len(sources) {
					return
				}
				p.run.inputs[first+n].File = sources[n].Name
				in := sources[n].Open()
				p.read(uint32(first+n), in)
				in.Close() // what could go wrong did so while it was read
			}
		})
	}
	all.Wait()
	p.run.inputs = p.run.inputs[:first+min(int(next.Load()), len(sources))]
}

// read cuts the input with the number, and has its pieces read.
func (p *pool) read(number uint32, in io.Reader) {
	input := &p.run.inputs[number]
	one := &reading{ctx: p.ctx, run: p.run, engine: p.run.engine, number: number, input: input, broken: -1}
	hand := func(next *readers.Piece) error {
		select {
		case p.pieces <- piece{next, one}:
			return nil
		case <-p.ctx.Done():
			return p.ctx.Err()
		}
	}
	options := readers.Options{Format: string(p.run.opts.Format), TempDir: p.run.opts.TempDir}
	seen, err := readers.ReadPieces(interrupted(p.ctx, in), options, hand)
	if err != nil {
		p.stop(err)
	}
	input.Format, input.Compression, input.Bytes = Format(seen.Format), seen.Compression, seen.Bytes
	input.Complete = input.Broken == 0 && err == nil && p.ctx.Err() == nil
}

// readPiece reads a piece with an engine.
func (r *reading) readPiece(one *readers.Piece, e *engine.Engine) error {
	defer one.Done()
	e.Input(r.number)
	here := &reading{ctx: r.ctx, run: r.run, engine: e, input: &Input{}}
	err := one.Read(here)
	r.run.read.Add(here.input.Records % progressStep)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.input.Records += here.input.Records
	r.input.Skipped += here.input.Skipped
	r.input.Broken += here.input.Broken
	if here.input.Broken > 0 && (r.broken < 0 || one.Number < r.broken) {
		r.input.Problem, r.broken = here.input.Problem, one.Number
	}
	return err
}
