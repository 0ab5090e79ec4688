package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// convertFlags are the flags of convert.
type convertFlags struct{ to, inputFormat string }

func (a *app) convertCommand() *cobra.Command {
	var flags convertFlags
	var names []string
	for _, f := range validator.OutputFormats() {
		names = append(names, string(f))
	}
	cmd := &cobra.Command{
		Use:   "convert FILE...",
		Short: "Write traces of any format as SpanEvents, OTLP JSON or OTLP protobuf",
		Long: `convert reads traces as validate does and writes their spans in one format: SpanEvents and OTLP JSON by lines. FILE is a file, a
folder, a glob or - for standard input. Format and compression are found from the bytes:

` + formatSummaries() + `  any of them packed with gzip, zstd or snappy

It needs no spec, and memory that does not grow with the input. Places that cannot be read are told on standard error, the rest is
converted, and it exits with 1. docs/convert.md says what a format has no place for.`,
		Example: `  specgen convert export.pb.gz > export.jsonl
  specgen convert --to otlp-json -o traces.json traces/
  zcat export.gz | specgen convert - | jq -c 'select(.error)'`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.convert(cmd.Context(), args, flags) },
	}
	f := cmd.Flags()
	f.StringVar(&flags.to, "to", names[0], output.Choice(names))
	f.StringVar(&flags.inputFormat, "input-format", "", output.Choice(formatNames())+", instead of finding out")
	completeWords(cmd, "to", names...)
	completeWords(cmd, "input-format", formatNames()...)
	return cmd
}

func (a *app) convert(ctx context.Context, args []string, flags convertFlags) error {
	// Options are looked at before inputs, and both before the output is begun.
	if _, err := validator.NewConverter(io.Discard, flags.options()); err != nil {
		return misused(err)
	}
	if len(args) == 0 {
		return misused(errors.New("cannot tell what to convert: name a file, or - for standard input"))
	}
	files, err := inputFiles(args)
	if err != nil {
		return err
	}
	complete := true
	err = a.stream(func(w io.Writer) error {
		complete, err = a.convertFiles(ctx, w, files, flags)
		return err
	})
	switch {
	case err != nil:
		return failed(fmt.Errorf("cannot write what was converted: %w", err))
	case !complete:
		return &exitError{code: exitFailed} // what is broken has been told
	}
	return nil
}

func (f convertFlags) options() validator.ConvertOptions {
	return validator.ConvertOptions{To: validator.Format(f.to), Format: validator.Format(f.inputFormat)}
}

// convertFiles writes the records of all files, and reports whether each file could be read completely.
func (a *app) convertFiles(ctx context.Context, w io.Writer, files []string, flags convertFlags) (complete bool, err error) {
	told := &brokenPlaces{app: a}
	opts := flags.options()
	opts.Broken = told.add
	converter, err := validator.NewConverter(w, opts)
	if err != nil {
		return false, err
	}
	complete = true
	for _, name := range files {
		in, err := a.convertInput(ctx, converter, name)
		if err != nil {
			return false, err
		}
		told.end(in)
		complete = complete && in.Complete
	}
	return complete, converter.Close()
}

func (a *app) convertInput(ctx context.Context, converter *validator.Converter, name string) (validator.Input, error) {
	input := a.open(ctx, name)
	defer input.Close()
	return converter.Read(ctx, name, input)
}

// brokenPlaces tells on standard error what of an input cannot be converted.
type brokenPlaces struct {
	app  *app
	told int64 // of the input at hand
}

// maxTold is how many places of one input are told without --verbose.
const maxTold = 20

func (b *brokenPlaces) add(input string, p trace.Problem) {
	if b.told++; b.told > maxTold && !b.app.verbose {
		return
	}
	place := input
	if p.Line > 0 {
		place += fmt.Sprintf(":%d", p.Line)
	}
	b.app.printError(fmt.Sprintf("%s (byte %d): %s", place, p.Offset, strings.ReplaceAll(p.Message, "\n", " ")))
}

// end tells what else there is to say about an input.
func (b *brokenPlaces) end(in validator.Input) {
	if more := b.told - maxTold; more > 0 && !b.app.verbose {
		b.app.printError(fmt.Sprintf("%s: %d more places cannot be read; --verbose shows them", in.File, more))
	}
	if b.told = 0; b.app.quiet {
		return
	}
	if in.Skipped > 0 {
		b.app.printError(fmt.Sprintf("%s: left out %d requests with other signals than traces", in.File, in.Skipped))
	}
	if b.app.verbose {
		b.app.printError(fmt.Sprintf("%s: %d spans, %s", in.File, in.Records, in.Format))
	}
}
