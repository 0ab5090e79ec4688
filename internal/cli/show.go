package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/show"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// showFlags are the flags of show.
type showFlags struct {
	validateFlags
	worst, limit int
	all, tags    bool
}

// showFormats are the formats that show prints.
var showFormats = []string{"text", "json"}

func (a *app) showCommand() *cobra.Command {
	flags := showFlags{validateFlags: defaultValidateFlags(), limit: 50}
	cmd := &cobra.Command{
		Use:   "show [WHICH...] [FILE...]",
		Short: "Draw a trace as the spec has it: what came, and where it was lost",
		Long: `show draws traces as the spec has them: each step has its row, whether it came or not. WHICH is a trace id, the value of an id
tag that is a UUID, or KEY=VALUE: a tag, service or version; all of them must hold in one trace. Without one, the traces with the worst
findings are drawn. More than three traces are listed, a trace a line.

FILE is a file, a folder, a glob or - for standard input; without one, the samples of specgen.yaml are read. ./ names a file that looks
like a WHICH.

  ✓ came   ! warning   ✗ wrong   ○ lost or missing   ◌ waiting   – not done   · not reached   ? not kept, not asked

A step is lost when it has to come within some time, the step before it came, and that time is over. It exits with 0 when it has shown
something, whatever that is, and with 1 when nothing fits or an input could not be read to its end.`,
		Example: `  specgen show 7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4000d traces/
  specgen show device_id=d-ios-000 service=iOS export.json.gz
  specgen show --worst 5 export.json.gz
  specgen show --format json 7f9c24e83b1d4c5a9a0f2e6d81c4000d export.json.gz`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.show(cmd.Context(), args, flags) },
	}
	f := cmd.Flags()
	f.StringVar(&a.formatName, "format", showFormats[0], output.Choice(showFormats))
	f.IntVar(&flags.worst, "worst", 0, "draw that many traces with the worst findings (without WHICH: 3)")
	f.IntVar(&flags.limit, "limit", flags.limit, "how many traces a list has at most")
	f.BoolVar(&flags.all, "all", false, "draw every branch; without it those that are fine are left out beyond six")
	f.BoolVar(&flags.tags, "tags", false, "print the tags of each record")
	f.StringArrayVar(&flags.specs, "spec", nil, "a spec, instead of those of specgen.yaml (repeatable)")
	f.StringVar(&flags.inputFormat, "input-format", "", output.Choice(formatNames())+", instead of finding out")
	f.BoolVar(&flags.incomplete, "incomplete", false, "the input is part of a longer one: what is not there means nothing")
	f.Var(&flags.settle, "settle", "treat traces as unfinished whose newest record is this close to the end of the input, such as 90s, 10m or 1d")
	f.StringVar(&flags.memory, "memory", flags.memory, "memory for --worst, besides about 64 MiB for all else; temporary files take the rest")
	completeWords(cmd, "format", showFormats...)
	completeWords(cmd, "input-format", formatNames()...)
	return cmd
}

func (a *app) show(ctx context.Context, args []string, flags showFlags) error {
	query, files, err := whichAndFiles(args)
	if err == nil {
		err = flags.checkShow(query, a.formatName)
	}
	if err != nil {
		return misused(err)
	}
	job, err := a.validation(flags.validateFlags)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		if files, err = job.samples(); err != nil {
			return err
		}
	}
	if files, err = inputFiles(files); err != nil {
		return err
	}
	asked := len(query.IDs)+len(query.Terms) > 0
	if !asked {
		query.Worst = flags.worst
		if query.Worst == 0 {
			query.Worst = 3
		}
	}
	defer limitMemory(job.options.Memory)()
	sources, done := a.rereadable(ctx, files)
	defer done()
	collected, err := job.validator.Collect(ctx, sources, query, job.options)
	if err != nil {
		return failed(err)
	}
	return a.printTraces(job, collected, flags, asked)
}

// printTraces prints what was collected, and what of the inputs could not be read.
func (a *app) printTraces(job *validation, collected *validator.Collection, flags showFlags, asked bool) error {
	shown := show.New(collected, job.validator.Flows(), show.Options{
		Settings: job.options, Worst: !asked, Limit: flags.limit, All: flags.all, Tags: flags.tags,
	})
	told := &brokenPlaces{app: a}
	for _, in := range collected.Inputs {
		if in.Broken > 0 {
			told.add(in.File, in.Problem)
			told.end(in)
		}
	}
	if len(shown.Pictures) == 0 {
		return failed(nothingFits(collected, asked))
	}
	if err := a.printResult(shown); err != nil {
		return err
	}
	if !collected.Complete() {
		return &exitError{code: exitFailed} // what is broken has been told
	}
	return nil
}

// nothingFits is the error where there is nothing to show.
func nothingFits(c *validator.Collection, asked bool) error {
	searched := fmt.Sprintf("%s searched", spansRead(c.Records))
	searched = strings.Replace(strings.Replace(searched, "was read", "was", 1), "were read", "were", 1)
	if !asked {
		return fmt.Errorf("cannot find a trace of a flow: %s; look whether it is the right input and the right spec", searched)
	}
	return fmt.Errorf("cannot find a trace that fits: %s. A trace id has 32 hex digits, a UUID is one too, and KEY=VALUE is a tag of a record, "+
		"such as device_id=d-5f1c9a, service=iOS or version=24.11.0, with the whole value", searched)
}

// checkShow rejects values of flags that make no sense.
func (f showFlags) checkShow(query validator.Query, format string) error {
	asked := len(query.IDs)+len(query.Terms) > 0
	switch {
	case !slices.Contains(showFormats, format):
		return fmt.Errorf("cannot print traces as %q: want %s", format, output.Choice(showFormats))
	case f.worst < 0 || f.worst > validator.MaxCollectedTraces:
		return fmt.Errorf("cannot show the %d worst traces: want 1 to %d", f.worst, validator.MaxCollectedTraces)
	case f.limit < 1 || f.limit > validator.MaxCollectedTraces:
		return fmt.Errorf("cannot list %d traces: want 1 to %d", f.limit, validator.MaxCollectedTraces)
	case asked && f.worst > 0:
		return errors.New("cannot take --worst together with a trace id or KEY=VALUE: leave one out")
	case len(query.IDs) > 0 && len(query.Terms) > 0:
		return errors.New("cannot look for trace ids and KEY=VALUE at once: an id names one trace already; leave the others out")
	case len(query.IDs) > validator.MaxCollectedTraces:
		return fmt.Errorf("cannot look for %d traces at once: at most %d", len(query.IDs), validator.MaxCollectedTraces)
	}
	return nil
}

// whichAndFiles divides the arguments: what says which traces comes first.
func whichAndFiles(args []string) (query validator.Query, files []string, err error) {
	for i, arg := range args {
		if id, ok := traceIDOf(arg); ok {
			query.IDs = append(query.IDs, id)
			continue
		}
		key, value, isTerm := strings.Cut(arg, "=")
		if !isTerm || strings.HasPrefix(arg, "./") || strings.HasPrefix(arg, "../") || strings.HasPrefix(arg, "/") {
			return query, args[i:], nil
		}
		if key == "" {
			return query, nil, fmt.Errorf("cannot look for %q: want KEY=VALUE, such as device_id=d-5f1c9a", arg)
		}
		query.Terms = append(query.Terms, validator.Term{Key: key, Value: value})
	}
	return query, nil, nil
}

// traceIDOf reads a trace id: 32 hex digits, or a UUID.
func traceIDOf(text string) (trace.ID, bool) {
	if len(text) == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-' {
		text = strings.ReplaceAll(text, "-", "")
	}
	id, ok := trace.ParseID([]byte(text))
	return id, ok && !id.IsZero()
}
