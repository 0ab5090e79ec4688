package validator

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"syscall"

	"github.com/specgen/specgen/validator/internal/engine"
	"github.com/specgen/specgen/validator/internal/otlp"
	"github.com/specgen/specgen/validator/internal/rules"
	"github.com/specgen/specgen/validator/internal/scan"
	"github.com/specgen/specgen/validator/internal/sniff"
	"github.com/specgen/specgen/validator/internal/spanevent"
	"github.com/specgen/specgen/validator/trace"
)

// Run holds inputs against specs. It is of one goroutine; finish it or close it in the end.
type Run struct {
	v      *Validator
	opts   Options
	engine *engine.Engine
	inputs []Input
	err    error
	closed bool
}

// NewRun begins a run.
func (v *Validator) NewRun(opts Options) *Run { return v.newRun(rules.All(), opts) }

// newRun begins a run that asks the given rules.
func (v *Validator) newRun(list []*rules.Rule, opts Options) *Run {
	if opts.Examples <= 0 {
		opts.Examples = DefaultExamples
	}
	if opts.Memory <= 0 {
		opts.Memory = DefaultMemory
	}
	judged := engine.Options{
		Incomplete: opts.Incomplete, Settle: opts.Settle, RequireCoverage: opts.RequireCoverage, Examples: opts.Examples,
		Memory: opts.Memory, TempDir: opts.TempDir,
	}
	for _, s := range opts.Severity {
		judged.Overrides = append(judged.Overrides, rules.Override{Rule: s.Rule, Span: s.Span, Severity: s.Is})
	}
	return &Run{v: v, opts: opts, engine: engine.New(v.flows, list, judged)}
}

// Read reads one input to its end. The name is shown in findings. What is wrong with the input is a finding, not an error:
// errors are of options and of temporary files, and end the run.
func (r *Run) Read(name string, in io.Reader) error {
	switch {
	case r.closed:
		return errors.New("cannot read another input: the run is finished; begin a new one")
	case r.err != nil:
		return r.err
	}
	switch r.opts.Format {
	case "", string(sniff.OTLPJSON), string(sniff.SpanEvent):
	default:
		return fmt.Errorf("cannot read the format %q: want otlp-json or spanevent", r.opts.Format)
	}
	r.engine.Input(uint32(len(r.inputs)))
	r.inputs = append(r.inputs, Input{File: name, Compression: string(sniff.None), Format: string(sniff.Unknown)})
	one := &reading{run: r, input: &r.inputs[len(r.inputs)-1]}
	one.read(in)
	r.err = one.err
	return r.err
}

// reading is one input on its way to the judge.
type reading struct {
	run   *Run
	input *Input
	err   error
}

func (r *reading) read(in io.Reader) {
	counted := &counter{r: in, n: &r.input.Bytes}
	content, compression, err := sniff.Decompress(counted)
	r.input.Compression = string(compression)
	if err != nil {
		r.refuse(err.Error())
		return
	}
	defer content.Close() // what could go wrong did so while it was read
	buffered := bufio.NewReaderSize(content, headSize)
	head, err := buffered.Peek(headSize)
	format, looks := sniff.Detect(head)
	if r.run.opts.Format != "" && format != sniff.Nothing {
		format, looks = sniff.Format(r.run.opts.Format), ""
	}
	r.input.Format = string(format)
	if err != nil && err != io.EOF && (looks != "" || format == sniff.Nothing) {
		r.input.Format = string(sniff.Unknown)
		r.unreadable(err)
		return
	}
	switch format {
	case sniff.OTLPJSON:
		r.input.Whole, r.err = otlp.Read(scan.NewSource(buffered), r, r.run.opts.TempDir)
	case sniff.SpanEvent:
		r.input.Whole, r.err = spanevent.Read(scan.NewSource(buffered), r)
	case sniff.Nothing:
		r.input.Whole = true
	default:
		r.refuse("it is not OTLP JSON and no SpanEvents; it looks like " + looks)
	}
}

// headSize is how much of an input is looked at to find its format.
const headSize = 64 << 10

// unreadable reports an input of which nothing can be read.
func (r *reading) unreadable(err error) {
	if errors.Is(err, syscall.EISDIR) {
		r.refuse("it is a folder; name the files in it")
		return
	}
	r.refuse(scan.Reason(err))
}

func (r *reading) refuse(message string) {
	r.Broken(&scan.Error{Message: message})
}

// Record passes a record on.
func (r *reading) Record(record *trace.Record) error {
	r.input.Records++
	return r.run.engine.Record(record)
}

// Broken passes on what is wrong with the input.
func (r *reading) Broken(e *scan.Error) {
	if r.input.Broken++; r.input.Broken == 1 {
		r.input.Problem = Problem{e.Offset, e.Line, e.Message}
	}
	if err := r.run.engine.Unreadable(e.Offset, e.Line, e.Message); r.err == nil {
		r.err = err
	}
}

// Skipped counts what is no trace.
func (r *reading) Skipped(n int64) { r.input.Skipped += n }

type counter struct {
	r io.Reader
	n *int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	*c.n += int64(n)
	return n, err
}

// Close ends the run without a result and removes temporary files. After Finish it does nothing.
func (r *Run) Close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	return r.engine.Close()
}

// Validate is a run over bytes in memory.
func (v *Validator) Validate(name string, data []byte, opts Options) (*Result, error) {
	run := v.NewRun(opts)
	if err := run.Read(name, bytes.NewReader(data)); err != nil {
		return nil, errors.Join(err, run.Close())
	}
	return run.Finish()
}
