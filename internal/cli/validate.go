package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/specgen/specgen/internal/diag"
	"github.com/specgen/specgen/internal/lint"
	"github.com/specgen/specgen/internal/model"
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
	settle      time.Duration
	coverage    bool
	examples    int
	memory      string
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
OTLP JSON in all its shapes, SpanEvent lines; gzip, zstd, snappy.

It exits with 3 when there is a finding at or above --fail-on, and with 1 when an input could not be read to its end.`,
		Example: `  specgen validate export.json.gz
  specgen validate --incomplete traces/
  zcat export.gz | specgen validate --spec spec/notification.yaml -
  specgen validate --format json -o findings.json traces/*.jsonl`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.validate(cmd.Context(), args, flags) },
	}
	a.addFormatFlag(cmd)
	f := cmd.Flags()
	f.StringArrayVar(&flags.specs, "spec", nil, "a spec, instead of those of specgen.yaml (repeatable)")
	f.StringVar(&flags.inputFormat, "input-format", "", "otlp-json or spanevent, instead of finding out")
	f.StringVar(&flags.failOn, "fail-on", "", "exit with 3 from this severity on: error (the default), warning or never")
	f.BoolVar(&flags.incomplete, "incomplete", false, "the input is part of a longer one: rules about missing spans are off")
	f.DurationVar(&flags.settle, "settle", 0, "treat traces as unfinished whose newest record is this close to the end of the input")
	f.BoolVar(&flags.coverage, "require-coverage", false, "report spans, tags and services of the spec that no record shows as errors")
	f.IntVar(&flags.examples, "examples", flags.examples, "how many examples a finding keeps")
	f.StringVar(&flags.memory, "memory", flags.memory, "memory for grouping records by trace; temporary files take the rest")
	completeWords(cmd, "input-format", "otlp-json", "spanevent")
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
	result, err := a.judge(ctx, job, files)
	if err != nil {
		return err
	}
	if err := a.printResult(report.Findings{Result: result}); err != nil {
		return err
	}
	return verdict(result, job.failOn)
}

// check rejects values that make no sense.
func (f validateFlags) check() error {
	switch {
	case !slices.Contains([]string{"", "otlp-json", "spanevent"}, f.inputFormat):
		return fmt.Errorf("cannot read the format %q: want otlp-json or spanevent", f.inputFormat)
	case f.settle < 0:
		return fmt.Errorf("cannot settle for %s: want a duration above zero, such as 10m", f.settle)
	case f.examples < 1 || f.examples > maxExamples:
		return fmt.Errorf("cannot keep %d examples of a finding: want 1 to %d", f.examples, maxExamples)
	case f.coverage && f.incomplete:
		return errors.New("cannot require coverage of an incomplete input: take one of --require-coverage and --incomplete")
	}
	return nil
}

// maxExamples bounds what a report holds.
const maxExamples = 1000

// validation is what traces are judged by.
type validation struct {
	project   *project // nil where --spec says it all
	validator *validator.Validator
	options   validator.Options
	failOn    trace.Severity
}

func (a *app) validation(flags validateFlags) (*validation, error) {
	if err := flags.check(); err != nil {
		return nil, misused(err)
	}
	memory, err := parseSize(flags.memory)
	if err != nil {
		return nil, misused(err)
	}
	job := &validation{options: validator.Options{
		Incomplete:      flags.incomplete,
		Settle:          flags.settle,
		RequireCoverage: flags.coverage,
		Examples:        flags.examples,
		Memory:          memory,
		Format:          flags.inputFormat,
	}}
	specs, released, err := a.specsToJudgeBy(job, flags.specs)
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
		job.options.Severity = severities(config.Severity)
	}
	if job.failOn, err = parseFailOn(failOn); err != nil {
		return nil, err
	}
	root := ""
	if len(flags.specs) == 0 {
		root = job.project.root
	}
	job.validator, err = a.compile(root, specs, released)
	return job, err
}

// specsToJudgeBy returns the specs of --spec, or those of specgen.yaml and the released versions.
func (a *app) specsToJudgeBy(job *validation, named []string) (specs, released []string, err error) {
	if len(named) > 0 {
		if job.project, err = a.projectIfAny(); err != nil {
			return nil, nil, err
		}
		return named, nil, nil
	}
	if job.project, err = a.project(); err != nil {
		return nil, nil, err
	}
	if specs, err = job.project.specPaths(); err != nil {
		return nil, nil, err
	}
	released, err = job.project.releasedPaths()
	return specs, released, err
}

// compile makes a validator. What is wrong with a spec goes to standard error, as check would say it.
func (a *app) compile(root string, paths, released []string) (*validator.Validator, error) {
	read := newSpecs()
	read.root = root
	for _, path := range paths {
		read.judgeBy(path)
	}
	read.addReleased(released)
	if read.list.HasErrors() {
		if err := a.complain(read); err != nil {
			return nil, failed(err)
		}
		return nil, &exitError{exitFindings, errors.New("cannot judge by a spec with mistakes: mend what is said above")}
	}
	var compiled []validator.Spec
	for _, flow := range read.flows {
		compiled = append(compiled, validator.Spec{Path: flow.path, Data: read.sources[flow.path], Open: read.source})
	}
	v, err := validator.Compile(compiled...)
	if err != nil {
		return nil, failed(err)
	}
	return v, nil
}

// judgeBy adds a spec with what makes it useless to judge by.
func (s *specs) judgeBy(path string) *model.Flow {
	flow := s.resolve(path)
	if flow != nil {
		s.addErrors(lint.Run(flow, lint.Env{Today: time.Now()}))
	}
	return flow
}

// addReleased adds the released versions, but for those that a spec still has: what was released last and has not changed
// since is both.
func (s *specs) addReleased(paths []string) {
	current := slices.Clone(s.flows)
	for _, path := range paths {
		flow := s.judgeBy(path)
		if flow == nil {
			continue
		}
		same := func(f loadedFlow) bool { return f.model.Name == flow.Name && f.model.Version == flow.Version }
		if slices.ContainsFunc(current, same) {
			s.flows = slices.DeleteFunc(s.flows, func(f loadedFlow) bool { return f.model == flow })
			continue
		}
		if other := slices.IndexFunc(s.flows, func(f loadedFlow) bool { return same(f) && f.model != flow }); other >= 0 {
			s.list.Add(diag.Diagnostic{
				Code: "flow/duplicate", Severity: diag.Error, Range: flow.Pos,
				Message: fmt.Sprintf("version %s of the flow %q is released twice", flow.Version, flow.Name),
				Help:    "take one of the two files away",
				Notes:   []diag.Note{{Range: s.flows[other].model.Pos, Message: "the other one is here"}},
			})
		}
	}
}

// addErrors adds what makes a spec useless to judge by; what else its authors are told does not matter here.
func (s *specs) addErrors(diagnostics []diag.Diagnostic) {
	for _, d := range diagnostics {
		if d.Severity == diag.Error {
			s.list.Add(d)
		}
	}
}

// source returns a file that was read before.
func (s *specs) source(path string) ([]byte, error) {
	if data, ok := s.sources[path]; ok {
		return data, nil
	}
	return nil, fmt.Errorf("cannot find %s among the files that were read", path)
}

func (v *validation) samples() ([]string, error) {
	if v.project == nil || len(v.project.config.Validate.Samples) == 0 {
		return nil, misused(errors.New("cannot tell what to validate: name a file, or - for standard input, or list samples " +
			"under validate in specgen.yaml"))
	}
	return v.project.expand(v.project.config.Validate.Samples, "samples")
}

// judge reads the files and returns what there is to say about them.
func (a *app) judge(ctx context.Context, job *validation, files []string) (*validator.Result, error) {
	run := job.validator.NewRun(job.options)
	defer run.Close()
	for _, name := range files {
		if err := a.readInput(ctx, run, name); err != nil {
			return nil, failed(err)
		}
		if ctx.Err() != nil {
			return nil, failed(ctx.Err())
		}
	}
	result, err := run.Finish()
	if err != nil {
		return nil, failed(err)
	}
	return result, nil
}

func (a *app) readInput(ctx context.Context, run *validator.Run, name string) error {
	input, err := a.open(ctx, name)
	if err != nil {
		return fmt.Errorf("cannot read the trace file: %w", err)
	}
	defer input.Close()
	return run.Read(name, input)
}

// verdict returns the exit code that a result asks for.
func verdict(result *validator.Result, failOn trace.Severity) error {
	code := exitOK
	if failOn != trace.Off && result.Worst() >= failOn {
		code = exitFindings
	}
	if !result.Whole() {
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

func severities(rules []spec.SeverityRule) []validator.Severity {
	var out []validator.Severity
	for _, rule := range rules {
		is, _ := trace.ParseSeverity(rule.Severity) // the schema of specgen.yaml allows no other word
		out = append(out, validator.Severity{Rule: rule.Rule, Span: rule.Span, Is: is})
	}
	return out
}
