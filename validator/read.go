package validator

import (
	"context"
	"io"

	"github.com/specgen/specgen/validator/internal/readers"
	"github.com/specgen/specgen/validator/trace"
)

// ReadOptions are the options of [Read]. The zero ReadOptions are the defaults.
type ReadOptions struct {
	Format  Format // that the input is in; "" means to find out from its bytes
	TempDir string // for spans that come before their resource; "" means the system's
	// Broken is called for each place of the input that cannot be read; nil ignores them. What can be read around it is passed on.
	Broken func(place trace.Problem)
}

// Read reads one input to its end, in any format and compression that a [Run] reads, and calls take with each record. The record and all
// that it refers to, except for its Resource, is valid until take returns. Read returns what the input was: also one that is broken is no error. It
// fails only with the error of take, which ends it, if the context ends, or if a temporary file cannot be written or the options are invalid.
//
// It needs no spec, and memory that does not grow with the input. The context is checked between two reads of in: Read does not interrupt a
// read that blocks.
func Read(ctx context.Context, name string, in io.Reader, opts ReadOptions, take func(*trace.Record) error) (Input, error) {
	if opts.Format != "" {
		if _, err := ParseFormat(string(opts.Format)); err != nil {
			return Input{}, err
		}
	}
	one := &plainReading{ctx: ctx, opts: &opts, take: take, input: Input{File: name}}
	seen, err := readers.Read(interruptible{ctx, in}, readers.Options{Format: string(opts.Format), TempDir: opts.TempDir}, one)
	one.input.Format, one.input.Compression, one.input.Bytes = Format(seen.Format), seen.Compression, seen.Bytes
	one.input.Complete = one.input.Broken == 0 && err == nil
	return one.input, err
}

// plainReading is one input that is only read: the sink of its reader.
type plainReading struct {
	ctx   context.Context
	opts  *ReadOptions
	take  func(*trace.Record) error
	input Input
}

// Record passes a record on.
func (p *plainReading) Record(one *trace.Record) error {
	p.input.Records++
	return p.take(one)
}

// Broken tells what is wrong with the input, unless it is that the context has ended.
func (p *plainReading) Broken(problem *trace.Problem) error {
	if err := p.ctx.Err(); err != nil {
		return err
	}
	if p.input.Broken++; p.input.Broken == 1 {
		p.input.Problem = *problem
	}
	if p.opts.Broken != nil {
		p.opts.Broken(*problem)
	}
	return nil
}

// Skipped counts requests with other signals than traces.
func (p *plainReading) Skipped(n int64) { p.input.Skipped += n }
