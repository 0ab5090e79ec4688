package validator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/specgen/specgen/validator/internal/writers"
	"github.com/specgen/specgen/validator/trace"
)

// Converter reads inputs as a [Run] does and writes their records in one format: the readers without the rules. It is not safe for
// concurrent use. What it holds in memory does not grow with the inputs. docs/convert.md says what a format has no place for.
type Converter struct {
	opts   ConvertOptions
	writer writers.Writer
	err    error // of writing, or of a temporary file: the end of it
}

// ConvertOptions are the options of a conversion. The zero ConvertOptions are the defaults.
type ConvertOptions struct {
	To      Format // one of OutputFormats; SpanEvent, where it is ""
	Format  Format // that all inputs are in; "" means to find out from the bytes of each
	TempDir string // for spans that come before their resource; "" means the system's
	// Broken is called for each place of an input that cannot be read; nil ignores them. What can be read around it is converted.
	Broken func(input string, place trace.Problem)
}

// OutputFormats returns the formats that a [Converter] writes.
func OutputFormats() []Format {
	var out []Format
	for _, f := range writers.All() {
		out = append(out, Format(f.Name))
	}
	return out
}

// NewConverter returns a converter that writes to w. It fails only if the options are invalid.
func NewConverter(w io.Writer, opts ConvertOptions) (*Converter, error) {
	if opts.Format != "" {
		if _, err := ParseFormat(string(opts.Format)); err != nil {
			return nil, err
		}
	}
	if opts.To == "" {
		opts.To = SpanEvent
	}
	all := writers.All()
	i := slices.IndexFunc(all, func(f writers.Format) bool { return f.Name == string(opts.To) })
	if i < 0 {
		return nil, fmt.Errorf("cannot write the format %q: want %s", opts.To, outputFormats())
	}
	return &Converter{opts: opts, writer: all[i].New(w)}, nil
}

func outputFormats() string {
	var names []string
	for _, f := range OutputFormats() {
		names = append(names, string(f))
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// Read converts one input to its end. It returns what the input was: also one that is broken is no error. Read fails only if the
// context ends, or the output or a temporary file cannot be written; the conversion is over then.
//
// The context is checked between two reads of from: Read does not interrupt a read that blocks.
func (c *Converter) Read(ctx context.Context, name string, from io.Reader) (in Input, err error) {
	if c.err != nil {
		return Input{}, c.err
	}
	in, c.err = Read(ctx, name, from, c.reading(name), c.writer.Record)
	return in, c.err
}

// reading returns the options with which an input is read.
func (c *Converter) reading(name string) ReadOptions {
	opts := ReadOptions{Format: c.opts.Format, TempDir: c.opts.TempDir}
	if c.opts.Broken != nil {
		opts.Broken = func(place trace.Problem) { c.opts.Broken(name, place) }
	}
	return opts
}

// Close writes what is still held. It does not close the writer.
func (c *Converter) Close() error {
	if c.err != nil {
		return c.err
	}
	err := c.writer.Flush()
	if c.err = err; err == nil {
		c.err = errors.New("cannot convert another input: the converter is closed; make a new one")
	}
	return err
}

// Write writes a record that was not read from an input: it is safe to change once Write returns, all but its Resource.
func (c *Converter) Write(one *trace.Record) error {
	if c.err == nil {
		c.err = c.writer.Record(one)
	}
	return c.err
}
