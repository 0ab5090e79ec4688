package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/output"
	"github.com/specgen/specgen/internal/report"
	"github.com/specgen/specgen/internal/spec"
	"github.com/specgen/specgen/validator"
	"github.com/specgen/specgen/validator/trace"
)

// validateFlags are the flags of validate.
type validateFlags struct {
	specs       []string
	inputFormat string
	failOn      string
	incomplete  bool
	settle      durationFlag
	from, until timeFlag
	coverage    bool
	allowEmpty  bool
	examples    int
	memory      string
	baseline    string
	writeTo     string // --write-baseline
}

func defaultValidateFlags() validateFlags {
	return validateFlags{examples: validator.DefaultExamples, memory: "256MiB"}
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
records has grown.`,
		Example: `  specgen validate export.json.gz
  specgen validate --incomplete traces/
  zcat export.gz | specgen validate --spec spec/notification.yaml -
  specgen validate --format json -o findings.json traces/*.jsonl
  specgen validate --write-baseline baseline.json traces/
  specgen validate --baseline baseline.json traces/`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.validate(cmd.Context(), args, flags) },
	}
	a.addFormatFlag(cmd)
	f := cmd.Flags()
	f.StringArrayVar(&flags.specs, "spec", nil, "a spec, instead of those of specgen.yaml (repeatable)")
	f.StringVar(&flags.inputFormat, "input-format", "", output.Choice(formatNames())+", instead of finding out")
	f.StringVar(&flags.failOn, "fail-on", "", "exit with 3 from this severity on: error (the default), warning or never")
	f.BoolVar(&flags.incomplete, "incomplete", false, "the input is part of a longer one: rules about missing spans are off")
	f.Var(&flags.settle, "settle", "treat traces as unfinished whose newest record is this close to the end of the input, such as 90s, 10m or 1d")
	f.Var(&flags.from, "from", "the input is cut here: rules about missing spans leave out traces that begin before, such as 2026-11-20T06:00")
	f.Var(&flags.until, "until", "the input is cut here: rules about missing spans leave out traces that end after it")
	f.BoolVar(&flags.coverage, "require-coverage", false, "report spans, tags and services of the spec that no record shows as errors")
	addAllowEmptyFlag(cmd, &flags.allowEmpty)
	f.IntVar(&flags.examples, "examples", flags.examples, "how many examples a finding keeps, fewer if there are thousands of findings")
	f.StringVar(&flags.memory, "memory", flags.memory, "memory for grouping records by trace, besides about 64 MiB for all else; temporary files take the rest")
	f.StringVar(&flags.baseline, "baseline", "", "leave the findings of this file out of the verdict, unless there are more of them now")
	f.StringVar(&flags.writeTo, "write-baseline", "", "write the findings to this file, for --baseline, and exit with 0 for those in it")
	completeWords(cmd, "input-format", formatNames()...)
	completeWords(cmd, "fail-on", "error", "warning", "never")
	return cmd
}

func (a *app) validate(ctx context.Context, args []string, flags validateFlags) error {
	job, err := a.validation(flags)
	if err != nil {
		return err
	}
	if len(args) == 0 {
		if args, err = job.samples(); err != nil {
			return err
		}
	}
	files, err := inputFiles(args)
	if err != nil {
		return err
	}
	defer limitMemory(job.options.Memory)() // until the result is printed
	result, err := a.validateFiles(ctx, job, files)
	if err != nil {
		return err
	}
	findings := report.Findings{Result: result, FailOn: job.failOn}
	if job.baseline != nil {
		findings.Baseline = job.baseline.Compare(flags.baseline, result)
	}
	if err := a.printResult(findings); err != nil {
		return err
	}
	if err := job.shown(result); err != nil {
		return worst(job.verdict(findings), err)
	}
	return worst(job.verdict(findings), job.writeBaseline(findings))
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
	case f.coverage && f.incomplete:
		return errors.New("cannot require coverage of an incomplete input: take one of --require-coverage and --incomplete")
	}
	return nil
}

// maxExamples is the most that --examples may ask for, which bounds the size of a report.
const maxExamples = 1000

// validation is what traces are validated with.
type validation struct {
	project   *project // nil where there is none, and --spec names the specs
	validator *validator.Validator
	options   validator.Options
	failOn    trace.Severity
	baseline  *report.Baseline // of --baseline, nil without
	writeTo   string           // the file of --write-baseline, or ""

	allowEmpty bool // an input may have no record of a flow
}

func (a *app) validation(flags validateFlags) (*validation, error) {
	if err := flags.check(); err != nil {
		return nil, misused(err)
	}
	memory, err := parseSize(flags.memory)
	if err != nil {
		return nil, misused(err)
	}
	job := &validation{allowEmpty: flags.allowEmpty, options: validator.Options{
		Incomplete:      flags.incomplete,
		Settle:          flags.settle.value,
		From:            flags.from.value,
		Until:           flags.until.value,
		RequireCoverage: flags.coverage,
		Examples:        flags.examples,
		Memory:          memory,
		Format:          validator.Format(flags.inputFormat),
	}}
	job.writeTo = flags.writeTo
	if job.baseline, err = readBaseline(flags.baseline); err != nil {
		return nil, err
	}
	specs, err := a.validationSpecs(job, flags.specs)
	if err != nil {
		return nil, err
	}
	failOn := flags.failOn
	if job.project != nil {
		config := job.project.config.Validate
		job.options.RequireCoverage = job.options.RequireCoverage || config.RequireCoverage
		if failOn == "" {
			failOn = config.FailOn
		}
	}
	if job.failOn, err = parseFailOn(failOn); err != nil {
		return nil, err
	}
	if job.validator, err = a.compile(specs); err != nil {
		return nil, err
	}
	if job.project != nil {
		job.options.Severity = severities(job.validator, job.project.config.Validate.Severity)
	}
	return job, nil
}

// validationSpecs returns the specs of --spec, or those of specgen.yaml and the released versions.
func (a *app) validationSpecs(job *validation, named []string) (specs []validator.Spec, err error) {
	if len(named) > 0 {
		if job.project, err = a.projectIfAny(); err != nil {
			return nil, err
		}
		return specsAt(validator.Spec{}, named), nil
	}
	if job.project, err = a.project(); err != nil {
		return nil, err
	}
	paths, err := job.project.specPaths()
	if err != nil {
		return nil, err
	}
	released, err := job.project.releasedPaths()
	if err != nil {
		return nil, err
	}
	root := job.project.root
	return append(specsAt(validator.Spec{Root: root}, paths), specsAt(validator.Spec{Root: root, Released: true}, released)...), nil
}

// specsAt returns the specs at the paths, which are otherwise like one.
func specsAt(like validator.Spec, paths []string) []validator.Spec {
	var out []validator.Spec
	for _, path := range paths {
		like.Path = path
		out = append(out, like)
	}
	return out
}

// compile makes a validator. The diagnostics of specs with errors go to standard error, as check prints them.
func (a *app) compile(list []validator.Spec) (*validator.Validator, error) {
	read := newSpecs()
	for i := range list {
		list[i].Open = read.open
	}
	v, err := validator.Compile(list...)
	var mistakes *diag.Failure
	switch {
	case err == nil:
		return v, nil
	case !errors.As(err, &mistakes):
		return nil, failed(err)
	}
	read.list.AddAll(mistakes.Diagnostics)
	if err := a.printDiagnostics(read); err != nil {
		return nil, failed(err)
	}
	return nil, &exitError{exitFindings, errors.New("cannot judge by a spec with mistakes: mend what is said above")}
}

// open reads a file and keeps its text for excerpts. Its error is a *diag.Failure with the diagnostics that check prints.
func (s *specs) open(path string) ([]byte, error) {
	data, diagnostics := readSource(path)
	if len(diagnostics) > 0 {
		return nil, &diag.Failure{Diagnostics: diagnostics}
	}
	s.sources[path] = data
	return data, nil
}

func (v *validation) samples() ([]string, error) {
	if v.project == nil || len(v.project.config.Validate.Samples) == 0 {
		return nil, misused(errors.New("cannot tell what to validate: name a file, or - for standard input, or list samples " +
			"under validate in specgen.yaml"))
	}
	return v.project.expand(v.project.config.Validate.Samples, "samples")
}

// validateFiles reads the files and returns the result. Where the context ends before the inputs do, the result is that of what was read.
func (a *app) validateFiles(ctx context.Context, job *validation, files []string) (*validator.Result, error) {
	run, err := job.validator.NewRun(job.options)
	if err != nil {
		return nil, failed(err)
	}
	defer run.Close()
	bar := a.progress(run, files)
	defer bar.stop()
	for _, name := range files {
		if err := a.readInput(ctx, run, name, bar); err != nil {
			bar.stop()
			return a.soFar(ctx, run, err)
		}
	}
	bar.finishing()
	result, err := run.Finish(ctx)
	if err != nil {
		return nil, failed(err)
	}
	return result, nil
}

// soFar returns the result of a run that was interrupted while it read, if it has read a record.
func (a *app) soFar(ctx context.Context, run *validator.Run, err error) (*validator.Result, error) {
	if ctx.Err() == nil {
		return nil, failed(err)
	}
	fmt.Fprintln(a.stderr, "specgen: interrupted; judging what was read so far (interrupt again to end at once)")
	result, finishing := run.FinishEarly(context.WithoutCancel(ctx))
	if finishing != nil {
		return nil, failed(finishing)
	}
	if result.Summary.Records == 0 {
		return nil, failed(err)
	}
	return result, nil
}

func (a *app) readInput(ctx context.Context, run *validator.Run, name string, bar *progress) error {
	input := a.open(ctx, name)
	defer input.Close()
	return run.Read(ctx, name, bar.counting(input))
}

// verdict returns an exitError where findings at or above --fail-on count, or an input could not be read completely. What is written as
// a baseline does not count.
func (v *validation) verdict(result report.Findings) error {
	code := exitOK
	if result.Fails() && (v.writeTo == "" || result.Baseline != nil) {
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

func parseFailOn(word string) (trace.Severity, error) {
	switch word {
	case "", "error":
		return trace.Error, nil
	case "warning":
		return trace.Warning, nil
	case "never":
		return trace.Off, nil
	}
	return trace.Off, misused(fmt.Errorf("cannot use --fail-on %q: want error, warning or never", word))
}

// severities returns the severities of specgen.yaml, without those for spans that no flow has, about which check warns.
func severities(v *validator.Validator, rules []spec.SeverityRule) []validator.Severity {
	var out []validator.Severity
	for _, rule := range rules {
		if rule.Span != "" && !v.HasSpan(rule.Span) {
			continue
		}
		is, _ := trace.ParseSeverity(rule.Severity) // the schema of specgen.yaml allows no other word
		out = append(out, validator.Severity{Rule: rule.Rule, Span: rule.Span, Is: is})
	}
	return out
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
