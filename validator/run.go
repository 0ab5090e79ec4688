package validator

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"

	"github.com/specgen/specgen/validator/internal/engine"
	"github.com/specgen/specgen/validator/internal/findings"
	"github.com/specgen/specgen/validator/internal/funnel"
	"github.com/specgen/specgen/validator/internal/readers"
	"github.com/specgen/specgen/validator/internal/readers/input"
	"github.com/specgen/specgen/validator/internal/readers/record"
	"github.com/specgen/specgen/validator/internal/rules"
	"github.com/specgen/specgen/validator/trace"
)

// Run checks inputs and records against the specs of a Validator. It is not safe for concurrent use. It may have temporary files,
// so every run must end with Finish or Close.
type Run struct {
	v      *Validator
	opts   Options
	engine *engine.Engine
	inputs []Input
	err    error // that ended the run
	closed bool

	overview *findings.Overview // nil unless Options.Overview asks for it
	funnel   *funnel.Counter    // nil unless Options.Funnel asks for it
	cut      bool               // FinishEarly ends the run
	handed   handed
	job      Job          // of a part
	settings []setting    // likewise
	read     atomic.Int64 // records of inputs, in steps of progressStep
}

// progressStep is how many records of an input are read between two steps of Progress.
const progressStep = 1 << 10

// NewRun begins a run. It fails only if the options are invalid.
func (v *Validator) NewRun(opts Options) (*Run, error) { return v.newRun(rules.All(), opts) }

// newRun begins a run of the given rules.
func (v *Validator) newRun(list []*rules.Rule, opts Options) (*Run, error) {
	if err := opts.check(v); err != nil {
		return nil, err
	}
	opts.setDefaults()
	r := &Run{v: v, opts: opts}
	engineOptions := opts.forEngine()
	if opts.Overview {
		memory := opts.Memory / 16
		engineOptions.Memory -= memory
		r.overview = findings.NewOverview(memory, opts.TempDir)
		engineOptions.Overview = r.overview
	}
	if opts.Funnel != nil {
		list = r.observe(list, &engineOptions)
	}
	r.engine = engine.New(v.flows, list, engineOptions)
	return r, nil
}

// Read reads one input to its end. The name is shown in findings. An input that cannot be read is a finding of the rule
// broken-input and not an error. Read fails only if the context ends or a temporary file cannot be written or read; the run is
// over then.
//
// The context is checked between two reads of in: Read does not interrupt a read that blocks. With several Options.Jobs the input is cut,
// and in is read in another goroutine, which has ended when Read returns.
func (r *Run) Read(ctx context.Context, name string, in io.Reader) error {
	if err := r.usable(); err != nil {
		return err
	}
	if r.opts.Jobs > 1 {
		return r.ReadAll(ctx, []Source{{name, func() io.ReadCloser { return io.NopCloser(in) }}})
	}
	r.engine.Input(r.begin(Input{File: name}))
	one := &reading{ctx: ctx, run: r, engine: r.engine, input: &r.inputs[len(r.inputs)-1]}
	seen, err := readers.Read(interrupted(ctx, in), readers.Options{Format: string(r.opts.Format), TempDir: r.opts.TempDir}, one)
	one.input.Format, one.input.Compression, one.input.Bytes = Format(seen.Format), seen.Compression, seen.Bytes
	one.input.Complete = one.input.Broken == 0 && err == nil
	r.err = err
	return err
}

// Progress returns how many records were read of the inputs so far, but for less than 1024 of each. Unlike the other methods it may be
// called while Read or Finish is under way.
func (r *Run) Progress() int64 { return r.read.Load() }

func (r *Run) usable() error {
	if r.closed {
		return errors.New("cannot read another input: the run is finished; begin a new one")
	}
	return r.err
}

// begin adds an input and returns its number.
func (r *Run) begin(in Input) uint32 {
	r.inputs = append(r.inputs, in)
	return uint32(len(r.inputs) - 1)
}

// interrupted is an input that ends when the context does.
func interrupted(ctx context.Context, in io.Reader) io.Reader {
	if held, is := in.(*input.Memory); is {
		held.Check = ctx.Err
		return held
	}
	return interruptible{ctx, in}
}

// interruptible stops reading when the context ends.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

func (i interruptible) Read(b []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	return i.r.Read(b)
}

// reading is one input on its way to the engine: the sink of its reader.
type reading struct {
	ctx    context.Context
	run    *Run
	engine *engine.Engine
	input  *Input

	// Of an input that is read in pieces:
	number uint32
	mu     sync.Mutex // of input
	broken int        // the first piece that has a place which cannot be read; -1 for none
}

// Record passes a record on.
func (r *reading) Record(one *trace.Record) error {
	if r.input.Records++; r.input.Records%progressStep == 0 {
		r.run.read.Add(progressStep)
	}
	return r.engine.Record(one)
}

// Broken passes on what is wrong with the input, unless it is that the context has ended.
func (r *reading) Broken(p *trace.Problem) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if r.input.Broken++; r.input.Broken == 1 {
		r.input.Problem = *p
	}
	return r.engine.Unreadable(p.Offset, p.Line, p.Message)
}

// Skipped counts requests with other signals than traces.
func (r *reading) Skipped(n int64) { r.input.Skipped += n }

// handed is the input for the records of Run.Record.
type handed struct {
	begun bool
	input uint32       // its number
	one   trace.Record // the latest, with its place
}

// RecordsInput is the name of the input for the records of [Run.Record].
const RecordsInput = "records"

// Record checks one record, from any source, as Read checks those of an input. A record needs ids, name, service and times; Flow
// and FlowVersion are the name and version of its instrumentation scope, which generated clients set. Without a Kind it is not held to
// that of the spec. A zero id counts as missing; for a missing time set BadStart or BadEnd in Defects. Texts must be UTF-8.
//
// The caller may reuse the record, and all that it refers to, when Record returns, except for its Resource: records of one emitter
// share it, and it must not change before the run ends. Offset and Line are ignored: these records belong to the input
// [RecordsInput], in which the first record is line 1.
func (r *Run) Record(one *trace.Record) error {
	if err := r.usable(); err != nil {
		return err
	}
	h := &r.handed
	if !h.begun {
		h.begun, h.input = true, r.begin(Input{File: RecordsInput, Complete: true})
	}
	in := &r.inputs[h.input]
	r.engine.Input(h.input)
	h.one = *one
	h.one.Layout = 0 // the caller may have changed the record since it was read
	h.one.Offset, h.one.Line = in.Records, in.Records+1
	record.Normalize(&h.one)
	in.Records++
	r.err = r.engine.Record(&h.one)
	return r.err
}

// Close ends the run without a result, and removes temporary files. It does nothing after Finish.
func (r *Run) Close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	return errors.Join(r.engine.Close(), r.overview.Close(), r.closeFunnel())
}

// Validate is a run over one input in memory.
func (v *Validator) Validate(ctx context.Context, name string, data []byte, opts Options) (*Result, error) {
	run, err := v.NewRun(opts)
	if err != nil {
		return nil, err
	}
	if err := run.Read(ctx, name, &input.Memory{B: data}); err != nil {
		return nil, errors.Join(err, run.Close())
	}
	return run.Finish(ctx)
}
