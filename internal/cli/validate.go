package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/report"
	"github.com/specgen/specgen/validator"
)

// validateFlags are the flags of validate.
type validateFlags struct {
	readingFlags
	failOn      string
	from, until timeFlag
	coverage    bool
	allowEmpty  bool
	examples    int
	baseline    baselineFlags
	jobs        int
	parts       partsFlags
}

func defaultValidateFlags() validateFlags {
	return validateFlags{readingFlags: defaultReadingFlags(), examples: validator.DefaultExamples, parts: partsFlags{shards: defaultShards, shard: -1}}
}

func (a *app) validateCommand() *cobra.Command {
	flags := defaultValidateFlags()
	cmd := &cobra.Command{
		Use:   "validate [FILE...]",
		Short: "Check real traces against the specs",
		Long: `validate reads traces and says what in them breaks the specs, how often and where. FILE is a file, a folder, a glob or -
for standard input; without one, the samples of specgen.yaml are read. Format and compression are found from the bytes:

` + formatSummaries() + `  any of them packed with gzip, zstd or snappy

It exits with 3 when there is a finding at or above --fail-on, and with 1 when an input could not be read to its end or when no
record of a flow is in any of them. With --baseline only findings count for --fail-on that are new, or whose share of the flow's
records has grown.

One run can be made in parts on many machines, with the same result: --map for each share of the files, --reduce for each shard of the
traces once all maps are done, and --merge. Parts have to be of one version of specgen, the same specs and the same options; what is not is
refused by name. See docs/scale.md.`,
		Example: `  specgen validate export.json.gz
  specgen validate --incomplete traces/
  zcat export.gz | specgen validate --spec spec/notification.yaml -
  specgen validate --format json -o findings.json traces/*.jsonl
  specgen validate --format html -o report.html traces/
  specgen validate --write-baseline baseline.json traces/
  specgen validate --baseline baseline.json traces/
  specgen validate --map part/003 --shards 8 in/003.json.gz
  specgen validate --reduce red/5 --shard 5 part
  specgen validate --merge part red`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.validate(cmd.Context(), args, flags) },
	}
	a.addFormatFlag(cmd)
	flags.add(cmd, "rules about missing spans are off", "grouping records by trace")
	f := cmd.Flags()
	f.StringVar(&flags.failOn, "fail-on", "", "exit with 3 from this severity on: error (the default), warning or never")
	f.Var(&flags.from, "from", "the input is cut here: rules about missing spans leave out traces that begin before, such as 2026-11-20T06:00")
	f.Var(&flags.until, "until", "the input is cut here: rules about missing spans leave out traces that end after it")
	f.BoolVar(&flags.coverage, "require-coverage", false, "report spans, tags and services of the spec that no record shows as errors")
	addAllowEmptyFlag(cmd, &flags.allowEmpty)
	f.IntVar(&flags.examples, "examples", flags.examples, "how many examples a finding keeps, fewer if there are thousands of findings")
	f.IntVar(&flags.jobs, "jobs", 0, "how many cores to use; 0 is all of them, as far as --memory allows")
	flags.baseline.add(cmd)
	flags.parts.add(cmd)
	completeWords(cmd, "fail-on", "error", "warning", "never")
	return cmd
}

func (a *app) validate(ctx context.Context, args []string, flags validateFlags) error {
	job, err := a.validation(flags)
	if err != nil {
		return err
	}
	if args, err = job.arguments(args, flags.parts); err != nil {
		return err
	}
	defer limitMemory(job.options.Memory)() // until the result is printed
	if flags.parts.inParts() {
		return a.writePart(ctx, job, args, flags.parts)
	}
	if args, err = flags.parts.inputs(args); err != nil {
		return err
	}
	page := a.page(job, args, flags.parts.merge)
	defer page.close()
	result, err := a.validateArgs(ctx, job, args, flags.parts, page.again())
	if err != nil {
		return err
	}
	findings := report.Findings{Result: result, FailOn: job.failOn, Baseline: job.compare(result)}
	if findings.Shown, err = page.shown(ctx, findings); err != nil {
		return err
	}
	if err := a.printResult(findings); err != nil {
		return err
	}
	if err := job.shown(result); err != nil {
		return worst(job.verdict(findings), err)
	}
	return worst(job.verdict(findings), job.writeBaseline("validate", findings.Fails(), result))
}

// arguments returns the arguments, and in place of none the samples of specgen.yaml, unless parts are wanted.
func (v *validation) arguments(args []string, parts partsFlags) ([]string, error) {
	if len(args) == 0 && parts.reduceTo == "" && !parts.merge {
		return v.samples()
	}
	return args, nil
}

// validateArgs validates files, or merges the parts in folders.
func (a *app) validateArgs(ctx context.Context, job *validation, args []string, parts partsFlags, again *spool) (*validator.Result, error) {
	if !parts.merge {
		return a.validateFiles(ctx, job, args, again)
	}
	result, err := job.validator.Merge(ctx, job.options, parts.job(), args)
	if err != nil {
		return nil, failed(err)
	}
	return result, nil
}

// addAllowEmptyFlag adds the flag of the commands that read traces.
func addAllowEmptyFlag(cmd *cobra.Command, allow *bool) {
	cmd.Flags().BoolVar(allow, "allow-empty", false, "do not fail where no record of a flow is in the input")
}

// shown returns an error where the input shows nothing of any flow: that nothing is wrong with it proves nothing.
func (v *validation) shown(result *validator.Result) error {
	if v.allowEmpty || result.Summary.FlowRecords > 0 || !result.Complete() { // an input that is broken was reported
		return nil
	}
	return failed(fmt.Errorf("cannot find a record of a flow: %s read, and none has the name or the namespace of %s; "+
		"look whether it is the right input and the right spec, or pass --allow-empty", spansRead(result.Summary.Records), flowNames(result)))
}

func spansRead(n int64) string {
	if n == 1 {
		return "1 span was"
	}
	return fmt.Sprintf("%d spans were", n)
}

// flowNames lists the flows that were looked for.
func flowNames(result *validator.Result) string {
	var names []string
	for _, span := range result.Summary.Spans {
		if name := strconv.Quote(span.Flow); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// worst returns the error whose exit code matters more.
func worst(a, b error) error {
	codeA, _ := exitCode(a)
	codeB, _ := exitCode(b)
	if worse(codeA, codeB) == codeA && codeA != codeB {
		return a
	}
	return b
}

// check rejects values of flags that make no sense.
func (f validateFlags) check() error {
	_, unknown := validator.ParseFormat(f.inputFormat)
	switch {
	case f.inputFormat != "" && unknown != nil:
		return unknown
	case f.examples < 1 || f.examples > maxExamples:
		return fmt.Errorf("cannot keep %d examples of a finding: want 1 to %d", f.examples, maxExamples)
	case f.parts.check(f.baseline != (baselineFlags{}), f.jobs != 0) != nil:
		return f.parts.check(f.baseline != (baselineFlags{}), f.jobs != 0)
	case f.jobs < 0:
		return fmt.Errorf("cannot use %d cores: want 1 or more, or 0 for all of them", f.jobs)
	case f.coverage && f.incomplete:
		return errors.New("cannot require coverage of an incomplete input: take one of --require-coverage and --incomplete")
	}
	return nil
}

// maxExamples is the most that --examples may ask for, which bounds the size of a report.
const maxExamples = 1000

// validateFiles reads the files and returns the result. Where the context ends before the inputs do, the result is that of what was read.
// again keeps standard input for a second reading; it may be nil.
func (a *app) validateFiles(ctx context.Context, job *validation, files []string, again *spool) (*validator.Result, error) {
	run, err := job.validator.NewRun(job.options)
	if err != nil {
		return nil, failed(err)
	}
	defer run.Close()
	bar := a.progress(run, files)
	defer bar.stop()
	if err := run.ReadAll(ctx, a.sources(ctx, files, bar, again)); err != nil {
		bar.stop()
		return a.soFar(ctx, run, err)
	}
	bar.finishing()
	result, err := run.Finish(ctx)
	if err != nil {
		return nil, failed(err)
	}
	return result, nil
}

// soFar returns the result of a run that was interrupted while it read, or had no room left on disk, if it has read a record.
func (a *app) soFar(ctx context.Context, run *validator.Run, err error) (*validator.Result, error) {
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(a.stderr, "specgen: interrupted; judging what was read so far (interrupt again to end at once)")
	case validator.NoRoom(err):
		fmt.Fprintf(a.stderr, "specgen: %s; judging what was read so far\n", output.Escaped(err.Error()))
	default:
		return nil, failed(err)
	}
	result, finishing := run.FinishEarly(context.WithoutCancel(ctx))
	if finishing != nil {
		return nil, failed(finishing)
	}
	if result.Summary.Records == 0 {
		return nil, failed(err)
	}
	return result, nil
}

// verdict returns an exitError where findings at or above --fail-on count, or an input could not be read completely. What is written as
// a baseline does not count.
func (v *validation) verdict(result report.Findings) error {
	code := exitOK
	if result.Fails() && (v.flags.writeTo == "" || result.Baseline != nil) {
		code = exitFindings
	}
	if !result.Complete() {
		code = worse(code, exitFailed)
	}
	if code == exitOK {
		return nil
	}
	return &exitError{code: code}
}

// formatNames returns the words of --input-format.
func formatNames() []string {
	var names []string
	for _, f := range validator.Formats() {
		names = append(names, string(f))
	}
	return names
}

// formatSummaries lists the formats with their summaries, for the help, a line each.
func formatSummaries() string {
	var lines strings.Builder
	for _, f := range validator.Formats() {
		lines.WriteString("  " + f.Summary() + "\n")
	}
	return lines.String()
}
