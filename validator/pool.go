package validator

import (
	"cmp"
	"context"
	"io"
	"slices"
	"sync"

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
	p := newPool(ctx, r, sources)
	r.err = p.readAll(ctx)
	return r.err
}

// pool reads inputs on several goroutines. Each takes one input after the other and reads its pieces. Where none is left it helps to read those that
// others have taken, so that all end at about the same time, be it one large input or many.
type pool struct {
	run     *Run
	ctx     context.Context
	stop    context.CancelCauseFunc
	sources []Source
	first   int // the number of the first of them

	mu      sync.Mutex // of what follows
	changed *sync.Cond // what can be helped with
	next    int        // the source that is taken next
	taken   int        // inputs that are being read
	shared  []*shared  // those of them that have pieces
}

// shared is an input of which several goroutines read pieces.
type shared struct {
	*reading
	pieces  *readers.Pieces
	helpers int            // how many read pieces besides the goroutine that took it
	helped  sync.WaitGroup // of them
}

func newPool(ctx context.Context, r *Run, sources []Source) *pool {
	p := &pool{run: r, sources: sources, first: len(r.inputs)}
	p.changed = sync.NewCond(&p.mu)
	p.ctx, p.stop = context.WithCancelCause(ctx)
	return p
}

// readAll reads the inputs, which get their numbers in their order. It returns why it ended early, if it did.
func (p *pool) readAll(ctx context.Context) error {
	defer p.stop(nil)
	p.run.inputs = append(p.run.inputs, make([]Input, len(p.sources))...)
	var all sync.WaitGroup
	for _, e := range p.run.engine.Forks() {
		all.Go(func() { p.work(e) })
	}
	all.Wait()
	p.run.inputs = p.run.inputs[:p.first+p.next]
	if err := ctx.Err(); err != nil {
		return err
	}
	return context.Cause(p.ctx)
}

// work reads inputs, and pieces of the inputs of others, until there are no more.
func (p *pool) work(e *engine.Engine) {
	for n, more := p.take(); more; n, more = p.take() {
		p.read(n, e)
	}
	for one := p.help(); one != nil; one = p.help() {
		p.readPieces(one, e)
		one.helped.Done()
	}
}

// take takes the next input. It returns its place in the sources.
func (p *pool) take() (n int, more bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.next == len(p.sources) || p.ctx.Err() != nil {
		return 0, false
	}
	p.taken++
	p.next++
	return p.next - 1, true
}

// read reads an input.
func (p *pool) read(n int, e *engine.Engine) {
	number := p.first + n
	in := p.sources[n].Open()
	defer in.Close() // what could go wrong did so while it was read
	defer p.finished()
	input := &p.run.inputs[number]
	input.File = p.sources[n].Name
	one := &shared{reading: &reading{ctx: p.ctx, run: p.run, number: uint32(number), input: input, broken: -1}}
	options := readers.Options{Format: string(p.run.opts.Format), TempDir: p.run.opts.TempDir}
	seen, err := readers.ReadPieces(interrupted(p.ctx, in), options, func(pieces *readers.Pieces) error {
		one.pieces = pieces
		p.share(one)
		p.readPieces(one, e)
		one.helped.Wait()
		return p.ctx.Err()
	})
	input.Format, input.Compression, input.Bytes = Format(seen.Format), seen.Compression, seen.Bytes
	input.Complete = input.Broken == 0 && err == nil && p.ctx.Err() == nil
}

// share offers an input to others.
func (p *pool) share(one *shared) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shared = append(p.shared, one)
	p.changed.Broadcast()
}

// finished says that an input was read.
func (p *pool) finished() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.taken--
	p.changed.Broadcast()
}

// help waits for an input that others have taken, and returns the one that the fewest help with. It returns nil where there will be none any more.
func (p *pool) help() *shared {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.shared) == 0 && p.taken > 0 {
		p.changed.Wait()
	}
	if len(p.shared) == 0 {
		return nil
	}
	one := slices.MinFunc(p.shared, func(a, b *shared) int { return cmp.Compare(a.helpers, b.helpers) })
	one.helpers++
	one.helped.Add(1)
	return one
}

// readPieces reads pieces of an input until there are no more.
func (p *pool) readPieces(one *shared, e *engine.Engine) {
	var piece *readers.Piece
	for p.ctx.Err() == nil {
		if piece = one.pieces.Next(piece); piece == nil {
			break
		}
		if err := one.readPiece(piece, e); err != nil {
			p.stop(err)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shared = slices.DeleteFunc(p.shared, func(s *shared) bool { return s == one })
}

// readPiece reads a piece with an engine.
func (r *reading) readPiece(one *readers.Piece, e *engine.Engine) error {
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
