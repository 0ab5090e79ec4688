package cli

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/report"
	"github.com/specgen/specgen/validator"
)

// funnelFlags are the flags of funnel.
type funnelFlags struct {
	validateFlags
	by, where, base []string
	window          durationFlag
	lost            string
	format          string
}

// funnelFormats are the formats that funnel prints.
var funnelFormats = []string{"text", "json", "csv"}

func (a *app) funnelCommand() *cobra.Command {
	flags := funnelFlags{validateFlags: defaultValidateFlags()}
	cmd := &cobra.Command{
		Use:   "funnel [FILE...]",
		Short: "Count how far the flows come, how fast, and what differs between two versions",
		Long: `funnel counts, for each stage of a flow's funnel, which share of the stage before came, was lost or was not done, and after what
time. --by splits that into groups. --where and --base compare two versions, files or weeks, with intervals that take the steps of
one device together, and say which differences are more than chance. docs/funnel.md has the definitions.

FILE is a file, a folder, a glob or - for standard input; without one, the samples of specgen.yaml are read. A term of --where and
--base is tag=value, service=NAME, version=VERSION, input=GLOB or time=FROM..TO; terms with the same key mean or, others and.

One count can be made in parts on many machines, with the same result: --map for each share of the files, --reduce for each shard of the
traces once all maps are done, and --merge, all with the same question. See docs/scale.md.

It exits with 0 whatever it has counted; with --fail-on worse with 3 where a difference is called for the worse; and with 1 when an
input could not be read to its end, or when no record of a flow is in any of them, or no step of --where or --base.`,
		Example: `  specgen funnel export.json.gz
  specgen funnel --by platform export.json.gz
  specgen funnel --lost received export.json.gz
  specgen funnel --base version=24.10.0 --where version=24.11.0 --fail-on worse export.json.gz
  specgen funnel --base input=before.jsonl --where input=after.jsonl --window 1h before.jsonl after.jsonl
  specgen funnel --by platform --by version --format csv -o funnel.csv traces/`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.funnel(cmd.Context(), args, flags) },
	}
	flags.add(cmd, "nothing has a share", "counting")
	f := cmd.Flags()
	f.StringVar(&flags.format, "format", funnelFormats[0], output.Choice(funnelFormats))
	f.StringArrayVar(&flags.by, "by", nil, "split by a tag, service or version, as known before each step (repeatable, twice at most)")
	f.StringArrayVar(&flags.where, "where", nil, "count only this, such as version=24.11.0 (repeatable)")
	f.StringArrayVar(&flags.base, "base", nil, "compare --where with this, such as version=24.10.0 (repeatable)")
	f.Var(&flags.window, "window", "count only what came within this time of the step before, such as 1h")
	f.StringVar(&flags.lost, "lost", "", "print who is lost at this stage, the worst first")
	f.StringVar(&flags.failOn, "fail-on", "", "worse: exit with 3 where a difference is called for the worse")
	f.Var(&flags.from, "from", "the input is cut here: what did not come in traces that begin before may still have")
	f.Var(&flags.until, "until", "the input is cut here: what did not come in traces that end after it may still come")
	addAllowEmptyFlag(cmd, &flags.allowEmpty)
	flags.parts.add(cmd)
	completeWords(cmd, "format", funnelFormats...)
	completeWords(cmd, "fail-on", "worse")
	return cmd
}

func (a *app) funnel(ctx context.Context, args []string, flags funnelFlags) error {
	options, err := flags.options()
	if err != nil {
		return misused(err)
	}
	failOn := flags.failOn
	flags.failOn = ""
	job, err := a.validation(flags.validateFlags)
	if err != nil {
		return err
	}
	options.Lost = job.validator.Stage(options.Lost)
	job.options.Funnel = options
	if err := job.validator.CheckFunnel(options); err != nil {
		return misused(err)
	}
	if args, err = job.arguments(args, flags.parts); err != nil {
		return err
	}
	defer limitMemory(job.options.Memory)()
	if flags.parts.inParts() {
		return a.writePart(ctx, job, args, flags.parts)
	}
	if args, err = flags.parts.inputs(args); err != nil {
		return err
	}
	result, err := a.validateArgs(ctx, job, args, flags.parts, nil)
	if err != nil {
		return err
	}
	if err := a.printFunnel(report.Funnel{Result: result}, flags.format); err != nil {
		return err
	}
	if err := job.shown(result); err != nil {
		return err
	}
	if !flags.allowEmpty {
		if err := emptySide(result.Funnel, options, job.validator); err != nil {
			return failed(err)
		}
	}
	switch {
	case !result.Complete():
		return &exitError{code: exitFailed}
	case failOn != "" && result.Funnel.Worse():
		return found()
	}
	return nil
}

// options reads the flags that are the funnel's own.
func (f *funnelFlags) options() (*validator.FunnelOptions, error) {
	out := &validator.FunnelOptions{By: f.by, Window: f.window.value, Lost: f.lost, Alone: true}
	switch {
	case !slices.Contains(funnelFormats, f.format):
		return nil, fmt.Errorf("cannot print the funnel as %q: want %s", f.format, output.Choice(funnelFormats))
	case f.failOn != "" && f.failOn != "worse":
		return nil, fmt.Errorf("cannot use --fail-on %q: want worse", f.failOn)
	case f.failOn != "" && len(f.base) == 0:
		return nil, fmt.Errorf("cannot use --fail-on worse without a comparison: say with --base what to compare with, such as --base version=24.10.0")
	}
	for _, side := range []struct {
		texts []string
		to    *[]validator.FunnelTerm
	}{{f.where, &out.Where}, {f.base, &out.Base}} {
		for _, text := range side.texts {
			term, err := validator.ParseFunnelTerm(text)
			if err != nil {
				return nil, err
			}
			*side.to = append(*side.to, term)
		}
	}
	return out, nil
}

// printFunnel prints a funnel in one of its formats.
func (a *app) printFunnel(f report.Funnel, format string) error {
	if format == "csv" {
		text, err := f.CSV()
		if err != nil {
			return failed(err)
		}
		return a.result(func(w io.Writer) error {
			_, err := w.Write(text)
			return err
		})
	}
	var err error
	if a.format, err = output.ByName(format); err != nil {
		return misused(err)
	}
	return a.printResult(f)
}
